"""The workbench: one task, read and marked."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from newsreview import access
from newsreview.accounts.models import User
from newsreview.annotation import leasing, taking
from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import SlotQuerySet, Task
from newsreview.review.models import Return
from newsreview.suggestions.proposing import are_there_any
from newsreview.web import errors
from newsreview.web.desk import Desk, set_of
from newsreview.web.queue import free_slots, own_work
from newsreview.web.requests import person_of
from newsreview.web.talks import talks_of

SHOWN = ("article__outlet", "article__story", "article__revision", "project")


def desk_of(request: HttpRequest, task_id: UUID) -> Desk:
    """The person's desk for a task they may see; an empty one, to read, where they do not hold it.

    What they have in hand is found by one query; only for the rest it is asked what else they may see.
    """
    person = person_of(request)
    own = access.editable_sets(person).with_submitted().with_version()
    held = own.select_related(*(f"task__{what}" for what in SHOWN)).filter(task=task_id).first()
    if held:
        return Desk(held.task, held, editable=not held.submitted)
    visible = Task.objects.filter(pk__in=access.visible_tasks(person).values("pk"))
    task = get_object_or_404(visible.select_related(*SHOWN), pk=task_id)
    return Desk(task, set_of(task, person_id=person.pk), editable=False)


def returned(annotation_set: AnnotationSet | None) -> Return | None:
    """Who gave it back for changes, and what they said of the whole."""
    returns = Return.objects.standing().filter(reopening__submission__annotation_set=annotation_set)
    return returns.select_related("by").first()


def colleagues(person: User, task_id: UUID) -> SlotQuerySet:
    """Who else has the task, and when they last changed something."""
    return leasing.with_last_change(access.visible_colleagues(person).filter(task=task_id).select_related("person"))


def is_free(task: Task, person: User) -> bool:
    return free_slots(person, access.open_projects(person)).filter(task=task).exists()


def chosen_span(request: HttpRequest) -> str:
    return request.GET.get("span", "")


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
    context = {
        **panel(request, desk),
        "selected": selected.id if selected else None,
        "may_take": desk.annotation_set is None and is_free(desk.task, person),
        "queue": own_work(person)[:40],
        "returned": returned(desk.annotation_set) if desk.own else None,
        "talks": talks_of(desk.annotation_set, desk.text) if desk.annotation_set and not desk.practice else [],
        "suggested": desk.own and not desk.practice and are_there_any(held) if (held := desk.annotation_set) else False,
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
    taking.take(task=task, person=person)
    return redirect("task", task_id=task.pk)
