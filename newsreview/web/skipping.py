"""Leaving an article with a reason; and the list of what was left, for managers."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from newsreview import access
from newsreview.annotation import skipping
from newsreview.projects.models import Skip
from newsreview.web import errors
from newsreview.web.requests import person_of, posted_id
from newsreview.web.workbench import desk_of

ROWS = 200


class SkipForm(forms.Form):
    reason = forms.ChoiceField(choices=Skip.Reason.choices, widget=forms.RadioSelect, label=gettext_lazy("Why?"))
    note = forms.CharField(
        required=False,
        strip=False,
        max_length=1000,
        widget=forms.Textarea({"rows": "3", "dir": "auto"}),
        label=gettext_lazy("Note"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def skip(request: HttpRequest, task_id: UUID) -> HttpResponse:
    desk = desk_of(request, task_id)
    if desk.annotation_set is None or not desk.editable or desk.practice:
        return errors.not_found(request, LookupError())
    form = SkipForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"desk": desk, "form": form}
        return render(request, "workbench/skip.html", context, status=422 if form.is_bound else 200)
    skipping.skip(annotation_set=desk.annotation_set, **form.cleaned_data)
    messages.success(request, _("“%(title)s” is skipped.") % {"title": desk.task.article.headline})
    return redirect("queue")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def skips(request: HttpRequest, slug: str) -> HttpResponse:
    """POST puts one of them back: its person can be given the article again."""
    project = get_object_or_404(access.managed_projects(person_of(request)), slug=slug)
    named = Skip.objects.filter(task__project=project).select_related("task__article__outlet", "person", "ended_by")
    if request.method == "POST":
        chosen = get_object_or_404(named, pk=posted_id(request, "skip"))
        skipping.put_back(skip=chosen, by=person_of(request))
        messages.success(request, _("%(person)s can be given this article again.") % {"person": chosen.person})
        return redirect("project-skips", slug)
    rows = named.defer("task__article__text", "task__article__metadata").order_by("-at")[:ROWS]
    return render(request, "project/skips.html", {"project": project, "skips": rows})
