"""The guideline of a project: all of it, or what it says of one label."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from newsreview import access
from newsreview.web.requests import person_of


@require_safe
@login_required
def guideline(request: HttpRequest, slug: str) -> HttpResponse:
    projects = access.guided_projects(person_of(request)).select_related("label_set_version__label_set")
    project = get_object_or_404(projects, slug=slug)
    told = project.label_set_version.guideline
    sections = told.get("sections", [])
    label = request.GET.get("label")
    about = [section for section in sections if label and section.get("label") == label]
    context = {"project": project, "guideline": told, "sections": about or sections, "all": not about}
    return render(request, "guideline/page.html", context)
