"""Publishing the next version of a label set: what it changes, and what becomes of marks that use what is gone."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from newsreview import access
from newsreview.annotation import moving_on
from newsreview.labels.comparing import Gone, differences, gone
from newsreview.labels.models import LabelSetVersion
from newsreview.labels.proofreading import BadScheme, refuse_contradictions
from newsreview.notices.publishing import publish_and_tell
from newsreview.projects import changing
from newsreview.web import errors
from newsreview.web.labels import managed, move_to
from newsreview.web.requests import person_of

# What can be done about a label or value that is gone, beside putting another in its place.
STAY, LEAVE, TAKE_BACK = "-stay", "-leave", "-take-back"


@dataclass(frozen=True, slots=True)
class Use:
    """A label or a value that is gone, and how many marks in drafts use it."""

    what: Gone
    count: int

    @property
    def words(self) -> str:
        told = ngettext("%(count)d mark uses “%(what)s”", "%(count)d marks use “%(what)s”", self.count)
        return told % {"count": self.count, "what": self.what.place}


class MapForm(forms.Form):
    """One choice for each use; what speaks against publishing at all is an error of the form."""

    def __init__(self, entered: Any, *, version: LabelSetVersion, uses: list[Use]) -> None:
        super().__init__(entered)
        self.version = version
        for use in uses:
            self.fields[use.what.place] = forms.ChoiceField(label=use.words, choices=choices(use.what, version))

    def clean(self) -> dict[str, Any]:
        try:
            refuse_contradictions(self.version)
        except BadScheme as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        return self.cleaned_data

    @property
    def stay(self) -> list[str]:
        return [place for place, choice in self.cleaned_data.items() if choice == STAY]

    @property
    def becomes(self) -> dict[str, str | None]:
        others = {place: choice for place, choice in self.cleaned_data.items() if choice not in {STAY, LEAVE}}
        return {place: None if choice == TAKE_BACK else choice for place, choice in others.items()}


def choices(what: Gone, version: LabelSetVersion) -> list[tuple[str, str]]:
    stay = (STAY, _("keep these drafts in their version"))
    if what.attribute:
        offered = [(value["key"], value["name"]) for value in what.attribute.values]
        otherwise = (TAKE_BACK, _("leave the question unanswered"))
    else:
        labels = version.labels.in_use().of_kind(what.label.kind)
        offered = [(label.key, label.name) for label in labels]
        otherwise = (LEAVE, _("leave it where it stands, and offer it no more"))
    return [stay, otherwise, *((key, _("make it “%(name)s”") % {"name": name}) for key, name in offered)]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def publication(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Of a version that is published already: moving the drafts that are left behind."""
    project, person = managed(request, slug), person_of(request)
    versions = project.label_set_version.label_set.versions.select_related("label_set")
    version = get_object_or_404(versions, number=number)
    if not access.may_shape(person, version.label_set):
        return errors.forbidden(request, PermissionError())
    before = versions.filter(number__lt=number).order_by("number")
    entered = request.POST if request.method == "POST" else None
    form = MapForm(entered, version=version, uses=uses_of(before, version))
    if form.is_valid():
        try:
            publish_and_tell(version=version, by=person, becomes=form.becomes, stay=form.stay)
        except BadScheme as wrong:  # somebody changed a label at this moment
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("%(version)s is published.") % {"version": version})
            return redirect("project-labels", slug)
    context = {"project": project, "version": version, "form": form, **touched(before.last(), version)}
    return render(request, "labels/publication.html", context, status=422 if form.is_bound else 200)


def touched(before: LabelSetVersion | None, version: LabelSetVersion) -> dict[str, Any]:
    return {
        "changes": differences(before, version) if before else [],
        "projects": changing.projects_behind(version).count(),
        "drafts": moving_on.drafts_behind(version).count(),
    }


def uses_of(before: QuerySet[LabelSetVersion], version: LabelSetVersion) -> list[Use]:
    """Of everything that the drafts' versions had and this one has not, what they use."""
    drafts = moving_on.drafts_behind(version)
    marked_in = before.filter(pk__in=drafts.values("label_set_version"))
    places = {what.place: what for earlier in marked_in for what in gone(earlier, version)}
    used = moving_on.used(drafts) if places else {}
    return [Use(what, used[place]) for place, what in places.items() if place in used]


@require_safe
@login_required
def move(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """How far moving the drafts has come."""
    project = managed(request, slug)
    version = get_object_or_404(project.label_set_version.label_set.versions, number=number)
    may_shape = access.may_shape(person_of(request), version.label_set)
    context = {"project": project, "version": version, "may_shape": may_shape, **move_to(version)}
    return render(request, "labels/_move.html", context)
