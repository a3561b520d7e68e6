"""People at work on one annotation set, who name words instead of offsets."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import editing, labelling, linking, marking_many, submitting, undoing
from newsreview.annotation.journal import Outcome
from newsreview.annotation.models import AnnotationSet, Link, Span

Place = dict[str, Any]


@dataclass
class Hand:
    """One person's hand on one annotation set."""

    annotation_set: AnnotationSet
    by: User

    @property
    def whose(self) -> dict[str, Any]:
        return {"annotation_set": self.annotation_set, "by": self.by}

    @property
    def version(self) -> int:
        return self.annotation_set.edits.count()

    def at(self, words: str) -> Place:
        start = self.annotation_set.task.article.text.index(words)
        return {"start": start, "end": start + len(words), "quote": words}

    def add(self, label: str, words: str, **more: Any) -> Span:
        span = uuid7()
        editing.add_span(**self.whose, span=span, label=label, **self.at(words), **more)
        return Span.objects.get(pk=span)

    def move(self, span: Span, words: str, **more: Any) -> Outcome:
        return editing.move_span(**self.whose, span=span.pk, **(seen(span) | self.at(words) | more))

    def relabel(self, span: Span, label: str, **more: Any) -> Outcome:
        return editing.relabel_span(**self.whose, span=span.pk, label=label, **(seen(span) | more))

    def set(self, span: Span, attr: str, value: Any, **more: Any) -> Outcome:
        return editing.set_on_span(**self.whose, span=span.pk, attr=attr, value=value, **(seen(span) | more))

    def remove(self, span: Span, **more: Any) -> Outcome:
        return editing.remove_span(**self.whose, span=span.pk, **(seen(span) | more))

    def mark(self, label: str, *lines: str, under: tuple[Span, ...] = (), **more: Any) -> Outcome:
        spans = [{"span": uuid7()} | self.at(line) for line in lines]
        named = [{"span": span.pk} | seen(span) for span in under]
        return marking_many.mark_paragraphs(**self.whose, label=label, spans=spans, under=named, **more)

    def link(self, label: str, start: Span, end: Span, **more: Any) -> Link:
        """By a person who has just loaded the page."""
        link = uuid7()
        standing = Link.objects.filter(label__key=label, from_span=start)
        under = {"under": [{"link": other.pk, "seen": other.last_edit_id} for other in standing]}
        linking.add_link(**self.whose, link=link, label=label, from_span=start.pk, to_span=end.pk, **(under | more))
        return Link.objects.get(pk=link)

    def set_link(self, link: Link, attr: str, value: Any, **more: Any) -> Outcome:
        return linking.set_on_link(**self.whose, link=link.pk, attr=attr, value=value, **(seen(link) | more))

    def remove_link(self, link: Link, **more: Any) -> Outcome:
        return linking.remove_link(**self.whose, link=link.pk, **(seen(link) | more))

    def say(self, label: str, value: dict[str, Any] | None, **more: Any) -> Outcome:
        return labelling.set_article_label(**self.whose, label=label, value=value, **more)

    def undo(self, **more: Any) -> Outcome:
        return undoing.undo(**self.whose, **more)

    def redo(self, **more: Any) -> Outcome:
        return undoing.redo(**self.whose, **more)

    def submit(self, **more: Any) -> Outcome:
        return submitting.submit(**self.whose, **({"base": self.version} | more))

    def reopen(self, **more: Any) -> Outcome:
        return submitting.reopen(**self.whose, **more)


def seen(row: Span | Link) -> dict[str, UUID]:
    """The row's last edit, as somebody knows who has just loaded the page."""
    fresh = type(row).objects.filter(pk=row.pk).values_list("last_edit", flat=True).first()
    return {"seen": fresh or row.last_edit_id}
