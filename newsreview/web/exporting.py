"""The project as a file in one of the formats, and the page where one is chosen."""

from collections.abc import Iterator
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
from newsreview.projects.models import Project
from newsreview.web.requests import person_of

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
    form = OFFERED.get(request.GET.get("format", "jsonl"))
    if isinstance(form, FileFormat):
        return download(f"{file_name(project, form)}{form.ending}", writing.blocks(project, form), form.media_type)
    if isinstance(form, FolderFormat):
        return FileResponse(zipped(project, form), as_attachment=True, filename=f"{file_name(project, form)}.zip")
    raise Http404


def file_name(project: Project, form: Format) -> str:
    return project.slug if form.name == "jsonl" else f"{project.slug}-{form.name}"


def download(filename: str, blocks: Iterator[bytes], media_type: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(blocks, content_type=media_type)
    disposition = content_disposition_header(as_attachment=True, filename=filename)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def zipped(project: Project, form: FolderFormat) -> IO[bytes]:
    """On the disk, for as long as it is open."""
    archive = TemporaryFile()  # noqa: SIM115 -- the response closes it
    with TemporaryDirectory() as parent:
        folder = Path(parent) / file_name(project, form)
        writing.fill(project, form, folder)
        pack(folder, archive, method=ZIP_DEFLATED, below=folder.name)
    archive.seek(0)
    return archive
