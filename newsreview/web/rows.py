"""The spans and links of a set as tuples: long articles have thousands, and a screen only reads them.

A model's instance takes several times as long to make as its row, and its UUIDs as long as the rest of it: ids are
text, as pages write them. Both are what one key press would wait for.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Func, QuerySet, TextField
from django.db.models.functions import Cast

from newsreview.annotation.models import AnnotationSet, Origin
from newsreview.labels.models import Label

# Spans beyond this many over one another are named, but not drawn.
LANES = 3
Labels = Mapping[UUID, Label]
start_of = attrgetter("start")


class Mark(NamedTuple):
    """A span as it is shown: with its label, and its name in the text (C3)."""

    id: str
    start: int
    end: int
    quote: str
    attributes_json: str
    given_json: str
    note: str
    unsure: bool
    run: str | None
    last_edit_id: str
    label: Label
    name: str

    @property
    def attributes(self) -> dict[str, Any]:
        return answers_in(self.attributes_json)

    @property
    def given(self) -> list[str]:
        """The attributes whose answer is a person's, of those that the app computes."""
        found: list[str] = json.loads(self.given_json)
        return found

    @property
    def says(self) -> list[str]:
        """Its answers in a few words: kind, type, who."""
        return [str(value).replace("_", " ") for value in self.attributes.values() if isinstance(value, str)]

    def flag(self, lane: int) -> str:
        """Its name above the text; ~ where the annotator was unsure, +1 where no lane is left to draw it in."""
        return self.name + "~" * self.unsure + "+1" * (lane >= LANES)


class ShownLink(NamedTuple):
    id: str
    from_span_id: str
    to_span_id: str
    attributes_json: str
    origin: Origin
    last_edit_id: str
    label: Label

    @property
    def attributes(self) -> dict[str, Any]:
        return answers_in(self.attributes_json)


def answers_in(text: str) -> dict[str, Any]:
    """Read when somebody asks: few of a long article's spans are."""
    found: dict[str, Any] = json.loads(text)
    return found


# The columns of each, with the label's id last, where the label takes its place.
MARK_ROW = (*Mark._fields[:-2], "label_id")
LINK_ROW = (*ShownLink._fields[:-1], "label_id")
IDS = ("id", "run", "last_edit_id", "label_id", "from_span_id", "to_span_id")


def marks_in(annotation_set: AnnotationSet, labels: Labels) -> list[Mark]:
    return named(columns(annotation_set.spans.all(), MARK_ROW), labels)


def links_in(annotation_set: AnnotationSet, labels: Labels) -> list[ShownLink]:
    known = {str(label_id): label for label_id, label in labels.items()}
    return [ShownLink._make((*row, known[label])) for *row, label in columns(annotation_set.links.all(), LINK_ROW)]


def columns(found: "QuerySet[Any, Any]", wanted: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    """What is wanted of each row, ids and answers as text."""
    ids = {f"{name}_text": Cast(name, TextField()) for name in wanted if name in IDS}
    answers = {
        name: Cast(Func(name.removesuffix("_json"), function="to_json"), TextField())
        for name in wanted
        if name.endswith("_json")
    }
    names = (f"{name}_text" if name in IDS else name for name in wanted)
    rows: Iterable[tuple[Any, ...]] = found.annotate(**ids, **answers).values_list(*names)
    return rows


def named(rows: Iterable[tuple[Any, ...]], labels: Labels) -> list[Mark]:
    """Rows of MARK_ROW in the order of the text, each named by its label's letter and its place among that letter's."""
    known = {str(label_id): (label, letter_of(label)) for label_id, label in labels.items()}
    counts = dict.fromkeys((letter for _, letter in known.values()), 0)
    marks = []
    for *row, label_id in rows:
        label, letter = known[label_id]
        counts[letter] = number = counts[letter] + 1
        marks.append(Mark._make((*row, label, f"{letter}{number}")))
    return marks


def letter_of(label: Label) -> str:
    return (label.shortcut or label.key[0]).upper()
