"""Releases of a project: asking for one, how far it is, what is in it, and withdrawing it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newsreview import access
from newsreview.exports import building, releasing
from newsreview.exports.models import Release
from newsreview.exports.reading import releases_seen_by
from newsreview.projects.models import Project, Task
from newsreview.web.release_charts import changes, charts, left_out
from newsreview.web.release_forms import ReleaseForm, WithdrawalForm
from newsreview.web.requests import person_of


@require_safe
@login_required
def release_list(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    project = get_object_or_404(access.exportable_projects(person), slug=slug)
    releases = releases_seen_by(person).filter(project=project).order_by("-number")
    context = {"project": project, "releases": releases, "may_manage": access.may_manage(person, project)}
    return render(request, "release/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def release_new(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    project = get_object_or_404(access.managed_projects(person), slug=slug)
    form = ReleaseForm(request.POST if request.method == "POST" else None, project=project)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("name", "notes")}
        release = releasing.request_release(project=project, by=person, choices=form.choices, **told)
        return redirect("release", slug, release.number)
    context = {"project": project, "form": form}
    return render(request, "release/new.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
def release(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    person = person_of(request)
    release = get_object_or_404(releases_seen_by(person), project__slug=slug, number=number)
    context: dict[str, Any] = {"project": release.project, "release": release, "progress": building.progress(release)}
    if release.is_built:
        context |= told_of(release)
    if access.may_manage(person, release.project):
        context["withdrawal_form"] = WithdrawalForm()
    return render(request, "release/page.html", context)


def told_of(release: Release) -> dict[str, Any]:
    """What the page says of a release that is built."""
    manifest = release.outcome.manifest
    return {
        "manifest": manifest,
        "charts": charts(manifest),
        "left_out": list(left_out(manifest)),
        "changes": changes(manifest),
        **neighbours(release.project, manifest),
    }


def neighbours(project: Project, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Who of the test has somebody near in training, and who is on another side than before, with their pages."""
    pairs = manifest["certificate"]["nearest"] if manifest["certificate"] else []
    moved = manifest["moved"]
    ids = {pair[end] for pair in pairs for end in ("article", "nearest")} | {move["article"] for move in moved}
    tasks = Task.objects.filter(project=project, article__in=ids).select_related("article")
    by_article = {str(task.article_id): task for task in tasks.defer("article__text", "article__metadata")}
    ties = {
        "story": _("a story"),
        "url": _("an address"),
        "text": _("the same text"),
        "copy": _("being near-copies"),
        "paragraph": _("a paragraph"),
    }
    return {
        "near": [(by_article[pair["article"]], by_article[pair["nearest"]], pair["containment"]) for pair in pairs],
        "moved": [
            (by_article[move["article"]], move["moved_from"], [ties[tie["tied_by"]] for tie in move["because"]])
            for move in moved
        ],
    }


@require_safe
@login_required
def release_state(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """How far it is; the whole page anew as soon as it has come to an end."""
    release = get_object_or_404(releases_seen_by(person_of(request)), project__slug=slug, number=number)
    context = {"project": release.project, "release": release, "progress": building.progress(release)}
    answer = render(request, "release/_state.html", context)
    if hasattr(release, "outcome"):
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_POST
@login_required
def release_withdrawal(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    person = person_of(request)
    managed = releases_seen_by(person).filter(project__in=access.managed_projects(person))
    release = get_object_or_404(managed, project__slug=slug, number=number)
    form = WithdrawalForm(request.POST)
    releasing.withdraw(release=release, by=person, why=form.cleaned_data["why"] if form.is_valid() else "")
    messages.success(request, _("The release is withdrawn. Its files stay, and its page says why."))
    return redirect("release", slug, number)
