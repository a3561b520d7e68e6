from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from newsreview import access
from newsreview.web.requests import person_of


@require_safe
@login_required
def project_list(request: HttpRequest) -> HttpResponse:
    return render(request, "project/list.html", {"projects": access.visible_projects(person_of(request))})


@require_safe
@login_required
def project(request: HttpRequest, slug: str) -> HttpResponse:
    project = get_object_or_404(access.visible_projects(person_of(request)), slug=slug)
    return render(request, "project/page.html", {"project": project})
