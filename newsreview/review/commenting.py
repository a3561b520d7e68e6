"""Asking for a change, saying something, answering, and coming to an end.

Ids are made by who asks: sent twice is said once, and an id that stands for something else is refused. The first
comment of a thread has the thread's id.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from newsreview.accounts.models import User
from newsreview.annotation.attributes import checked_text
from newsreview.annotation.models import AnnotationSet, Link, Span
from newsreview.annotation.refusals import Gone, NotOpen, OtherRequest, Unacceptable
from newsreview.offsets import Offsets
from newsreview.review.mentioning import record
from newsreview.review.models import About, Comment, Resolution, Thread
from newsreview.review.reasons import checked_rule
from newsreview.review.reviewing import lock_in_review

MAX_TEXT = 5_000
Row = TypeVar("Row", Thread, Comment)


@transaction.atomic
def request_change(
    *,
    annotation_set: UUID,
    by: User,
    thread: UUID,
    about: About,
    object_id: UUID,
    rule: str = "",
    text: str = "",
    readers: Iterable[User] = (),
) -> Thread:
    """Ask the annotator to change a span or link: by a rule of the guideline, in words, or both. Twice is once."""
    if not rule and not text.strip():
        raise Unacceptable("Say what is to be changed: choose a rule, or write a note.")
    locked = lock_in_review(annotation_set, by)
    fields = {
        "annotation_set": locked.annotation_set,
        "about": about,
        "object_id": object_id,
        "asks_for_change": True,
        "rule": checked_rule(locked.annotation_set.label_set_version, rule),
    }
    asked, _new = once(Thread, thread, fields, found=bounds(place_of(locked.annotation_set, about, object_id)))
    say(asked, by, asked.pk, text, readers)
    return asked


@transaction.atomic
def begin(
    *,
    annotation_set: AnnotationSet,
    by: User,
    thread: UUID,
    text: str,
    mark: tuple[About, UUID] | None = None,
    stretch: Offsets | None = None,
    readers: Iterable[User] = (),
) -> Thread:
    """Say something of a mark, a stretch of the text, or the whole set. Twice is once. `readers` may be meant."""
    if not text.strip():
        raise Unacceptable("Write the comment first.")
    about, object_id = mark or ("", None)
    if stretch and stretch.end > len(annotation_set.task.article.text):
        raise Unacceptable("There is no such stretch in the article.")
    fields = {"annotation_set": annotation_set, "about": about, "object_id": object_id, "asks_for_change": False}
    if mark:
        begun, _new = once(Thread, thread, fields, found=bounds(place_of(annotation_set, *mark)))
    else:
        begun, _new = once(Thread, thread, fields | bounds(stretch))
    say(begun, by, begun.pk, text, readers)
    return begun


@transaction.atomic
def answer(*, thread: Thread, by: User, comment: UUID, text: str, readers: Iterable[User] = ()) -> Comment:
    if not text.strip():
        raise Unacceptable("Write an answer first.")
    return say(thread, by, comment, text, readers)


def say(thread: Thread, by: User, comment: UUID, text: str, readers: Iterable[User]) -> Comment:
    said, new = once(Comment, comment, {"thread": thread, "by": by, "text": checked_comment(text)})
    if new:
        record(said, readers)
    return said


def once(
    kind: type[Row], row_id: UUID, asked: Mapping[str, Any], *, found: Mapping[str, Any] = MappingProxyType({})
) -> tuple[Row, bool]:
    """The row of this request, and whether it is new. What was `found` when it was made may be otherwise by now."""
    row, new = kind.objects.get_or_create(pk=row_id, defaults={**asked, **found})
    if any(getattr(row, name) != value for name, value in asked.items()):
        raise OtherRequest("This id was used before for something else. Load the page again.")
    return row, new


def bounds(place: Offsets | None) -> dict[str, int | None]:
    return {"start": place.start if place else None, "end": place.end if place else None}


@transaction.atomic
def resolve(*, thread: Thread, by: User) -> Resolution:
    """The talk has come to its end. Twice is once.

    Raises NotOpen where a reviewer asks for a change and the set's person, who has handed it in, says that it is done.
    """
    if is_reviewed(thread.annotation_set_id, by) and Thread.objects.asking().filter(pk=thread.pk).exists():
        raise NotOpen("This article is with its reviewers, and so is what they ask for. Reopen it, or answer them.")
    resolution, _ = Resolution.objects.get_or_create(thread=thread, defaults={"by": by})
    return resolution


def is_reviewed(set_id: UUID, person: User) -> bool:
    """Whether it is their own set, and handed in; it stays so until the transaction ends."""
    AnnotationSet.objects.select_for_update().only("pk").get(pk=set_id)
    return AnnotationSet.objects.of_person(person).handed_in().filter(pk=set_id).exists()


def place_of(annotation_set: AnnotationSet, about: About, object_id: UUID) -> Offsets:
    """Where the mark is; a link is where it begins. Raises Gone when it is not there any more."""
    span: Span | None
    if about == About.LINK:
        link = Link.objects.filter(annotation_set=annotation_set, pk=object_id).select_related("from_span").first()
        span = link.from_span if link else None
    else:
        span = Span.objects.filter(annotation_set=annotation_set, pk=object_id).first()
    if span is None:
        raise Gone("This mark is not there any more: it was removed meanwhile.")
    return span.offsets


def checked_comment(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise Unacceptable(f"A comment has at most {MAX_TEXT} characters.")
    return checked_text(text.replace("\r\n", "\n").strip(), "A comment")
