"""What an adjudicator does: accept what is agreed on, decide, undo, finish, reopen. The first of it begins the set."""

from collections.abc import Callable
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
from newsreview.annotation.refusals import Refusal
from newsreview.notices import telling
from newsreview.projects.models import Task
from newsreview.review import adjudicating
from newsreview.review.adjudicating import Asked
from newsreview.web import errors
from newsreview.web.adjudicating import adjudication_of, named_task
from newsreview.web.disputing import Bench
from newsreview.web.quoting import named_place
from newsreview.web.requests import person_of

# Whose set, by whom, under which id: what every verb takes.
Whose = dict[str, Any]


def acted(request: HttpRequest, task_id: UUID, act: Callable[[Task, Whose], HttpResponse]) -> HttpResponse:
    """What comes of one step, or the page that says why nothing did."""
    person = person_of(request)
    task = named_task(access.adjudicated_tasks(person), task_id)
    try:
        begun = adjudicating.begin(task=task.pk, by=person)
        return act(task, {"annotation_set": begun, "by": person, "edit_id": UUID(request.POST["id"])})
    except Refusal as refusal:
        return errors.refused(request, refusal)
    except (KeyError, ValueError) as error:  # a form that is not ours
        return errors.bad_request(request, error)


def back(task: Task, question: object = "") -> HttpResponse:
    query = f"?{urlencode({'question': question})}" if question else ""
    return redirect(reverse("adjudication", args=[task.pk]) + query)


@require_POST
@login_required
def agreed(request: HttpRequest, task_id: UUID) -> HttpResponse:
    def accept(task: Task, whose: Whose) -> HttpResponse:
        adjudicating.accept_agreed(**whose)
        return back(task, request.POST.get("question", ""))

    return acted(request, task_id, accept)


@require_POST
@login_required
def decisions(request: HttpRequest, task_id: UUID) -> HttpResponse:
    def decide(task: Task, whose: Whose) -> HttpResponse:
        questions = asked(request.POST)
        found = adjudication_of(task, whose["by"])
        adjudicating.decide(**whose, questions=questions, **decision(request.POST, found.bench, questions[0].question))
        return back(task, found.after([each.question for each in questions]))

    return acted(request, task_id, decide)


@require_POST
@login_required
def undo(request: HttpRequest, task_id: UUID) -> HttpResponse:
    def take_back(task: Task, whose: Whose) -> HttpResponse:
        step = undoing.redo if request.POST.get("step") == "redo" else undoing.undo
        step(**whose)
        return back(task, request.POST.get("question", ""))

    return acted(request, task_id, take_back)


@require_POST
@login_required
def finish(request: HttpRequest, task_id: UUID) -> HttpResponse:
    def hand_in(task: Task, whose: Whose) -> HttpResponse:
        with transaction.atomic():
            outcome = adjudicating.finish(**whose, base=int(request.POST["base"]))
            telling.settled(outcome.edit)
        messages.success(request, _("“%(title)s” is settled.") % {"title": task.article.headline})
        return redirect("queue")

    return acted(request, task_id, hand_in)


@require_POST
@login_required
def reopen(request: HttpRequest, task_id: UUID) -> HttpResponse:
    def take_up_again(task: Task, whose: Whose) -> HttpResponse:
        submitting.reopen(**whose)
        return back(task)

    return acted(request, task_id, take_up_again)


def asked(form: QueryDict) -> list[Asked]:
    """The question at hand, and with a choice for all those that stand with it: each with what was seen of it."""
    named = form.getlist("seen") if "all" in form else form.getlist("seen")[:1]
    pairs = [each.partition(" ") for each in named]
    if not pairs:
        raise KeyError("seen")
    return [Asked(UUID(question), UUID(edit) if edit else None) for question, _space, edit in pairs]


def decision(form: QueryDict, bench: Bench, question: UUID) -> dict[str, Any]:
    """What the button says, with the reason that was given."""
    chosen = str(form["all"] if "all" in form else form["choice"])
    found: dict[str, Any] = {"rule": form.get("rule", ""), "note": form.get("note", "")}
    sides = bench.case.sides
    if len(chosen) == 1 and chosen in sides.letters:
        return found | {"choice": Choice.SIDE.value, "taken": sides.sets[sides.letters.index(chosen)].pk}
    if chosen == Choice.OWN:
        found["own"] = {"label": form["label"], **own_place(form, bench, question)}
    return found | {"choice": Choice(chosen).value}


def own_place(form: QueryDict, bench: Bench, question: UUID) -> dict[str, Any]:
    """Where these words stand, at the place that was selected or nearest to those in question."""
    asked = bench.case.sides.questions.get(question)
    near = next((side.start for side in asked.sides if isinstance(side, Span)), 0) if asked else 0
    place = named_place(form, bench.text, near=near)
    return {"start": place.start, "end": place.end, "quote": place.quote(bench.text)}
