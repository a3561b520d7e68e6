"""What the inspector says of a span, and what can be done to it."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString

from newsreview.annotation.attributes import filled_in
from newsreview.annotation.models import Span
from newsreview.labels.models import Attribute, Label
from newsreview.review.models import Thread
from newsreview.web.asking import Question, operation, questions
from newsreview.web.rows import Mark
from newsreview.web.ties import Tie, choices

if TYPE_CHECKING:
    from newsreview.web.desk import Desk

MAX_SUGGESTIONS = 200
DIGITS = "1234567890"


@dataclass
class Row:
    """A span in the list of its paragraph."""

    desk: "Desk"
    mark: Mark

    @property
    def links(self) -> list[Tie]:
        return [Tie(self.desk, link, out=True) for link in self.desk.links_out[self.mark.id]]


@dataclass
class Card(Row):
    """The selected span, with everything that can be done to it."""

    @property
    def seen(self) -> str:
        return self.mark.last_edit_id

    def do(self, op: str, **fields: Any) -> str:
        return operation(op, span=self.mark.id, seen=self.seen, **fields)

    @cached_property
    def questions(self) -> list[Question]:
        """Every attribute of the label. Digits run over all values in the label's order, 1 to 9 and then 0."""
        asked = next((label for label in self.desk.labels if label.key == self.mark.label.key), None)
        if asked is None:
            return []
        mark = self.mark
        filled = {attribute.key for attribute in filled_in(asked)} - set(mark.given)

        def do(key: str, value: object) -> str:
            return self.do("span.set", attr=key, value=value)

        return questions(asked, mark.attributes, do, digits=iter(DIGITS), filled=filled)

    @property
    def given(self) -> str:
        """Its answers but those that the app computes, for other spans of the same words."""
        computed = {q.attribute.key for q in self.questions if q.attribute.kind == Attribute.Kind.FORM and q.filled}
        return json.dumps({key: value for key, value in self.mark.attributes.items() if key not in computed})

    @property
    def first_text(self) -> Question | None:
        """What = goes to: the first text with suggestions (who), else the first text."""
        texts = [question for question in self.questions if not question.answers]
        return min(texts, key=lambda question: not question.suggests, default=None)

    @cached_property
    def suggestions(self) -> list[str]:
        """What was answered elsewhere where texts with suggestions are asked: in this article, then in its story."""
        key = next((question.attribute.key for question in self.questions if question.suggests), None)
        annotation_set, story = self.desk.annotation_set, self.desk.task.article.story_id
        if key is None or annotation_set is None:
            return []
        here = [mark.attributes.get(key) for mark in self.desk.marks if mark.label is self.mark.label]
        told = Span.objects.filter(
            annotation_set__task__article__story=story,
            annotation_set__person=annotation_set.person_id,
            label__key=self.mark.label.key,
            attributes__has_key=key,
        )
        elsewhere = told.values_list(f"attributes__{key}", flat=True)[:MAX_SUGGESTIONS] if story else ()
        return list(dict.fromkeys(text for text in [*here, *elsewhere] if text))

    @cached_property
    def threads(self) -> list[Thread]:
        """Changes that a reviewer asks for here, or of a link that begins here."""
        here = [self.mark.id, *(link.id for link in self.desk.links_out[self.mark.id])]
        open_ones = Thread.objects.open().filter(annotation_set=self.desk.annotation_set, object_id__in=here)
        return list(open_ones.prefetch_related("comments__by").order_by("pk"))

    @property
    def set_note(self) -> str:
        return self.do("span.set", attr="note", value="")

    @property
    def toggle_unsure(self) -> str:
        return self.do("span.set", attr="unsure", value=not self.mark.unsure)

    @property
    def remove(self) -> str:
        return self.do("span.remove")

    @property
    def others(self) -> list[tuple[Label, str]]:
        """The labels it could have instead."""
        return [
            (label, self.do("span.relabel", label=label.key))
            for label in self.desk.span_labels
            if label.key != self.mark.label.key
        ]

    @cached_property
    def ties(self) -> list[Tie]:
        """Its links, those that go out first; the digits that its own answers left go on over theirs."""
        keyed = sum(bool(answer.key) for question in self.questions for answer in question.answers)
        digits = iter(DIGITS[keyed:])
        out = [Tie(self.desk, link, out=True, digits=digits) for link in self.desk.links_out[self.mark.id]]
        into = [Tie(self.desk, link, out=False) for link in self.desk.links_in[self.mark.id]]
        for first in [*out[:1], *(into if not out and len(into) == 1 else [])]:
            first.removed_by = "L"
        return out + into

    @cached_property
    def choices(self) -> list[tuple[Label, SafeString]]:
        return choices(self.desk, self.mark)
