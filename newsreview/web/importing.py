"""Imports of a project: how far one is, what came of it, and mending what it could not take."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newsreview import access
from newsreview.intake import mending, taking_in
from newsreview.intake.models import Import, ImportQuerySet, RefusedRecord
from newsreview.web.requests import person_of
from newsreview.web.upload_forms import MendForm

ON_A_PAGE = 50
NAMED = 200


@require_safe
@login_required
def import_list(request: HttpRequest, slug: str) -> HttpResponse:
    project = get_object_or_404(access.managed_projects(person_of(request)), slug=slug)
    imports = ImportQuerySet(Import).filter(project=project).with_totals().order_by("-asked_at", "-id")
    page = Paginator(imports, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "import/list.html", {"project": project, "page": page})


@require_safe
@login_required
def import_page(request: HttpRequest, slug: str, import_id: UUID) -> HttpResponse:
    of = seen(request, slug, import_id)
    refused = of.refused_records.select_related("mending__brought")[:NAMED]
    return render(request, "import/page.html", told_of(of) | {"refused": refused})


@require_safe
@login_required
def import_state(request: HttpRequest, slug: str, import_id: UUID) -> HttpResponse:
    """How far it is; the whole page anew as soon as it has ended."""
    of = seen(request, slug, import_id)
    answer = render(request, "import/_state.html", told_of(of))
    if of.state != "running":
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_POST
@login_required
def import_cancel(request: HttpRequest, slug: str, import_id: UUID) -> HttpResponse:
    taking_in.cancel(of=seen(request, slug, import_id), by=person_of(request))
    return redirect("import", slug, import_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def refused_record(request: HttpRequest, slug: str, import_id: UUID, number: int) -> HttpResponse:
    """The record as it came, to be put right and brought in."""
    record = refused(request, slug, import_id, number)
    if hasattr(record, "mending"):
        return redirect("import", slug, record.mending.brought_id)
    form = MendForm(request.POST if request.method == "POST" else None, initial={"raw": mending.words_of(record)})
    if form.is_valid():
        try:
            summary = mending.mend(record=record, raw=form.cleaned_data["raw"].encode(), by=person_of(request))
        except mending.Mended as error:
            messages.warning(request, str(error))
            return redirect("import", slug, import_id)
        if not summary.refused:
            messages.success(request, _("The record has come in."))
            return redirect("import", slug, import_id)
        for refusal in summary.refusals:
            form.add_error("raw", refusal.reason)
    kept = {"is_kept": mending.is_kept(record), "row": mending.row_of(record)}
    kept["is_gone"] = bool(record.raw_sha256) and not kept["is_kept"]
    context = {"project": record.of.project, "of": record.of, "record": record, "form": form, **kept}
    return render(request, "import/record.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
def refused_bytes(request: HttpRequest, slug: str, import_id: UUID, number: int) -> HttpResponse:
    """Byte for byte, to be saved and never shown."""
    record = refused(request, slug, import_id, number)
    if not mending.is_kept(record):
        return redirect("refused-record", slug, import_id, number)
    headers = {"Content-Disposition": f'attachment; filename="refused-{number}.txt"'}
    return HttpResponse(mending.bytes_of(record), content_type="application/octet-stream", headers=headers)


def seen(request: HttpRequest, slug: str, import_id: UUID) -> Import:
    managed = access.managed_projects(person_of(request)).filter(slug=slug)
    return get_object_or_404(ImportQuerySet(Import).filter(project__in=managed).with_totals(), pk=import_id)


def refused(request: HttpRequest, slug: str, import_id: UUID, number: int) -> RefusedRecord:
    records = RefusedRecord.objects.select_related("of__project", "of__upload", "mending")
    managed = access.managed_projects(person_of(request)).filter(slug=slug)
    return get_object_or_404(records.filter(of__project__in=managed), of=import_id, number=number)


def told_of(of: Import) -> dict[str, Any]:
    records = taking_in.records_in(of.upload) if of.upload and of.state == "running" else 0
    return {"project": of.project, "of": of, "records": records}
