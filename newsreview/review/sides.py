"""What several people have handed in for one article, side by side, and what they differ in.

The sides are called A, B …, in an order that is the same every time and says nothing of who is who.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from string import ascii_uppercase
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from newsreview.agreement.disagreeing import Disagreement, Outcome, sort_out
from newsreview.agreement.readings import ArticleLabel, Link, Marked, Match, Reading, Span
from newsreview.annotation.labelling import article_label_id
from newsreview.annotation.models import AnnotationSet, AnnotationSetQuerySet
from newsreview.annotation.refusals import NotOpen, Unacceptable
from newsreview.annotation.standing import Snapshot, Standing, standing
from newsreview.labels.comparing import place_of, places_gone
from newsreview.labels.models import LabelSetVersion
from newsreview.review.reading import read

AnyMatch = Match[Marked]


@dataclass(frozen=True)
class Sides:
    task: UUID
    sets: Sequence[AnnotationSet]
    readings: Sequence[Reading]
    rows: Sequence[Standing]
    """Everything that stands in each of the sets, also what is not compared."""
    gone: Collection[str] = ()
    """What the version that counts does not offer any more, by its place among the labels."""

    @property
    def version(self) -> LabelSetVersion:
        """In whose labels they are settled: the newest that anybody used. It asks all that those before asked."""
        return max((one.label_set_version for one in self.sets), key=lambda version: version.number)

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
        matches: list[AnyMatch] = [question.sides, *question.links]
        asked = [question.kind, *([[one.pk, side and said(side)] for one, side in self.each(each)] for each in matches)]
        return uuid5(self.task, json.dumps(asked, default=str, sort_keys=True))

    def each(self, match: AnyMatch) -> Iterator[tuple[AnnotationSet, Marked | None]]:
        return zip(self.sets, match, strict=True)

    def row(self, reader: int, marked: Marked) -> Snapshot:
        """The whole of what was marked, as it stands in its set, but for answers that are not offered any more."""
        row = self.rows[reader][self.place(reader, marked)]
        label, answers = row["label"], row["attributes"]
        left = {key: said for key, said in answers.items() if place_of(label, key, str(said)) not in self.gone}
        return row | {"attributes": left}

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


def lock_sets(task: UUID) -> None:
    """Until the transaction ends, nobody changes, hands in or takes up again what people have of this article."""
    sets = AnnotationSetQuerySet(AnnotationSet).by_people().filter(task=task).order_by("pk")
    list(sets.select_for_update(no_key=True).values_list("pk"))


def handed_in(task: UUID) -> AnnotationSetQuerySet:
    return AnnotationSetQuerySet(AnnotationSet).by_people().held().handed_in().filter(task=task)


def in_no_telling_order(annotation_set: AnnotationSet) -> bytes:
    return hashlib.sha256(annotation_set.task_id.bytes + annotation_set.pk.bytes).digest()


@transaction.atomic
def sides_of(task: UUID) -> Sides:
    """What they are at one moment. Raises a Refusal where fewer than two have handed in, or with other label sets."""
    lock_sets(task)
    sets = sorted(handed_in(task).select_related("person", "label_set_version"), key=in_no_telling_order)
    if len(sets) < 2:
        raise NotOpen("This article is not handed in by two people: wait until they have.")
    if len({one.label_set_version.label_set_id for one in sets}) > 1:
        raise Unacceptable("They used different label sets: this is not settled together. Review them one by one.")
    readings = read([one.pk for one in sets])
    sides = Sides(task, sets, [readings[one.pk] for one in sets], [standing(one) for one in sets])
    several = len({one.label_set_version_id for one in sets}) > 1
    return replace(sides, gone=places_gone(sides.version)) if several else sides
