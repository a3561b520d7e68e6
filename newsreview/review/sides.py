"""What several people have handed in for one article, side by side, and what they differ in.

The sides are called A, B …, in an order that is the same every time and says nothing of who is who.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase
from typing import Any
from uuid import UUID, uuid5

from newsreview.agreement.disagreeing import Disagreement, Outcome, sort_out
from newsreview.agreement.readings import ArticleLabel, Link, Marked, Match, Reading, Span
from newsreview.annotation.labelling import article_label_id
from newsreview.annotation.models import AnnotationSet, AnnotationSetQuerySet
from newsreview.annotation.refusals import NotOpen, Unacceptable
from newsreview.annotation.standing import Snapshot, Standing, standing
from newsreview.review.reading import read

AnyMatch = Match[Marked]


@dataclass(frozen=True)
class Sides:
    task: UUID
    sets: Sequence[AnnotationSet]
    readings: Sequence[Reading]
    rows: Sequence[Standing]
    """Everything that stands in each of the sets, also what is not compared."""

    @property
    def letters(self) -> str:
        return ascii_uppercase[: len(self.sets)]

    @cached_property
    def outcome(self) -> Outcome:
        """Of all that anybody marked: what only one of them was asked for is decided too, and never dropped."""
        return sort_out(self.readings)

    @cached_property
    def questions(self) -> dict[UUID, Disagreement]:
        """What they differ in, in the order of the text. The same marks ask the same question every time."""
        return {self.key_of(question): question for question in self.outcome.disagreements}

    def key_of(self, question: Disagreement) -> UUID:
        asked = [question.kind, [[one.pk, side and said(side)] for one, side in self.each(question.sides)]]
        return uuid5(self.task, json.dumps(asked, default=str, sort_keys=True))

    def each(self, match: AnyMatch) -> Iterator[tuple[AnnotationSet, Marked | None]]:
        return zip(self.sets, match, strict=True)

    def row(self, reader: int, marked: Marked) -> Snapshot:
        """The whole of what was marked, as it stands in its set."""
        return self.rows[reader][self.place(reader, marked)]

    def place(self, reader: int, marked: Marked) -> tuple[str, str]:
        match marked:
            case Span():
                return "span", str(marked.id)
            case Link():
                return "link", str(marked.id)
            case ArticleLabel():
                return "article_label", str(article_label_id(self.sets[reader].pk, marked.label))

    def alike(self, key: UUID) -> list[UUID]:
        """The questions that this one can be decided together with, itself among them."""
        pattern = self.questions[key].pattern
        return [other for other, question in self.questions.items() if question.pattern == pattern]


def said(side: Marked) -> Any:
    """What one person has there, without what the app computed."""
    fields = {name: value for name, value in side._asdict().items() if name not in {"computed", "attributes", "run"}}
    answers = {key: answer for key, answer in side.attributes.items() if key not in side.computed}
    return fields | {"attributes": answers}


def handed_in(task: UUID) -> AnnotationSetQuerySet:
    return AnnotationSetQuerySet(AnnotationSet).by_people().held().handed_in().filter(task=task)


def in_no_telling_order(annotation_set: AnnotationSet) -> bytes:
    return hashlib.sha256(annotation_set.task_id.bytes + annotation_set.pk.bytes).digest()


def sides_of(task: UUID) -> Sides:
    """Raises a Refusal where fewer than two have handed the article in, or with different versions of the labels."""
    sets = sorted(handed_in(task).select_related("person", "label_set_version"), key=in_no_telling_order)
    if len(sets) < 2:
        raise NotOpen("This article is not handed in by two people: wait until they have.")
    versions = {one.label_set_version.number for one in sets}
    if len(versions) > 1:
        numbers = ", ".join(f"v{number}" for number in sorted(versions))
        raise Unacceptable(f"They used different versions of the labels ({numbers}): these cannot be settled together.")
    readings = read([one.pk for one in sets])
    return Sides(task, sets, [readings[one.pk] for one in sets], [standing(one) for one in sets])
