"""How a project's work is given out and reviewed, for its managers to change."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from newsreview import access
from newsreview.projects import giving_out
from newsreview.web.project_forms import RulesForm
from newsreview.web.requests import person_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    project = get_object_or_404(access.managed_projects(person_of(request)), slug=slug)
    form = RulesForm(request.POST if request.method == "POST" else None, instance=project)
    if form.is_valid():
        giving_out.change_rules(project=project, **form.cleaned_data)
        messages.success(request, _("Kept. It holds from now on."))
        return redirect("project-settings", slug)
    context = {"project": project, "form": form}
    return render(request, "project/settings.html", context, status=422 if form.is_bound else 200)
