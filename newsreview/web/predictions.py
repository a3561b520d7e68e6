"""Versions of models that have marked articles of a project, and how well each of them does."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from newsreview import access
from newsreview.annotation.model_versions import ModelVersion, ModelVersionQuerySet
from newsreview.projects.models import Project
from newsreview.review.scoring import score_of
from newsreview.web.mistakes import as_rows
from newsreview.web.naming_labels import Names
from newsreview.web.requests import person_of
from newsreview.web.score_charts import charts, overview


def predicted_project(request: HttpRequest, slug: str) -> Project:
    return get_object_or_404(access.predicted_projects(person_of(request)), slug=slug)


@require_safe
@login_required
def prediction_list(request: HttpRequest, slug: str) -> HttpResponse:
    project = predicted_project(request, slug)
    versions = ModelVersionQuerySet(ModelVersion).filter(project=project).with_counts().select_related("by")
    return render(request, "predictions/list.html", {"project": project, "versions": versions.order_by("-id")})


@require_safe
@login_required
def prediction_score(request: HttpRequest, slug: str, model: str, version: str) -> HttpResponse:
    project = predicted_project(request, slug)
    versions = ModelVersionQuerySet(ModelVersion).filter(project=project)
    found = get_object_or_404(versions.named(model, version))
    score, names = score_of(found), Names.of_version(project.label_set_version_id)
    readable = set(access.scored_tasks(person_of(request), found).values_list("pk", flat=True))
    context = {
        "project": project,
        "version": found,
        "score": score,
        "overview": overview(score),
        "charts": charts(score, names),
        "worst": as_rows(score.worst(readable), names),
    }
    return render(request, "predictions/page.html", context)
