"""The project as a file in one of the formats, and the page where one is chosen."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_safe

from newsreview import access
from newsreview.exports import writing
from newsreview.exports.formats import FORMATS
from newsreview.exports.formats.format import FileFormat, FolderFormat, Format
from newsreview.exports.packing import pack
from newsreview.exports.stopping import Asking, beside_an_export, may_still_export, while_allowed
from newsreview.exports.writing import Watching
from newsreview.projects.models import Project
from newsreview.web.requests import person_of

PIECE = 64 * 1024  # bytes of a packed export between two looks at whether it may go on
# A format that needs a large library is the command line's: a server that has loaded it never gets smaller again.
OFFERED: dict[str, Format] = {name: form for name, form in FORMATS.items() if not form.libraries}


@require_safe
@login_required
def project_formats(request: HttpRequest, slug: str) -> HttpResponse:
    project = get_object_or_404(access.exportable_projects(person_of(request)), slug=slug)
    context = {"project": project, "formats": FORMATS.values(), "offered": OFFERED}
    return render(request, "project/formats.html", context)


@require_GET
@login_required
def project_export(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """When the browser goes away the server closes the stream, and with it its snapshot of the database."""
    project = get_object_or_404(access.exportable_projects(person_of(request)), slug=slug)
    still = beside_an_export(still_theirs(request, project))
    form = OFFERED.get(request.GET.get("format", "jsonl"))
    if isinstance(form, FileFormat):
        blocks = while_allowed(writing.blocks(project, form), still)
        return download(f"{file_name(project, form)}{form.ending}", blocks, form.media_type)
    if isinstance(form, FolderFormat):
        archive = zipped(project, form, partial(while_allowed, still=still))
        answer = FileResponse(archive, as_attachment=True, filename=f"{file_name(project, form)}.zip")
        answer.streaming_content = while_allowed(iter(partial(archive.read, PIECE), b""), still)
        return answer
    raise Http404


def still_theirs(request: HttpRequest, project: Project) -> Asking:
    """Whether they are signed in yet, and may export the project yet; as the database has it when it is asked."""
    person, session, key = person_of(request).pk, request.session, request.session.session_key or ""
    return lambda: session.exists(key) and may_still_export(person, project)


def file_name(project: Project, form: Format) -> str:
    return project.slug if form.name == "jsonl" else f"{project.slug}-{form.name}"


def download(filename: str, blocks: Iterator[bytes], media_type: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(blocks, content_type=media_type)
    disposition = content_disposition_header(as_attachment=True, filename=filename)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def zipped(project: Project, form: FolderFormat, watching: Watching) -> IO[bytes]:
    """On the disk, for as long as it is open."""
    archive = TemporaryFile()  # noqa: SIM115 -- the response closes it
    with TemporaryDirectory() as parent:
        folder = Path(parent) / file_name(project, form)
        writing.fill(project, form, folder, watching)
        pack(folder, archive, method=ZIP_DEFLATED, below=folder.name)
    archive.seek(0)
    return archive
