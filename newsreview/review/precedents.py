"""What an adjudication has settled in a near-copy, or in an earlier revision, offered where the same words are in
question here. It is an offer like the others: a person takes it, and the decision that stands is an ordinary one."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from newsreview.agreement.disagreeing import Disagreement, Kind
from newsreview.agreement.readings import Link, Span, given
from newsreview.alignment.aligning import Alignment, align
from newsreview.alignment.carrying import carried
from newsreview.annotation.decisions import Choice
from newsreview.annotation.models import AnnotationSet, AnnotationSetQuerySet, Submission
from newsreview.corpus.aligning import in_tokens
from newsreview.corpus.copies import copies_of
from newsreview.corpus.models import Article
from newsreview.corpus.revisions import earlier_texts
from newsreview.labels.models import Label
from newsreview.offsets import Offsets
from newsreview.projects.models import Task
from newsreview.review.offering import choices
from newsreview.review.reading import read
from newsreview.review.sides import Sides

# The newest; each costs an alignment when a question is looked at.
MOST = 4
# What lies where words are in question is what was settled of them; less in common is another thing.
ENOUGH_ALIKE = 0.5

Place = tuple[str, int, int]


class Ruling(NamedTuple):
    """What would be decided here, as it was there."""

    precedent: "Precedent"
    choice: Choice
    taken: UUID | None = None
    """Whose side it is; every other side with the same there would do as well."""
    own: dict[str, Any] | None = None


@dataclass(frozen=True)
class Precedent:
    annotation_set: AnnotationSet
    """With its task, article and outlet."""
    alignment: Alignment
    spans: Mapping[object, Span]
    """What was settled, where it stands in this text; by the ids of what stands there."""
    links: frozenset[tuple[str, Place, Place]]

    @property
    def article(self) -> Article:
        return self.annotation_set.task.article

    @cached_property
    def settled(self) -> Submission:
        """Who handed it in, and when."""
        return self.annotation_set.submissions.select_related("by").get(reopening=None)

    @cached_property
    def known(self) -> Mapping[int, int]:
        """The token there for a token of this text."""
        return {here: there for there, here in self.alignment.pairs.items()}

    def covers(self, place: Offsets) -> bool:
        """Whether all of these words stood there with no other between them, so that what was not marked was settled as
        well."""
        tokens = self.alignment.new.tokens
        there = [self.known.get(at) for at, token in enumerate(tokens) if token.overlaps(place)]
        return bool(there) and there[0] is not None and there == list(range(there[0], there[0] + len(there)))


def precedents(task: Task, visible: AnnotationSetQuerySet) -> list[Precedent]:
    """Among the sets that are `visible` to who asks: where they have yet to annotate blind, nothing is settled for
    them."""
    article = task.article
    alike = Q(task__article__in=earlier_texts(article)) | Q(task__article__in=copies_of(article))
    adjudicated = visible.filter(kind=AnnotationSet.Kind.ADJUDICATED).handed_in()
    sets = adjudicated.filter(alike, task__project=task.project_id).select_related("task__article__outlet")
    found = list(sets.order_by("-pk")[:MOST])
    readings = read([one.pk for one in found]) if found else {}
    return [precedent_of(one, readings[one.pk].spans, readings[one.pk].links, article) for one in found]


def precedent_of(annotation_set: AnnotationSet, spans: Any, links: Any, article: Article) -> Precedent:
    alignment = align(in_tokens(annotation_set.task.article), in_tokens(article))
    here = {}
    for span in spans:
        if place := carried(Offsets(span.start, span.end), alignment).place:
            here[span.id] = span._replace(start=place.start, end=place.end, quote=place.quote(article.text))
    joined = frozenset(
        (link.label, place_of(here[link.from_span]), place_of(here[link.to_span]))
        for link in links
        if link.from_span in here and link.to_span in here
    )
    return Precedent(annotation_set, alignment, here, joined)


def place_of(span: Span) -> Place:
    return span.label, span.start, span.end


def ruling(question: Disagreement, sides: Sides, labels: Mapping[str, Label], found: list[Precedent]) -> Ruling | None:
    """By the first precedent that says anything of it."""
    for precedent in found:
        ruled = ruling_by(precedent, question, sides)
        if ruled and ruled.choice in choices(question, labels):
            return ruled
    return None


def ruling_by(precedent: Precedent, question: Disagreement, sides: Sides) -> Ruling | None:
    if question.kind == Kind.LINK:
        return ruling_on_link(precedent, question, sides)
    spans = [side for side in given(question.sides) if isinstance(side, Span)]
    if not spans:
        return None  # of the whole article
    region = Offsets(min(span.start for span in spans), max(span.end for span in spans))
    if not precedent.covers(region):
        return None
    by_kind = ruling_on_answers if question.only_answers else ruling_on_words
    return by_kind(precedent, question, sides)


def ruling_on_words(precedent: Precedent, question: Disagreement, sides: Sides) -> Ruling | None:
    """Where a span is, what it is called, or whether there is one."""
    settled = {place_of(span) for span in precedent.spans.values()}
    marked = [(one.pk, side) for one, side in sides.each(question.sides) if isinstance(side, Span)]
    standing = {place_of(side): one for one, side in reversed(marked) if place_of(side) in settled}
    if standing:
        taken = next(iter(standing.values())) if len(standing) == 1 else None
        return Ruling(precedent, Choice.SIDE if taken else Choice.BOTH, taken)
    spans = [span for _, span in marked]
    lying = [there for there in precedent.spans.values() if any(lies_at(there, span) for span in spans)]
    if not lying:
        return nothing(precedent, question, sides)
    nearest = max(lying, key=lambda there: max(alike(there, span) for span in spans))
    if max(alike(nearest, span) for span in spans) < ENOUGH_ALIKE:
        return None
    own = {"label": nearest.label, "start": nearest.start, "end": nearest.end, "quote": nearest.quote}
    return Ruling(precedent, Choice.OWN, own=own)


def ruling_on_answers(precedent: Precedent, question: Disagreement, sides: Sides) -> Ruling | None:
    settled = {place_of(span): span for span in precedent.spans.values()}
    for one, side in sides.each(question.sides):
        there = settled.get(place_of(side)) if isinstance(side, Span) else None
        if side and there and all(there.attributes.get(k) == side.attributes.get(k) for k in question.attributes):
            return Ruling(precedent, Choice.SIDE, one.pk)
    return None


def ruling_on_link(precedent: Precedent, question: Disagreement, sides: Sides) -> Ruling | None:
    """Between the same words, or that nothing goes from there."""
    if question.only_answers:
        return None
    starts: set[Place] = set()
    for reader, (one, side) in enumerate(sides.each(question.sides)):
        if isinstance(side, Link):
            spans = {span.id: span for span in sides.readings[reader].spans}
            start, end = place_of(spans[side.from_span]), place_of(spans[side.to_span])
            starts.add(start)
            if (side.label, start, end) in precedent.links:
                return Ruling(precedent, Choice.SIDE, one.pk)
    going = {start for _, start, _ in precedent.links}
    settled = {place_of(span) for span in precedent.spans.values()}
    return nothing(precedent, question, sides) if starts <= settled and not starts & going else None


def nothing(precedent: Precedent, question: Disagreement, sides: Sides) -> Ruling:
    """Nothing stood there: the side of somebody who has nothing either, else neither."""
    without = next((one.pk for one, side in sides.each(question.sides) if side is None), None)
    return Ruling(precedent, Choice.SIDE, without) if without else Ruling(precedent, Choice.NEITHER)


def lies_at(there: Span, span: Span) -> bool:
    """With the same label, on some of the same words."""
    return there.label == span.label and there.start < span.end and span.start < there.end


def alike(one: Span, other: Span) -> float:
    """What both cover, of what either does: 1.0 for the same words."""
    both = min(one.end, other.end) - max(one.start, other.start)
    return max(both, 0) / (max(one.end, other.end) - min(one.start, other.start))
