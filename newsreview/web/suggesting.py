"""What is suggested for a person's marks, from an earlier revision or a near-copy: to accept, or not."""

from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from uuid_utils.compat import uuid7

from newsreview import access
from newsreview.annotation.models import AnnotationSet
from newsreview.offsets import whole_lines
from newsreview.suggestions import answering
from newsreview.suggestions.proposing import Suggestion, proposed
from newsreview.web.requests import named, person_of, posted_id, reading_a_form

# Code points shown of its paragraph on either side of what is suggested.
AROUND = 160


class Shown(NamedTuple):
    suggestion: Suggestion
    before: str
    after: str


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def suggestions(request: HttpRequest, task_id: UUID) -> HttpResponse:
    person = person_of(request)
    own = access.editable_sets(person).with_submitted().with_version()
    sets = own.select_related("task__article__outlet", "task__project", "label_set_version")
    held = get_object_or_404(sets, task=task_id)
    if request.method == "POST":
        return answered(request, held)
    found = proposed(held)
    asked, ids = named(request, "at"), list(found.by_id())
    at = asked if asked in ids else next(iter(ids), None)
    context = {
        "set": held,
        "task": held.task,
        "proposed": found,
        "open": [shown(each, held) for each in found.open],
        "at": at,
        "new_id": uuid7,
    }
    return render(request, "suggestions/page.html", context | neighbours(ids, at))


def shown(each: Suggestion, held: AnnotationSet) -> Shown:
    text, place = held.task.article.text, each.place
    lines = whole_lines(text, place)
    return Shown(
        each,
        text[max(lines.start, place.start - AROUND) : place.start],
        text[place.end : min(lines.end, place.end + AROUND)],
    )


def neighbours(ids: list[UUID], at: UUID | None) -> dict[str, UUID | None]:
    """Those before and after the one at hand."""
    here = ids.index(at) if at else 0
    return {
        "previous": ids[here - 1] if here else None,
        "next": ids[here + 1] if here + 1 < len(ids) else None,
    }


def answered(request: HttpRequest, held: AnnotationSet) -> HttpResponse:
    person, edit = person_of(request), posted_id(request)
    with reading_a_form():
        step, chosen = request.POST["step"], [UUID(each) for each in request.POST["suggestion"].split()]
        if step not in {"accept", "reject", "reconsider"}:
            raise ValueError(step)
    if step == "accept":
        answering.accept(annotation_set=held, by=person, edit_id=edit, suggestions=chosen)
    elif step == "reject":
        answering.reject(annotation_set=held, by=person, suggestions=chosen)
    else:
        answering.reconsider(annotation_set=held, by=person, suggestions=chosen)
    here = reverse("task-suggestions", args=[held.task_id])
    following = request.POST.get("next", "")
    return redirect(f"{here}?{urlencode({'at': following})}#at-hand" if following else here)
