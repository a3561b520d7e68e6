"""What an adjudicator does: accept what is agreed on, decide, undo, finish, reopen. The first of it begins the set."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from newsreview import access
from newsreview.agreement.readings import Span
from newsreview.annotation import submitting, undoing
from newsreview.annotation.decisions import Choice
from newsreview.annotation.refusals import Conflict
from newsreview.notices import telling
from newsreview.projects.models import Task
from newsreview.review import adjudicating
from newsreview.review.adjudicating import Asked
from newsreview.web import choosing
from newsreview.web.adjudicating import Adjudication, adjudication_of, named_task
from newsreview.web.disputing import Bench
from newsreview.web.quoting import named_place
from newsreview.web.requests import person_of, posted_id, posted_number, reading_a_form

# Whose set, by whom, under which id: what every verb takes.
Whose = dict[str, Any]


def taken_up(request: HttpRequest, task_id: UUID) -> tuple[Task, Whose]:
    person = person_of(request)
    task = named_task(access.adjudicated_tasks(person), task_id)
    edit = posted_id(request)
    return task, {"annotation_set": adjudicating.begin(task=task.pk, by=person), "by": person, "edit_id": edit}


def back(task: Task, question: object = "") -> HttpResponse:
    query = f"?{urlencode({'question': question})}" if question else ""
    return redirect(reverse("adjudication", args=[task.pk]) + query)


@require_POST
@login_required
def agreed(request: HttpRequest, task_id: UUID) -> HttpResponse:
    task, whose = taken_up(request, task_id)
    adjudicating.accept_agreed(**whose)
    return back(task, request.POST.get("question", ""))


@require_POST
@login_required
def decisions(request: HttpRequest, task_id: UUID) -> HttpResponse:
    questions = asked(request.POST)
    task, whose = taken_up(request, task_id)
    found = adjudication_of(task, whose["by"])
    said = as_there(request.POST, found, questions[0].question)
    said = said or decision(request.POST, found.bench, questions[0].question)
    adjudicating.decide(**whose, questions=questions, **said)
    return back(task, found.after([each.question for each in questions]))


@require_POST
@login_required
def undo(request: HttpRequest, task_id: UUID) -> HttpResponse:
    task, whose = taken_up(request, task_id)
    step = undoing.redo if request.POST.get("step") == "redo" else undoing.undo
    step(**whose)
    return back(task, request.POST.get("question", ""))


@require_POST
@login_required
def finish(request: HttpRequest, task_id: UUID) -> HttpResponse:
    base = posted_number(request, "base")
    task, whose = taken_up(request, task_id)
    with transaction.atomic():
        outcome = adjudicating.finish(**whose, base=base)
        telling.settled(outcome.edit)
    messages.success(request, _("“%(title)s” is settled.") % {"title": task.article.headline})
    return redirect("queue")


@require_POST
@login_required
def reopen(request: HttpRequest, task_id: UUID) -> HttpResponse:
    task, whose = taken_up(request, task_id)
    submitting.reopen(**whose)
    return back(task)


@reading_a_form()
def asked(form: QueryDict) -> list[Asked]:
    """The question at hand, and with a choice for all those that stand with it: each with what was seen of it."""
    named = form.getlist("seen") if "all" in form else form.getlist("seen")[:1]
    pairs = [each.partition(" ") for each in named]
    if not pairs:
        raise KeyError("seen")
    return [Asked(UUID(question), UUID(edit) if edit else None) for question, _space, edit in pairs]


def as_there(form: QueryDict, found: Adjudication, question: UUID) -> dict[str, Any] | None:
    """What was decided in a near-copy, if it is that which the button offered. None for any other button."""
    chosen = form.get("choice", "")
    if not chosen.startswith("as-there"):
        return None
    offered = choosing.as_there(found.case, question, found.precedents) if question in found.questions else None
    if offered is None or offered.value != chosen:
        raise Conflict(adjudicating.CHANGED)
    _precedent, choice, taken, own = offered.ruling
    said = {"choice": choice.value, "taken": taken, "own": own, "as_in": offered.ruling.precedent.annotation_set.pk}
    return said | {"rule": form.get("rule", ""), "note": form.get("note", "")}


def decision(form: QueryDict, bench: Bench, question: UUID) -> dict[str, Any]:
    """What the button says, with the reason that was given."""
    sides = dict(zip(bench.case.sides.letters, bench.case.sides.sets, strict=True))
    with reading_a_form():
        chosen = str(form["all"] if "all" in form else form["choice"])
        choice = Choice.SIDE if chosen in sides else Choice(chosen)
        label = form["label"] if choice == Choice.OWN else None
    found: dict[str, Any] = {"choice": choice.value, "rule": form.get("rule", ""), "note": form.get("note", "")}
    if chosen in sides:
        found["taken"] = sides[chosen].pk
    if label is not None:
        found["own"] = {"label": label, **own_place(form, bench, question)}
    return found


def own_place(form: QueryDict, bench: Bench, question: UUID) -> dict[str, Any]:
    """Where these words stand, at the place that was selected or nearest to those in question."""
    asked = bench.case.sides.questions.get(question)
    near = next((side.start for side in asked.sides if isinstance(side, Span)), 0) if asked else 0
    place = named_place(form, bench.text, near=near)
    return {"start": place.start, "end": place.end, "quote": place.quote(bench.text)}
