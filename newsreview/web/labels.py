"""The label-set editor: what a project's people may say, and how it looks."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newsreview import access
from newsreview.annotation import moving_on
from newsreview.annotation.models import AnnotationSet
from newsreview.labels import drafting
from newsreview.labels.models import Label, LabelSetVersion
from newsreview.projects.models import Project
from newsreview.web import errors
from newsreview.web.label_forms import FORMS_OF, LabelEntry, SpanLabelForm, new_label
from newsreview.web.label_preview import preview, swatches
from newsreview.web.marking import MarkedParagraph
from newsreview.web.requests import person_of

NAMED = 5  # drafts that are told one by one


def managed(request: HttpRequest, slug: str) -> Project:
    projects = access.managed_projects(person_of(request)).select_related("label_set_version__label_set")
    return get_object_or_404(projects, slug=slug)


def version_at_hand(project: Project) -> LabelSetVersion:
    """The draft that is being worked on, else what the project works with."""
    version = project.label_set_version
    return drafting.draft_of(version.label_set) or version


@require_safe
@login_required
def label_set(request: HttpRequest, slug: str) -> HttpResponse:
    project = managed(request, slug)
    version = version_at_hand(project)
    labels = list(version.labels.prefetch_related("attributes"))
    of_kind = {kind: [label for label in labels if label.kind == kind] for kind in Label.Kind.values}
    context = {
        "project": project,
        "version": version,
        "may_shape": access.may_shape(person_of(request), version.label_set),
        "spans": of_kind[Label.Kind.SPAN],
        "links": of_kind[Label.Kind.LINK],
        "articles": of_kind[Label.Kind.ARTICLE],
        "names": {label.key: label.name for label in labels},
        "used_by": AnnotationSet.objects.filter(label_set_version__label_set=version.label_set).count(),
        **move_to(version),
        "paragraphs": preview(label for label in of_kind[Label.Kind.SPAN] if not label.retired),
    }
    return render(request, "labels/page.html", context)


def move_to(version: LabelSetVersion) -> dict[str, Any]:
    """How far moving drafts to a version has come, and what the last move has left behind."""
    if not version.is_published:
        return {"behind": 0}
    move = version.moves.order_by("began_at").last()
    behind = moving_on.drafts_behind(version)
    named = behind.filter(pk__in=move.kept) if move else behind.none()
    named = named.select_related("person", "task__article").defer("task__article__text").order_by("pk")[:NAMED]
    left = behind.count()
    return {
        "behind": left,
        "move": move,
        "moved": max(0, move.drafts - left) if move else 0,
        "kept": [(draft, move.kept[str(draft.pk)]) for draft in named] if move else [],
    }


@require_POST
@login_required
def next_version(request: HttpRequest, slug: str) -> HttpResponse:
    project = managed(request, slug)
    label_set = project.label_set_version.label_set
    if not access.may_shape(person_of(request), label_set):
        return errors.forbidden(request, PermissionError())
    draft = drafting.begin_next_version(label_set=label_set)
    told = _("%(version)s is begun as a draft: nobody works with it before it is published.")
    messages.success(request, told % {"version": draft})
    return redirect("project-labels", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def label(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    return edit(request, slug, lambda version: get_object_or_404(version.labels.select_related("version"), key=key))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def label_new(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    if kind not in FORMS_OF:
        raise Http404
    return edit(request, slug, lambda version: new_label(version, kind))


def edit(request: HttpRequest, slug: str, label_in: Callable[[LabelSetVersion], Label]) -> HttpResponse:
    """One label of the version at hand; with `next` in the form, of the next version, which is begun for it."""
    project = managed(request, slug)
    version = version_at_hand(project)
    if not access.may_shape(person_of(request), version.label_set):
        return errors.forbidden(request, PermissionError())
    if "next" in request.POST:
        version = drafting.begin_next_version(label_set=version.label_set)
    entry, refusal = LabelEntry(label_in(version), request.POST or None), None
    try:
        if request.method == "POST" and entry.is_valid() and entry.put():
            told = _("%(label)s is kept in %(version)s.")
            messages.success(request, told % {"label": entry.label.name.capitalize(), "version": version})
            return redirect("project-labels", slug)
    except drafting.Published as published:
        refusal = published
    return label_page(request, project, entry, refusal)


def label_page(
    request: HttpRequest, project: Project, entry: LabelEntry, refusal: drafting.Published | None
) -> HttpResponse:
    context = {
        "project": project,
        "entry": entry,
        "label": entry.label,
        "refusal": refusal,
    }
    if entry.label.kind == Label.Kind.SPAN:
        context |= {"swatches": swatches(entry.form["dress"]), "paragraphs": preview_with(entry.label)}
    return render(request, "labels/label.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@login_required
def label_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """How the label would look as it is being entered, beside the others."""
    project = managed(request, slug)
    version = version_at_hand(project)
    standing = version.labels.of_kind(Label.Kind.SPAN).filter(key=request.GET.get("of", "")).first()
    form = SpanLabelForm(request.GET, instance=standing or new_label(version, Label.Kind.SPAN))
    form.is_valid()  # whatever is wrong with it, the rest is shown
    context = {"project": project, "label": form.instance, "paragraphs": preview_with(form.instance)}
    return render(request, "labels/_preview_words.html", context)


def preview_with(label: Label) -> Iterator[MarkedParagraph]:
    """The label first, where there is most room, then the others of its version."""
    others = label.version.labels.in_use().of_kind(Label.Kind.SPAN).exclude(key=label.key)
    return preview([label, *others])
