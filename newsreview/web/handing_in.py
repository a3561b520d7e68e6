"""Submitting and reopening: a page of matters to check, which informs and never blocks."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from uuid_utils.compat import uuid7

from newsreview.annotation import submitting
from newsreview.annotation.models import AnnotationSet
from newsreview.labels.models import Attribute, Label
from newsreview.suggestions.proposing import proposed
from newsreview.web import errors
from newsreview.web.desk import Desk
from newsreview.web.queue import own_work
from newsreview.web.requests import person_of, posted_id, posted_number
from newsreview.web.rows import Mark
from newsreview.web.workbench import desk_of


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to look at before handing in."""

    mark: Mark
    says: str
    blocks: bool = False


def matters(desk: Desk) -> list[Matter]:
    asked = {label.key: [a for a in label.attributes.all() if asks(a)] for label in desk.labels}
    found = []
    for mark in desk.marks:
        if mark.unsure:
            found.append(Matter(mark, _("marked unsure")))
        for attribute in asked.get(mark.label.key, ()):
            if mark.attributes.get(attribute.key) is None:
                says = _("%(attribute)s is not answered") % {"attribute": attribute.name}
                found.append(Matter(mark, says, blocks=attribute.required))
    return found + unlinked(desk)


def asks(attribute: Attribute) -> bool:
    """Flags mean no until somebody says yes."""
    return attribute.required or attribute.kind in {Attribute.Kind.CHOICE, Attribute.Kind.SUGGESTION}


def unlinked(desk: Desk) -> list[Matter]:
    """Spans that could be tied to something in their own paragraph, and are not."""
    tied = {link.from_span_id for link in desk.links}
    ends = {
        label.key: {key for other in desk.labels if label.key in other.from_labels for key in other.to_labels}
        for label in desk.labels
        if label.kind == Label.Kind.SPAN
    }
    found = []
    for paragraph in desk.paragraphs():
        here = {mark.label.key for mark in paragraph.marks}
        found += [
            Matter(mark, _("stands beside a source and has no link"))
            for mark in paragraph.marks
            if mark.id not in tied and (ends.get(mark.label.key, set()) - {mark.label.key}) & here
        ]
    return found


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
@login_required
def submission(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """GET lists the matters; POST submits the version that was shown; DELETE (or POST with reopen) takes it back."""
    desk = desk_of(request, task_id)
    if desk.annotation_set is None:
        return errors.not_found(request, LookupError())
    if request.method in {"GET", "HEAD"}:
        undecided = 0 if desk.practice else len(proposed(desk.annotation_set).open)
        context = {"desk": desk, "matters": matters(desk), "undecided": undecided, "edit_id": uuid7()}
        return render(request, "workbench/submission.html", context)
    if request.method == "DELETE" or "reopen" in request.POST:
        submitting.reopen(annotation_set=desk.annotation_set, by=person_of(request))
        return redirect("task", task_id=task_id)
    return hand_in(request, desk, desk.annotation_set)


def hand_in(request: HttpRequest, desk: Desk, annotation_set: AnnotationSet) -> HttpResponse:
    person = person_of(request)
    edit, base = posted_id(request), posted_number(request, "base")
    submitting.submit(annotation_set=annotation_set, by=person, edit_id=edit, base=base)
    if desk.practice:
        return redirect("task", task_id=desk.task.pk)  # its panel has the last word
    messages.success(request, _("“%(title)s” is submitted.") % {"title": desk.task.article.headline})
    following = own_work(person).exclude(pk=annotation_set.pk).first()  # drafts come first
    return redirect("task", task_id=following.task_id) if following and not following.submitted else redirect("queue")
