"""Bringing articles in: choose files or paste a text, check what was read, import."""

from dataclasses import dataclass, field
from io import BytesIO
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newsreview import access
from newsreview.accounts.models import User
from newsreview.intake import keeping, taking_in, uploading
from newsreview.intake.foreign_labels import Tally
from newsreview.intake.models import Upload, UploadedFile
from newsreview.intake.naming import known_names
from newsreview.offsets import paragraphs
from newsreview.web.requests import person_of
from newsreview.web.upload_forms import CheckForm, UploadForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload_new(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    project = get_object_or_404(access.managed_projects(person), slug=slug)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        files = [(file.name, file) for file in form.cleaned_data["chosen"]]
        if text := form.cleaned_data["text"]:
            files.append((uploading.PASTED, BytesIO(text.encode())))
        told = {name: form.cleaned_data[name] for name in ("outlet", "story")}
        upload = uploading.start_upload(project=project, by=person, files=files, **told)
        return redirect("upload", project.slug, upload.pk)
    context = {"project": project, "form": form, **known(person_of(request))}
    return render(request, "upload/new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: HttpRequest, slug: str, upload_id: UUID) -> HttpResponse:
    upload = get_object_or_404(uploads(request, slug), pk=upload_id)
    if hasattr(upload, "taken_in"):
        return redirect("import", slug, upload.taken_in.pk)
    if request.method != "POST":
        return check_page(request, CheckForm(upload))
    form = CheckForm(upload, request.POST)
    if not form.is_valid():
        return check_page(request, form)
    form.describe()
    return redirect("upload", slug, upload_id)


@require_POST
@login_required
def upload_import(request: HttpRequest, slug: str, upload_id: UUID) -> HttpResponse:
    upload = get_object_or_404(uploads(request, slug), pk=upload_id)
    if not hasattr(upload, "taken_in"):
        form = CheckForm(upload, request.POST, to_be_imported=True)
        if not form.is_valid():
            return check_page(request, form)
        form.describe()
    asked = taking_in.ask_for_import(upload=upload, by=person_of(request))
    return redirect("import", slug, asked.pk)


@require_safe
@login_required
def upload_file(request: HttpRequest, slug: str, upload_id: UUID, number: int) -> HttpResponse:
    upload = get_object_or_404(uploads(request, slug), pk=upload_id)
    file = get_object_or_404(upload.files.exclude(text_sha256=""), number=number)
    if not keeping.is_there(file.raw_sha256):
        raise Http404
    text = uploading.text_of(file)
    shown = [text[paragraph.start : paragraph.end] for paragraph in paragraphs(text)]
    context = {"project": upload.project, "upload": upload, "file": file, "paragraphs": shown}
    return render(request, "upload/_text.html" if request.headers.get("HX-Request") else "upload/file.html", context)


def uploads(request: HttpRequest, slug: str) -> QuerySet[Upload]:
    managed = access.managed_projects(person_of(request)).filter(slug=slug)
    return Upload.objects.filter(project__in=managed).select_related("project", "taken_in")


def known(person: User) -> dict[str, list[str]]:
    """Names to choose from; those of articles that the person does not see are none of their business."""
    return {
        "outlets": known_names(access.visible_outlets(person)),
        "stories": known_names(access.visible_stories(person)),
    }


@dataclass(slots=True)
class Row:
    """A file on the page where an upload is checked, and in a word what would become of it."""

    file: UploadedFile
    form: Form | None
    state: str
    tone: str = ""
    marks: Tally | None = None

    @property
    def fields(self) -> str:
        """Those which articles do not have, each with how many records have it."""
        return ", ".join(f"{name} ({count:,})" for name, count in self.file.into_metadata.items())


@dataclass(slots=True)
class Counts:
    rows: list[Row] = field(default_factory=list)
    records: int = 0
    present: int = 0
    refused: int = 0


def check_page(request: HttpRequest, form: CheckForm) -> HttpResponse:
    fates = uploading.fates(form.upload, form.files)
    told = {
        "new": (_("new"), "ok"),
        "revised": (_("a new revision"), "ok"),
        "present": (_("already there"), ""),
        "completed": (_("completes what is there"), "ok"),
    }
    counts = Counts()
    for file in form.files:
        state, tone = told[fates[file.number]] if file.number in fates else state_of(file)
        marks = uploading.tally_of(file) if file.marks else None
        counts.rows.append(Row(file, form.forms.get(file.number), state, tone, marks))
        counts.records += 0 if form.leaves_out(file) else file.records
        counts.refused += 0 if form.leaves_out(file) else file.refused
        counts.present += fates.get(file.number) == "present"
    context = {"project": form.upload.project, "upload": form.upload, "form": form, "counts": counts}
    context |= known(person_of(request))
    return render(request, "upload/check.html", context, status=422 if request.method == "POST" else 200)


def state_of(file: UploadedFile) -> tuple[str, str]:
    if file.left_out:
        return _("left out"), ""
    if not file.records:
        return _("cannot be read"), "bad"
    return ngettext("%(n)d record", "%(n)d records", file.records) % {"n": file.records}, "ok"
