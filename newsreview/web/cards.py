"""What can be done to a span, a link or the article: questions with their answers, as buttons that carry operations."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from uuid_utils.compat import uuid7

from newsreview.annotation.models import Link, Span
from newsreview.labels.models import Attribute, Label
from newsreview.web.marking import Mark

if TYPE_CHECKING:
    from newsreview.web.desk import Desk

MAX_SUGGESTIONS = 200


def operation(op: str, **fields: Any) -> str:
    """An operation as the value of a button. Its id is made here: two clicks on one button are one edit."""
    return json.dumps({"op": op, "id": str(uuid7()), **fields})


@dataclass(frozen=True, slots=True)
class Answer:
    """One value of an attribute, as a button."""

    name: str
    key: str
    chosen: bool
    do: str


@dataclass(frozen=True, slots=True)
class Question:
    """An attribute of the selected span, link or article, with its answers or its present text."""

    attribute: Attribute
    answers: Sequence[Answer]
    text: str
    do: str


def article_questions(label: Label, given: dict[str, Any]) -> list[Question]:
    questions = []
    for attribute in label.attributes.all():
        others = {key: value for key, value in given.items() if key != attribute.key}

        def do(value: object, others: dict[str, Any] = others, attribute: Attribute = attribute) -> str:
            return operation("label.set", label=label.key, value=others | {attribute.key: value})

        now = given.get(attribute.key)
        questions.append(Question(attribute, answers(attribute, now, do), text_of(now), do(None)))
    return questions


def answers(attribute: Attribute, now: object, do: Any) -> list[Answer]:
    """A button a value; the chosen one takes itself back where there is no default to fall back on."""
    if attribute.kind == Attribute.Kind.FLAG:
        values: list[tuple[str, object]] = [("no", False), ("yes", True)]
    else:
        values = [(value["name"], value["key"]) for value in attribute.values]
    return [Answer(name, "", now == value, do(None if now == value else value)) for name, value in values]


def text_of(value: object) -> str:
    return value if isinstance(value, str) else ""


@dataclass
class Row:
    """A span in the list of its paragraph."""

    desk: "Desk"
    mark: Mark

    @property
    def links(self) -> list[str]:
        out = [link for link in self.desk.links if link.from_span_id == self.mark.span.pk]
        return [self.desk.names[link.to_span_id] for link in out]

    @property
    def says(self) -> list[str]:
        """Answers in a few words: kind, type, who."""
        attributes = self.mark.span.attributes
        return [str(value).replace("_", " ") for value in attributes.values() if isinstance(value, str)]


@dataclass
class Card(Row):
    """The selected span, with everything that can be done to it."""

    @property
    def seen(self) -> str:
        return str(self.mark.span.last_edit_id)

    def do(self, op: str, **fields: Any) -> str:
        return operation(op, span=str(self.mark.span.pk), seen=self.seen, **fields)

    @property
    def questions(self) -> list[Question]:
        """Every attribute of the label. Digits run over all values in the label's order, 1 to 9 and then 0."""
        digits = iter("1234567890")
        found = []
        asked = next((label for label in self.desk.labels if label.key == self.mark.label.key), None)
        for attribute in asked.attributes.all() if asked else []:
            now = self.mark.span.attributes.get(attribute.key)

            def do(value: object, key: str = attribute.key) -> str:
                return self.do("span.set", attr=key, value=value)

            offered = [
                Answer(answer.name, next(digits, ""), answer.chosen, answer.do)
                for answer in answers(attribute, now, do)
                if attribute.kind not in {Attribute.Kind.TEXT, Attribute.Kind.SUGGESTION}
            ]
            found.append(Question(attribute, offered, text_of(now), do(None)))
        return found

    @cached_property
    def suggestions(self) -> list[str]:
        """What was answered elsewhere where texts with suggestions are asked: in this article, then in its story."""
        key = next((q.attribute.key for q in self.questions if q.attribute.kind == Attribute.Kind.SUGGESTION), None)
        annotation_set, story = self.desk.annotation_set, self.desk.task.article.story_id
        if key is None or annotation_set is None:
            return []
        here = [mark.span.attributes.get(key) for mark in self.desk.marks]
        told = Span.objects.filter(
            annotation_set__task__article__story=story,
            annotation_set__person=annotation_set.person_id,
            label__key=self.mark.label.key,
            attributes__has_key=key,
        )
        elsewhere = told.values_list(f"attributes__{key}", flat=True)[:MAX_SUGGESTIONS] if story else ()
        return list(dict.fromkeys(text for text in [*here, *elsewhere] if text))

    @property
    def set_note(self) -> str:
        return self.do("span.set", attr="note", value="")

    @property
    def toggle_unsure(self) -> str:
        return self.do("span.set", attr="unsure", value=not self.mark.span.unsure)

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

    @property
    def links_out(self) -> list["Tie"]:
        return [Tie(self.desk, k, k.to_span_id) for k in self.desk.links if k.from_span_id == self.mark.span.pk]

    @property
    def links_in(self) -> list["Tie"]:
        return [Tie(self.desk, k, k.from_span_id) for k in self.desk.links if k.to_span_id == self.mark.span.pk]

    @property
    def link_choices(self) -> list[tuple[Label, list[tuple[Mark, str]]]]:
        """For each link label that may start here: the spans it may go to, nearest first."""
        me = self.mark
        choices = []
        for label in self.desk.labels:
            if label.kind == Label.Kind.LINK and me.label.key in label.from_labels:
                ends = [m for m in self.desk.marks if m.label.key in label.to_labels and m.span.pk != me.span.pk]
                ends.sort(key=lambda m: abs(m.start - me.start))
                choices.append((label, [(end, self.link_to(label, end)) for end in ends[:40]]))
        return choices

    def link_to(self, label: Label, end: Mark) -> str:
        fields = {"label": label.key, "from": str(self.mark.span.pk), "to": str(end.span.pk)}
        return operation("link.add", link=str(uuid7()), **fields)


@dataclass
class Tie:
    """A link of the selected span, and its other end."""

    desk: "Desk"
    link: Link
    other_id: UUID

    @property
    def other(self) -> Mark | None:
        return self.desk.mark(self.other_id)

    def do(self, op: str, **fields: Any) -> str:
        return operation(op, link=str(self.link.pk), seen=str(self.link.last_edit_id), **fields)

    @property
    def remove(self) -> str:
        return self.do("link.remove")

    @property
    def answers(self) -> list[Answer]:
        """Yes-or-no attributes as one button each; values of other attributes as a button a value."""
        label = next((label for label in self.desk.labels if label.pk == self.link.label_id), None)
        found = []
        for attribute in label.attributes.all() if label else []:
            now = self.link.attributes.get(attribute.key)

            def do(value: object, key: str = attribute.key) -> str:
                return self.do("link.set", attr=key, value=value)

            if attribute.kind == Attribute.Kind.FLAG:
                found.append(Answer(attribute.name, "", now is True, do(None if now else True)))
            elif attribute.values:
                found += answers(attribute, now, do)
        return found
