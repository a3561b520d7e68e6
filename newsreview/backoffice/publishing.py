"""Publishing a version of a label set, and beginning the next one. Each has a page of its own that asks first."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from newsreview.backoffice.reading import Reading, signed_in
from newsreview.labels import drafting
from newsreview.labels.comparing import places_gone
from newsreview.labels.models import LabelSetVersion
from newsreview.labels.publishing import BadScheme, refuse_contradictions
from newsreview.notices.publishing import publish_and_tell
from newsreview.projects import changing


def page(screen: Any, view: Callable[..., HttpResponse]) -> Any:
    """A page of a screen's own, beside the admin's."""
    return screen.admin_site.admin_view(require_http_methods(["GET", "POST"])(partial(view, screen)))


class Publication(forms.Form):
    """Nothing to fill in; what the labels say against each other is its error."""

    def __init__(self, version: LabelSetVersion) -> None:
        super().__init__({})
        self.version = version

    def clean(self) -> dict[str, Any]:
        try:
            refuse_contradictions(self.version)
        except BadScheme as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        return self.cleaned_data


def publication(screen: Any, request: HttpRequest, pk: UUID) -> HttpResponse:
    version = get_object_or_404(screen.get_queryset(request), pk=pk)
    if version.is_published:
        return redirect("admin:labels_labelsetversion_change", pk)
    if not screen.has_change_permission(request, version):
        raise PermissionDenied
    form = Publication(version)
    if request.method == "POST" and form.is_valid():
        try:
            publish_and_tell(version=version, by=signed_in(request), becomes={}, stay=places_gone(version))
        except BadScheme as wrong:  # somebody changed a label at this moment
            form.add_error(None, str(wrong))
        else:
            screen.log_change(request, version, _("Published."))
            screen.message_user(request, _("%(version)s is published.") % {"version": version}, messages.SUCCESS)
            return redirect("admin:labels_labelsetversion_change", pk)
    title = _("Publish %(version)s") % {"version": version}
    return ask(screen, request, version, title, list(touched(version)), form)


def touched(version: Any) -> Iterator[str]:
    labels, projects = version.label_number, changing.projects_behind(version).count()
    yield ngettext("It has %(count)d label.", "It has %(count)d labels.", labels) % {"count": labels}
    yield _("From then on its labels and attributes stay as they are: a change is the next version's.")
    if projects:
        yield ngettext("%(count)d project moves to it.", "%(count)d projects move to it.", projects) % {
            "count": projects
        }
        yield _(
            "Drafts move too, but those that use what is gone: their project's labels page asks what becomes of it."
        )


def next_version(screen: Any, request: HttpRequest, pk: UUID) -> HttpResponse:
    label_set = get_object_or_404(screen.get_queryset(request), pk=pk)
    if not screen.has_change_permission(request, label_set):
        raise PermissionDenied
    if request.method == "POST":
        draft = drafting.begin_next_version(label_set=label_set)
        screen.log_change(request, label_set, _("Began version %(number)d.") % {"number": draft.number})
        return redirect("admin:labels_labelsetversion_change", draft.pk)
    told = [_("It begins as the newest version stands. Projects keep the version they have until it is published.")]
    title = _("Begin the next version of %(label_set)s") % {"label_set": label_set}
    return ask(screen, request, label_set, title, told, None)


def ask(
    screen: Reading, request: HttpRequest, row: Any, title: str, told: list[str], form: forms.Form | None
) -> TemplateResponse:
    context = {
        **screen.admin_site.each_context(request),
        "title": title,
        "opts": screen.opts,
        "told": told,
        "form": form,
        "original": row,
        "blocked": bool(form and form.errors),
        "back": reverse(f"admin:labels_{screen.opts.model_name}_change", args=[row.pk]),
    }
    return TemplateResponse(request, "admin/confirm.html", context)
