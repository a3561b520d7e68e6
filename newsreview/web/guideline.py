"""The guideline of a project: all of it, or what it says of one label; and its text, for those who write it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from newsreview import access
from newsreview.labels import drafting, guideline_text
from newsreview.labels.models import LabelSetVersion
from newsreview.labels.seeing import Overtaken, seen
from newsreview.notices import telling
from newsreview.web import errors
from newsreview.web.labels import managed, version_at_hand
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
    context = {
        "project": project,
        "guideline": told,
        "sections": about or sections,
        "all": not about,
        "may_manage": access.may_manage(person_of(request), project),
    }
    return render(request, "guideline/page.html", context)


class GuidelineForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Guideline"),
        required=False,
        strip=False,
        max_length=200_000,
        widget=forms.Textarea({"rows": 30, "dir": "auto", "spellcheck": "true"}),
    )

    def __init__(self, entered: Any = None, *, version: LabelSetVersion) -> None:
        super().__init__(entered, initial={"text": guideline_text.written(version.guideline)})
        self.version = version

    def clean_text(self) -> guideline_text.Guideline:
        labels = set(self.version.labels.values_list("key", flat=True))
        try:
            return guideline_text.parse(self.cleaned_data["text"], labels)
        except guideline_text.BadGuideline as error:
            raise ValidationError(str(error).splitlines()) from error


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def guideline_source(request: HttpRequest, slug: str) -> HttpResponse:
    """Its text as Markdown; what only adds to a published version is kept at once."""
    project = managed(request, slug)
    version, refusal = version_at_hand(project), None
    if not access.may_shape(person_of(request), version.label_set):
        return errors.forbidden(request, PermissionError())
    if "next" in request.POST:
        version = drafting.begin_next_version(label_set=version.label_set)
    form = GuidelineForm(request.POST if request.method == "POST" else None, version=version)
    try:
        if form.is_valid():
            known = request.POST.get("known", "")
            with transaction.atomic():
                now = drafting.write_guideline(version=version, guideline=form.cleaned_data["text"], known=known)
                telling.rules_changed(version=now, before=version.guideline, by=person_of(request))
            messages.success(request, _("The guideline of %(version)s is kept.") % {"version": version})
            return redirect("project-labels", slug)
    except drafting.Published as published:
        refusal = published
    except Overtaken as overtaken:
        form.add_error("text", str(overtaken))
    context = {"project": project, "version": version, "form": form, "refusal": refusal, "seen": seen(version)}
    return render(request, "guideline/text.html", context, status=422 if form.is_bound else 200)
