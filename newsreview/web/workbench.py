"""The workbench: one task, read and marked."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from newsreview import access
from newsreview.accounts.models import User
from newsreview.annotation import leasing, taking
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.refusals import Refusal
from newsreview.projects.models import SlotQuerySet, Task
from newsreview.review.models import Return
from newsreview.web import errors
from newsreview.web.desk import Desk, set_of
from newsreview.web.queue import free_slots, own_rows
from newsreview.web.requests import person_of
from newsreview.web.talks import talks_of


def tasks() -> QuerySet[Task]:
    return Task.objects.select_related("article__outlet", "article__story", "project")


def desk_of(request: HttpRequest, task_id: UUID) -> Desk:
    """The person's desk for a task they may see; an empty one, to read, where they do not hold it."""
    person = person_of(request)
    task = get_object_or_404(tasks().filter(pk__in=access.visible_tasks(person).values("pk")), pk=task_id)
    held = set_of(task, person_id=person.pk)
    if held is None:
        return Desk(task, None, editable=False)
    return Desk(task, held, editable=not held.submitted and access.may_edit(person, held))


def returned(annotation_set: AnnotationSet | None) -> Return | None:
    """Who gave it back for changes, and what they said of the whole."""
    returns = Return.objects.standing().filter(reopening__submission__annotation_set=annotation_set)
    return returns.select_related("by").first()


def colleagues(person: User, task_id: UUID) -> SlotQuerySet:
    """Who else has the task, and when they last changed something."""
    return leasing.with_last_change(access.visible_colleagues(person).filter(task=task_id).select_related("person"))


def chosen_span(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("span", ""))
    except ValueError:
        return None


def chosen_paragraph(request: HttpRequest) -> int:
    number = request.GET.get("p", "")
    return int(number) if number.isdecimal() and len(number) < 7 else 1


def panel(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    """What the inspector shows: the chosen span or the paragraph at hand, and all links where they are asked for."""
    number = chosen_paragraph(request)
    return {
        "desk": desk,
        "card": desk.card(chosen_span(request)),
        "rows": desk.paragraph_marks(number),
        "paragraph": number,
        "listing": "listing" in request.GET,
    }


@gzip_page
@require_safe
@login_required
def workbench(request: HttpRequest, task_id: UUID) -> HttpResponse:
    return bench(request, desk_of(request, task_id))


def bench(request: HttpRequest, desk: Desk) -> HttpResponse:
    person = person_of(request)
    selected = desk.mark(chosen_span(request))
    free = free_slots(person, access.open_projects(person)).filter(task=desk.task)
    context = {
        **panel(request, desk),
        "selected": selected.id if selected else None,
        "may_take": desk.annotation_set is None and free.exists(),
        "queue": own_rows(person)[:40],
        "returned": returned(desk.annotation_set) if desk.own else None,
        "talks": talks_of(desk.annotation_set, desk.text) if desk.annotation_set and not desk.practice else [],
        "colleagues": colleagues(person, desk.task.pk),
    }
    return render(request, "workbench/page.html", context)


@gzip_page
@require_safe
@login_required
def inspector(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """The panel beside the text, for the span or the paragraph at hand."""
    desk = desk_of(request, task_id)
    return render(request, "workbench/_inspector.html", panel(request, desk))


@require_POST
@login_required
def set_take(request: HttpRequest, task_id: UUID) -> HttpResponse:
    person = person_of(request)
    task = get_object_or_404(access.visible_tasks(person), pk=task_id)
    if not access.may_take(person, task):
        return errors.forbidden(request, PermissionError())
    try:
        taking.take(task=task, person=person)
    except Refusal as refusal:
        return errors.refused(request, refusal)
    return redirect("task", task_id=task.pk)
