"""The one endpoint of the gestures: operations in, fragments out. And its twin for pages without JavaScript."""

from itertools import islice
from typing import Any
from uuid import UUID, uuid5

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from uuid_utils.compat import uuid7

from newsreview import access, strict_json
from newsreview.annotation import operations
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.refusals import Refusal, Unacceptable
from newsreview.offsets import paragraphs
from newsreview.projects.models import Task
from newsreview.review.carrying_out import Run, carry_out, run_all
from newsreview.web import errors
from newsreview.web.desk import Desk, set_of
from newsreview.web.elsewhere import by_others, who_was_quicker
from newsreview.web.quoting import places, words_in
from newsreview.web.requests import person_of
from newsreview.web.saying import said
from newsreview.web.workbench import chosen_paragraph, desk_of, panel


@require_POST
def ops(request: HttpRequest, task_id: UUID) -> HttpResponse:
    # A queue says whose it is: it never goes through under whoever has signed in since.
    whose = request.headers.get("X-Person", str(request.user.pk))
    if not request.user.is_authenticated or whose != str(request.user.pk):
        return HttpResponse("signed out", status=401, content_type="text/plain")
    person = person_of(request)
    try:
        asked = operations.read(strict_json.loads(request.body))
    except (strict_json.BadJSON, Unacceptable) as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    held = access.changeable_set(person, asked.set)
    if held is None or held.task_id != task_id:  # only then it is asked whether that is 404 or 403
        get_object_or_404(access.visible_sets(person), pk=asked.set, task=task_id)
        return HttpResponse("This annotation set is not yours to change.", status=403, content_type="text/plain")
    run = run_all(asked.ops, held, person)
    return fragments(request, standing_after(run, held), asked.base, run)


def standing_after(run: Run, held: AnnotationSet) -> AnnotationSet:
    """The set with its version, its task and its article: as the last edit left it, which has read all this already."""
    last = run.outcomes[-1] if run.outcomes and run.refusal is None else None
    if last is None or last.replayed:
        return set_of(held.task, person_id=held.person_id) or held
    last.edit.annotation_set.version = last.edit.number
    return last.edit.annotation_set


def fragments(request: HttpRequest, annotation_set: AnnotationSet, base: int, run: Run) -> HttpResponse:
    """Everything on the page that is older than the set now is, as elements to put in place of those with their ids."""
    person = person_of(request)
    colleague_s = annotation_set.person_id != person.pk
    desk = Desk(annotation_set.task, annotation_set, editable=True, as_reviewer=colleague_s)
    stale = desk.stale_since(base, [outcome.edit for outcome in run.outcomes])
    quicker = run.refusal and run.refused and who_was_quicker(annotation_set, run.refused, run.refusal, person)
    context = {
        **panel(request, desk),
        "paragraphs": desk.paragraphs(set(stale)),
        "elsewhere": by_others(stale, person),
        "says": said(desk, run.outcomes),
        "refusal": run.refusal,
        "refused": run.refused,
        "quicker": quicker,
    }
    response = render(request, "workbench/_fragments.html", context, status=run.refusal.status if run.refusal else 200)
    response["X-Set-Version"] = str(desk.version)
    if any(outcome.replayed for outcome in run.outcomes):
        response["X-Replayed"] = "1"
    return response


@require_POST
@login_required
def form(request: HttpRequest, task_id: UUID) -> HttpResponse:
    desk = desk_of(request, task_id)
    if desk.annotation_set is None or not access.may_edit(person_of(request), desk.annotation_set):
        return errors.forbidden(request, PermissionError())
    return by_form(request, desk, desk.annotation_set)


def by_form(request: HttpRequest, desk: Desk, annotation_set: AnnotationSet) -> HttpResponse:
    """One operation from a plain form; the page comes back with what it did."""
    try:
        asked = {"set": str(annotation_set.pk), "base": desk.version, "ops": [form_operation(request, desk.task)]}
        [done] = operations.read(asked).ops
        carry_out(done, annotation_set, person_of(request))
    except (strict_json.BadJSON, Refusal) as error:
        refusal = error if isinstance(error, Refusal) else Unacceptable(str(error))
        return errors.refused(request, refusal)
    span = getattr(done, "span", getattr(done, "from_span", ""))
    return redirect(f"{desk.address}?span={span}&p={chosen_paragraph(request)}#main")


def form_operation(request: HttpRequest, task: Task) -> dict[str, Any]:
    """A button's value is the operation; a text field beside it is its value; words to mark are found in the text."""
    if words := words_in(request.POST):
        return span_add_from_words(request, task, words)
    operation = strict_json.loads(request.POST.get("do", ""))
    if not isinstance(operation, dict):
        raise Unacceptable("The form names no operation. Load the page again.")
    if "text" in request.POST:
        text = request.POST["text"].replace("\r\n", "\n")
        if isinstance(operation.get("value"), dict):  # one answer beside those that an article label has already
            operation["value"] |= {request.POST.get("attr", ""): text or None}
        else:
            operation["value"] = text or None
    return operation


def span_add_from_words(request: HttpRequest, task: Task, words: str) -> dict[str, Any]:
    """The words' first occurrence in the paragraph named, or their nth."""
    asked = request.POST.get("nth", "")
    nth = int(asked) if asked.isdecimal() and len(asked) < 5 else 1
    lines = (line for line in paragraphs(task.article.text) if line.number == chosen_paragraph(request))
    found = (place for line in lines for place in places(task.article.text, words, line.start, line.end))
    place = next(islice(found, max(nth, 1) - 1, None), None)
    if place is None:
        raise Unacceptable("These words do not stand in this paragraph. Copy them from the text, letter by letter.")
    edit = edit_of_form(request)
    return {
        "op": "span.add",
        "id": str(edit),
        "span": str(uuid5(edit, "span")),
        "label": request.POST.get("label", ""),
        "start": place.start,
        "end": place.end,
        "quote": words,
        "infer": True,
    }


def edit_of_form(request: HttpRequest) -> UUID:
    """The id that the form was made with: sent twice, it is one edit."""
    try:
        return UUID(request.POST["id"]) if "id" in request.POST else uuid7()
    except ValueError as error:
        raise Unacceptable("The form's id is not one. Load the page again.") from error
