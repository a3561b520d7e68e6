"""The spans and links of a set as tuples: long articles have thousands, and a screen only reads them.

A model's instance takes several times as long to make as its row, which is most of what one key press would wait for.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import TextField
from django.db.models.functions import Cast

from newsreview.annotation.models import AnnotationSet, Origin
from newsreview.labels.models import Label

# Spans beyond this many over one another are named, but not drawn.
LANES = 3
Labels = Mapping[UUID, Label]
AS_TEXT = {"attributes_json": Cast("attributes", TextField())}


class Mark(NamedTuple):
    """A span as it is shown: with its label, and its name in the text (C3)."""

    id: UUID
    start: int
    end: int
    quote: str
    attributes_json: str
    given: list[str]
    note: str
    unsure: bool
    run: UUID | None
    last_edit_id: UUID
    label: Label
    name: str

    @property
    def attributes(self) -> dict[str, Any]:
        return answers_in(self.attributes_json)

    @property
    def says(self) -> list[str]:
        """Its answers in a few words: kind, type, who."""
        return [str(value).replace("_", " ") for value in self.attributes.values() if isinstance(value, str)]

    def flag(self, lane: int) -> str:
        """Its name above the text; ~ where the annotator was unsure, +1 where no lane is left to draw it in."""
        return self.name + "~" * self.unsure + "+1" * (lane >= LANES)


class ShownLink(NamedTuple):
    id: UUID
    from_span_id: UUID
    to_span_id: UUID
    attributes_json: str
    origin: Origin
    last_edit_id: UUID
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


def marks_in(annotation_set: AnnotationSet, labels: Labels) -> list[Mark]:
    return named(annotation_set.spans.annotate(**AS_TEXT).values_list(*MARK_ROW), labels)


def links_in(annotation_set: AnnotationSet, labels: Labels) -> list[ShownLink]:
    found = annotation_set.links.annotate(**AS_TEXT).values_list(*LINK_ROW)
    return [ShownLink._make((*row, labels[label])) for *row, label in found]


def named(rows: Iterable[tuple[Any, ...]], labels: Labels) -> list[Mark]:
    """Rows of MARK_ROW in the order of the text, each named by its label's letter and its place among that letter's."""
    known = {label_id: (label, letter_of(label)) for label_id, label in labels.items()}
    counts = dict.fromkeys((letter for _, letter in known.values()), 0)
    marks = []
    for row in rows:
        label, letter = known[row[-1]]
        counts[letter] = number = counts[letter] + 1
        marks.append(Mark._make((*row[:-1], label, f"{letter}{number}")))
    return marks


def letter_of(label: Label) -> str:
    return (label.shortcut or label.key[0]).upper()
