"""What the workbench shows: a task, an annotation set, its marks and links, and what can be done to a span."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Prefetch
from django.utils.safestring import SafeString
from uuid_utils.compat import uuid7

from newsreview.annotation.models import AnnotationSet, ArticleLabel, Link, Span
from newsreview.labels.models import Attribute, Label
from newsreview.offsets import paragraphs
from newsreview.projects.models import Task
from newsreview.web.marking import Mark, MarkedParagraph, blank_text, letter_of, marked_paragraphs, marks_of

MAX_SUGGESTIONS = 200

Labelled = TypeVar("Labelled", Span, Link, ArticleLabel)


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


@dataclass
class Desk:
    task: Task
    annotation_set: AnnotationSet | None
    editable: bool

    @property
    def text(self) -> str:
        return self.task.article.text

    @property
    def version(self) -> int:
        return getattr(self.annotation_set, "version", 0)

    @property
    def submitted(self) -> bool:
        return getattr(self.annotation_set, "submitted", False)

    @cached_property
    def all_labels(self) -> dict[UUID, Label]:
        """Retired ones too: they stay where they stand. Fetched once, and not again with every mark."""
        version_id = (
            self.annotation_set.label_set_version_id if self.annotation_set else self.task.project.label_set_version_id
        )
        asked = Prefetch("attributes", Attribute.objects.filter(enabled=True))
        return {label.pk: label for label in Label.objects.filter(version=version_id).prefetch_related(asked)}

    @property
    def labels(self) -> list[Label]:
        return [label for label in self.all_labels.values() if not label.retired]

    def labelled(self, rows: Iterable[Labelled]) -> list[Labelled]:
        found = list(rows)
        for row in found:
            row.label = self.all_labels[row.label_id]
        return found

    @property
    def span_labels(self) -> list[Label]:
        return [label for label in self.labels if label.kind == Label.Kind.SPAN]

    @cached_property
    def marks(self) -> list[Mark]:
        if self.annotation_set is None:
            return []
        return marks_of(self.labelled(self.annotation_set.spans.all()))

    @cached_property
    def links(self) -> list[Link]:
        return self.labelled(self.annotation_set.links.all()) if self.annotation_set else []

    @cached_property
    def names(self) -> dict[UUID, str]:
        return {mark.span.pk: mark.name for mark in self.marks}

    def paragraphs(self, only: set[int] | None = None) -> Iterator[MarkedParagraph]:
        language = self.task.article.language
        return marked_paragraphs(self.text, self.marks, language=language, version=self.version, only=only)

    @property
    def new_id(self) -> str:
        """For a form: two clicks on its button are one edit."""
        return str(uuid7())

    @property
    def leading_blank(self) -> SafeString:
        return blank_text(self.text, 0, next((p.start for p in paragraphs(self.text)), len(self.text)))

    @property
    def label_facts(self) -> list[dict[str, Any]]:
        """What the gestures need to know of the labels."""
        return [
            {
                "key": label.key,
                "kind": label.kind,
                "name": label.name,
                "shortcut": label.shortcut,
                "unit": label.unit,
                "letter": letter_of(label),
                "excludes": label.excludes,
                "from": label.from_labels,
                "to": label.to_labels,
                "ask": asked_of_many(label),
            }
            for label in self.labels
        ]

    @property
    def counts(self) -> list[tuple[str, int]]:
        by_label = Counter(mark.label.key for mark in self.marks)
        return [(label.name, by_label[label.key]) for label in self.span_labels if by_label[label.key]]

    def mark(self, span_id: UUID | None) -> Mark | None:
        return next((mark for mark in self.marks if mark.span.pk == span_id), None)

    def card(self, span_id: UUID | None) -> "Card | None":
        mark = self.mark(span_id)
        return Card(self, mark) if mark else None

    def paragraph_marks(self, number: int) -> list["Row"]:
        here = next(self.paragraphs({number}), None)
        return [Row(self, mark) for mark in here.marks] if here else []

    def stale_since(self, base: int) -> set[int]:
        """Numbers of the paragraphs whose marks have changed since version `base`."""
        if self.annotation_set is None or base >= self.version:
            return set()
        touched: list[tuple[int, int]] = []
        for changes in self.annotation_set.edits.filter(number__gt=base).values_list("changes", flat=True):
            sides = [side for c in changes if c["object"] == "span" for side in (c["before"], c["after"]) if side]
            touched += [(side["start"], side["end"]) for side in sides]
        return {p.number for p in paragraphs(self.text) if any(a < p.end and b > p.start for a, b in touched)}

    @cached_property
    def article_questions(self) -> list[tuple[Label, list[Question]]]:
        """The article labels, each with its questions; one form per label."""
        given: dict[str, dict[str, Any]] = {}
        if self.annotation_set:
            labels = self.labelled(self.annotation_set.article_labels.all())
            given = {article_label.label.key: article_label.attributes for article_label in labels}
        asked = [label for label in self.labels if label.kind == Label.Kind.ARTICLE]
        return [(label, article_questions(label, given.get(label.key, {}))) for label in asked]


def asked_of_many(label: Label) -> dict[str, Any] | None:
    """The question to ask once when many paragraphs get this label together: its first with values."""
    if label.unit != Label.Unit.PARAGRAPH:
        return None
    attribute = next((a for a in label.attributes.all() if a.kind == Attribute.Kind.CHOICE), None)
    return {"key": attribute.key, "name": attribute.name, "values": attribute.values} if attribute else None


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

    desk: Desk
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

    desk: Desk
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


def set_of(task: Task, *, person_id: UUID | None) -> AnnotationSet | None:
    """The person's held set of a task, with its version and state."""
    held = AnnotationSet.objects.by_people().held().with_submitted().with_version()
    return held.filter(task=task, person=person_id).first()
