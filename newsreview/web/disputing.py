"""The article as an adjudicator meets it: what is settled in the dress of its label, what is not in those of sides."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from newsreview.agreement.readings import ArticleLabel, Link, Marked, Span
from newsreview.labels.models import Label
from newsreview.review.adjudicating import Case
from newsreview.web.desk import Desk
from newsreview.web.disagreements import KINDS
from newsreview.web.rows import Mark, named

# The lines of the sides, told apart by pattern before they are by colour. There are never more than nine.
PATTERNS = ("solid", "dashed", "double", "dash-dot")


def dress_of(letter: str) -> Label:
    """A side is shown as a label of its own would be."""
    pattern = PATTERNS[(ord(letter) - ord("A")) % len(PATTERNS)]
    return Label(key=letter, name=letter, channel=Label.Channel.LINE, hue=f"side-{letter.lower()}", line=pattern)


@dataclass
class Bench(Desk):
    case: Case = field(kw_only=True)

    @cached_property
    def all_labels(self) -> dict[UUID, Label]:
        return {label.pk: label for label in self.case.labels.values()}

    @cached_property
    def marks(self) -> list[Mark]:
        return sorted([*self.settled(), *self.disputed()], key=lambda mark: (mark.start, -mark.end))

    @cached_property
    def tied(self) -> dict[UUID, list[UUID]]:
        """Nothing is linked by hand here."""
        return {}

    def settled(self) -> list[Mark]:
        """A mark is here shown by its place and label alone: what was answered stands in its question."""
        spans = [(span, row) for (kind, span), row in self.case.settled.rows.items() if kind == "span"]
        in_order = sorted(spans, key=lambda each: (each[1]["start"], -each[1]["end"]))
        rows = [
            shown(span, row["start"], row["end"], row["quote"], row["run"], str(self.case.labels[row["label"]].pk))
            for span, row in in_order
        ]
        return named(rows, self.all_labels)

    def disputed(self) -> Iterator[Mark]:
        """Of each open question the sides' spans, the first of them under its number and kind."""
        letters = self.case.sides.letters
        for number, (key, question) in enumerate(self.case.sides.questions.items(), start=1):
            if key in self.case.decided:
                continue
            spans = [(i, side) for i, side in enumerate(question.sides) if isinstance(side, Span)]
            for place, (reader, span) in enumerate(sorted(spans, key=lambda each: (each[1].start, -each[1].end))):
                name = "" if place else f"{number} {KINDS[question.kind]}"
                dress = dress_of(letters[reader])
                yield Mark._make((*shown(str(span.id), span.start, span.end, span.quote, None, dress), name))

    def at_hand(self, key: UUID) -> list[object]:
        """The marks in the text that a question is about: what stands for them by now, else the sides' own."""
        found: dict[object, None] = {}
        for reader, side in enumerate(self.case.sides.questions[key].sides):
            for span in ends_of(side):
                found[self.case.settled.ends.get((reader, span), span)] = None
        return list(found)


def shown(span: str, start: int, end: int, quote: str, run: str | None, label: object) -> tuple[Any, ...]:
    """A row of `rows.named`: a span without answers, note and doubt."""
    return span, start, end, quote, "{}", "[]", "", False, run, span, label


def ends_of(side: Marked | None) -> list[object]:
    match side:
        case Span():
            return [side.id]
        case Link():
            return [side.from_span, side.to_span]
        case ArticleLabel() | None:
            return []
