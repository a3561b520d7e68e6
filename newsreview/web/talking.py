"""Saying something of a stretch of the text or of a set, answering, and bringing a talk to its end."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from newsreview import access
from newsreview.accounts.models import User
from newsreview.notices import telling
from newsreview.review import commenting
from newsreview.review.models import Thread
from newsreview.web import errors
from newsreview.web.judging import named_mark, named_set
from newsreview.web.quoting import named_place, words_in
from newsreview.web.requests import person_of, posted_id
from newsreview.web.talks import place_of


@require_POST
@login_required
def comment(request: HttpRequest, set_id: UUID) -> HttpResponse:
    """A reviewer says something of a stretch of the text, of the mark at hand, or of it all."""
    handed_in = named_set(request, set_id)
    stretch = named_place(request.POST, handed_in.task.article.text) if words_in(request.POST).strip() else None
    with transaction.atomic():
        begun = commenting.begin(
            annotation_set=handed_in,
            by=person_of(request),
            thread=posted_id(request),
            text=request.POST.get("text", ""),
            mark=named_mark(request)[:2] if stretch is None and request.POST.get("of") == "mark" else None,
            stretch=stretch,
            readers=access.readers_of(handed_in),
        )
        telling.mentioned(begun.comments.earliest("at"))
    return back_to_review(set_id, request.POST.get("item"))


@require_POST
@login_required
def thread(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """An answer, or the end of the talk; and back to what it was about."""
    person = person_of(request)
    threads = access.visible_threads(person).with_span().select_related("annotation_set__task")
    talk = get_object_or_404(threads, pk=thread_id)
    if not access.may_talk(person, talk.annotation_set):
        return errors.forbidden(request, PermissionError())
    go_on(request, talk, person)
    return redirect(f"{place_of(talk, person)}#main")


def go_on(request: HttpRequest, talk: Thread, person: User) -> None:
    text, step = request.POST.get("answer", ""), request.POST.get("step")
    if text.strip() or step == "answer":
        comment, readers = posted_id(request), access.readers_of(talk.annotation_set)
        with transaction.atomic():
            made = commenting.answer(thread=talk, by=person, comment=comment, text=text, readers=readers)
            telling.mentioned(made)
    if step == "resolve":
        commenting.resolve(thread=talk, by=person)


def back_to_review(set_id: UUID, item: object) -> HttpResponse:
    return redirect(reverse("review", args=[set_id]) + (f"?{urlencode({'item': item})}" if item else ""))
