"""What was said of a set beside its marks: of stretches of the text, of the whole, and of marks that have gone."""

from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from newsreview import access
from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.review.models import Thread


class Talk(NamedTuple):
    thread: Thread
    words: str
    """What it is about; empty where that is the whole."""


def talks_of(annotation_set: AnnotationSet, text: str, *, resolved: bool = False) -> list[Talk]:
    """Those that go on and that no mark carries; or all that have come to their end. `text` is the article's."""
    threads = Thread.objects.filter(annotation_set=annotation_set)
    threads = threads.filter(resolution__isnull=False) if resolved else threads.open().beside_marks()
    in_order = threads.prefetch_related("comments__by").order_by("start", "pk")
    return [Talk(thread, "" if thread.start is None else text[thread.start : thread.end]) for thread in in_order]


def place_of(thread: Thread, reader: User) -> str:
    """Where the person reads it, with the mark that it is about at hand. The thread is one of with_span()."""
    annotation_set = thread.annotation_set
    if access.reviewed_sets(reader).filter(pk=annotation_set.pk).exists():
        return reverse("review", args=[annotation_set.pk]) + chosen("item", thread.object_id)
    return reverse("task", args=[annotation_set.task_id]) + chosen("span", thread.span)


def chosen(key: str, mark: UUID | None) -> str:
    return f"?{urlencode({key: mark})}" if mark else ""
