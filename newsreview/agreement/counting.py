"""What is counted in one article, so that all figures of agreement come from sums: over articles, stories, outlets,
pairs of people. docs/agreement.md says which figure comes from which counts.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

from newsreview.agreement.comparing import Comparison, Tie, compare, questions
from newsreview.agreement.disagreeing import in_question, sort_links
from newsreview.agreement.measures import coincidences, contingencies
from newsreview.agreement.pairing import mark
from newsreview.agreement.readings import Link, Match, Reading, Span, T, given
from newsreview.agreement.units import Labelled, in_characters, in_paragraphs
from newsreview.offsets import Paragraph

Key = tuple[Any, ...]
Counts = dict[Key, float]


class Word(StrEnum):
    """The first words of keys. They are hashed for every span, and Enum does that in Python."""

    __hash__ = str.__hash__


class Thing(Word):
    """What two people marked. A key is the thing and its label; for answers the attribute's key as well, for
    disagreements their kind."""

    SPANS = "spans"
    FOUND = "spans of which the other has one in the same place"
    SAME_LABEL = "spans of which the other has one of the same label in the same place"
    IDENTICAL = "spans of which the other has the same"
    LINKS = "links"
    LINKS_BETWEEN = "links of which the other has both ends"
    SAME_LINKS = "links of which the other has the same"
    QUESTIONS = "questions that either has answered"
    SAME_ANSWERS = "questions that both have answered alike"
    DISAGREEMENTS = "what has to be decided between them"


class Of(Word):
    """The units of κ and α: each person says which labels a unit has."""

    PARAGRAPHS = "paragraphs"
    CHARACTERS = "characters"
    SPANS = "spans that at least two have found"


class How(Word):
    """How values meet in a unit. A key is this, the kind of unit, and two values."""

    CONTINGENCY = "what the first said and the second"
    COINCIDENCE = "what any two said"


def count(readings: Sequence[Reading], paragraphs: Sequence[Paragraph], length: int) -> Counts:
    """What there is to count in an article of so many code points. Of more than two readings, only coincidences."""
    comparison = compare(readings)
    units: dict[Of, Labelled] = {
        Of.PARAGRAPHS: in_paragraphs(readings, paragraphs),
        Of.CHARACTERS: in_characters(readings, length),
        Of.SPANS: Counter(tuple((span.label,) if span else None for span in match) for match in comparison.spans),
    }
    counts: Counts = {}
    for of, said in units.items():
        counts |= {(How.COINCIDENCE, of, *values): times for values, times in coincidences(said).items()}
        if len(readings) == 2:
            counts |= {(How.CONTINGENCY, of, *values): times for values, times in contingencies(said).items()}
    if len(readings) == 2:
        counts |= Counter(things(comparison))
    return counts


def things(comparison: Comparison) -> Iterator[Key]:
    """Spans and links once for each person who has them: what both have is there twice."""
    for match in comparison.spans:
        yield from of_spans(match)
    for link in comparison.links:
        yield from of_links(link, comparison)
    for article_label in comparison.article_labels:
        yield from of_answers(article_label)
    for each in in_question(comparison, sort_links(comparison)):
        yield Thing.DISAGREEMENTS, min(side.label for side in given(each.sides)), each.kind.value


def of_spans(match: Match[Span]) -> Iterator[Key]:
    things = what_spans_are(match)
    if Thing.SAME_LABEL in things:
        yield from of_answers(match)
    for span in given(match):
        for thing in things:
            yield thing, span.label


def what_spans_are(match: Match[Span]) -> list[Thing]:
    """As what each of the spans counts that two people have in one place, or that one has alone."""
    spans = given(match)
    things = [Thing.SPANS]
    if len(spans) == 2:
        things.append(Thing.FOUND)
        if spans[0].label == spans[1].label:
            things.append(Thing.SAME_LABEL)
        if mark(spans[0]) == mark(spans[1]):
            things.append(Thing.IDENTICAL)
    return things


def of_links(match: Match[Link], comparison: Comparison) -> Iterator[Key]:
    for tie in comparison.ties(match):
        for thing in what_a_link_is(tie, match, comparison):
            yield thing, tie[0]
    if are_same(match, comparison):
        yield from of_answers(match)


def what_a_link_is(tie: Tie, match: Match[Link], comparison: Comparison) -> list[Thing]:
    """Likewise, of one of the links of a match."""
    _label, *ends = tie
    things = [Thing.LINKS]
    if all(None not in comparison.spans[end] for end in ends):
        things.append(Thing.LINKS_BETWEEN)
    if are_same(match, comparison):
        things.append(Thing.SAME_LINKS)
    return things


def are_same(match: Match[Link], comparison: Comparison) -> bool:
    ties = comparison.ties(match)
    return len(ties) == 2 and ties[0] == ties[1]


def of_answers(match: Match[T]) -> Iterator[Key]:
    """Where one has not marked it at all, which can only be a label of the article, nothing is answered alike."""
    label = given(match)[0].label
    for question, alike in questions(match):
        yield Thing.QUESTIONS, label, question
        if alike and None not in match:
            yield Thing.SAME_ANSWERS, label, question
