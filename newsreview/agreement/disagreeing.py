"""What all readings of an article agree on, and where they do not: a list of questions, each of one kind.

A span is in question once, for the gravest reason there is, in the order of `Kind`; attributes answered differently
ride on that. A link that some cannot have, because one of its ends is missing with them or has another label, rides on
the question about that end (the later one of two): with the end decided there is nothing left to ask. Every other link
that is not the same with all is a question of its own, also where only its ends' boundaries differ. So each thing that
anybody marked is either agreed on, or one side of one question, or rides on one.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from enum import StrEnum
from typing import NamedTuple

from newsreview.agreement.comparing import Comparison, compare, differing
from newsreview.agreement.readings import ArticleLabel, Link, Match, Reading, Span, T, given
from newsreview.agreement.stacking import pattern_of_each


class Kind(StrEnum):
    LABEL = "label"
    MISSING = "missing"
    BOUNDARY = "boundary"
    ATTRIBUTE = "attribute"
    LINK = "link"
    ARTICLE_LABEL = "article label"


class Disagreement(NamedTuple):
    kind: Kind
    sides: Match[Span] | Match[Link] | Match[ArticleLabel]
    """What each reading has, None where it has nothing."""
    attributes: list[str]
    """Keys of what is answered differently by those who have something."""
    links: list[Match[Link]]
    """Links that are decided with this span, since not everybody has both ends for them."""
    only_answers: bool = False
    """Everybody has it, and in the same place: nothing but its answers is in question."""
    pattern: Hashable = None
    """Disagreements of an article that are alike have the same, so that they can be decided together."""


class Outcome(NamedTuple):
    spans: list[Match[Span]]
    links: list[Match[Link]]
    article_labels: list[Match[ArticleLabel]]
    """What all agree on. The boundaries of an agreed link's ends may still be in question."""
    disagreements: list[Disagreement]
    """In the order of the text, a span before the links from it; what concerns the whole article comes last."""


class SortedLinks(NamedTuple):
    """By the numbers of the spans' matches: the questions about links from them, and the links that ride on them."""

    agreed: list[Match[Link]]
    of_their_own: defaultdict[int, list[Disagreement]]
    riding: defaultdict[int, list[Match[Link]]]


def sort_out(readings: Sequence[Reading]) -> Outcome:
    comparison = compare(readings)
    links = sort_links(comparison)
    return Outcome(
        [span for span in comparison.spans if kind_of(span) is None],
        links.agreed,
        [label for label in comparison.article_labels if is_agreed(label)],
        with_patterns(in_question(comparison, links), comparison),
    )


def in_question(comparison: Comparison, links: SortedLinks) -> list[Disagreement]:
    """In the order of the text, without their patterns."""
    disagreements: list[Disagreement] = []
    for number, span in enumerate(comparison.spans):
        if kind := kind_of(span):
            riding, only_answers = links.riding[number], kind == Kind.ATTRIBUTE
            disagreements.append(Disagreement(kind, span, answered_otherwise(span), riding, only_answers))
        disagreements += links.of_their_own[number]
    disagreements += [
        Disagreement(Kind.ARTICLE_LABEL, label, differing(label), [], only_answers=None not in label)
        for label in comparison.article_labels
        if not is_agreed(label)
    ]
    return disagreements


def sort_links(comparison: Comparison) -> SortedLinks:
    found = SortedLinks([], defaultdict(list), defaultdict(list))
    for link in comparison.links:
        ties = comparison.ties(link)
        decided_with = rests_on(link, comparison)
        if is_agreed(link) and len(set(ties)) == 1:
            found.agreed.append(link)
        elif decided_with is not None:
            found.riding[decided_with].append(link)
        else:
            _, from_number, _ = ties[0]
            only_answers = None not in link and len(set(ties)) == 1
            found.of_their_own[from_number].append(Disagreement(Kind.LINK, link, differing(link), [], only_answers))
    return found


def kind_of(match: Match[Span]) -> Kind | None:
    spans = given(match)
    if len({span.label for span in spans}) > 1:
        return Kind.LABEL
    if None in match:
        return Kind.MISSING
    if len({(span.start, span.end) for span in spans}) > 1:
        return Kind.BOUNDARY
    return None if is_agreed(match) else Kind.ATTRIBUTE


def answered_otherwise(match: Match[Span]) -> list[str]:
    """Another label asks other things, so that its answers cannot differ."""
    return [] if kind_of(match) == Kind.LABEL else differing(match)


def is_agreed(match: Match[T]) -> bool:
    """Everybody has it, with the same answers."""
    return None not in match and not differing(match)


def rests_on(match: Match[Link], comparison: Comparison) -> int | None:
    """The number of the spans' match that the link is decided with; None if all who lack the link could have it."""
    ties = set(comparison.ties(match))
    if len(ties) > 1 or None not in match:
        return None
    _, *ends = ties.pop()
    holder = next(reader for reader, link in enumerate(match) if link)
    in_question = [
        [end for end in ends if label_of(comparison.spans[end][reader]) != label_of(comparison.spans[end][holder])]
        for reader, link in enumerate(match)
        if link is None
    ]
    return max(map(max, in_question)) if all(in_question) else None


def label_of(span: Span | None) -> str:
    return span.label if span else ""


def with_patterns(disagreements: list[Disagreement], comparison: Comparison) -> list[Disagreement]:
    patterns = pattern_of_each([(each.kind, each.sides, each.attributes) for each in disagreements], comparison)
    return [each._replace(pattern=pattern) for each, pattern in zip(disagreements, patterns, strict=True)]
