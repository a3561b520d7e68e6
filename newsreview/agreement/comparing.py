"""Puts readings of one article side by side: what each of them has for one and the same thing.

A link is compared by what its ends belong to, not by the spans themselves: two links are the same when they have the
same label and their ends are matched with one another, wherever these begin and end. So no link is lost because an end
was paired with another span, and a link whose end nobody else has stands alone.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from newsreview.agreement.pairing import gather
from newsreview.agreement.readings import ArticleLabel, Link, Marked, Match, Reading, Span, T, given

# A link's label, and the numbers of the matches that it goes from and to.
Tie = tuple[str, int, int]
Numbers = dict[Hashable, int]


class Comparison(NamedTuple):
    """Each thing that anybody marked stands in exactly one match; a match has a slot for each reading."""

    spans: list[Match[Span]]
    """In the order of the text. Links speak of them by their number in this list."""
    links: list[Match[Link]]
    """In the order of what they come from. Links of one match have their label and their `from` in common."""
    article_labels: list[Match[ArticleLabel]]
    numbers: list[Numbers]
    """For each reading, the number of the match that a span's id is in."""

    def tie(self, reader: int, link: Link) -> Tie:
        return tie(link, self.numbers[reader])

    def ties(self, match: Match[Link]) -> list[Tie]:
        return [self.tie(reader, link) for reader, link in enumerate(match) if link]


def compare(readings: Sequence[Reading]) -> Comparison:
    spans = gather([reading.spans for reading in readings])
    numbers: list[Numbers] = [{} for _ in readings]
    for number, match in enumerate(spans):
        for reader, span in enumerate(match):
            if span:
                numbers[reader][span.id] = number
    return Comparison(spans, gather_links(readings, numbers), gather_article_labels(readings), numbers)


def tie(link: Link, numbers: Numbers) -> Tie:
    return link.label, numbers[link.from_span], numbers[link.to_span]


def gather_links(readings: Sequence[Reading], numbers: Sequence[Numbers]) -> list[Match[Link]]:
    """Same links first; then what goes from the same place to another target, in the order of the text."""
    same: defaultdict[Tie, dict[int, Link]] = defaultdict(dict)
    for reader, reading in enumerate(readings):
        for link in reading.links:
            same[tie(link, numbers[reader])][reader] = link
    matches: defaultdict[tuple[int, str], list[dict[int, Link]]] = defaultdict(list)
    for (label, from_number, _), found in sorted(same.items(), key=lambda item: (item[0][1], item[0][0], item[0][2])):
        siblings = matches[from_number, label]
        if another := next((match for match in siblings if match.keys().isdisjoint(found)), None):
            another |= found
        else:
            siblings.append(found)
    readers = range(len(readings))
    return [tuple(map(match.get, readers)) for siblings in matches.values() for match in siblings]


def gather_article_labels(readings: Sequence[Reading]) -> list[Match[ArticleLabel]]:
    said = [{one.label: one for one in reading.article_labels} for reading in readings]
    return [tuple(each.get(label) for each in said) for label in sorted(set().union(*said))]


def questions(match: Match[T]) -> Iterator[tuple[str, bool]]:
    """What anybody who marked this has answered, and not only the app: the attribute's key, and whether all agree.

    No answer is another answer.
    """
    marked = given(match)
    for key in sorted({key for each in marked for key in each.attributes}):
        answers = {answer_to(key, each) for each in marked}
        if answers != {None} and not all(key in each.computed for each in marked):
            yield key, len(answers) == 1


def differing(match: Match[T]) -> list[str]:
    """Keys of the attributes that those who marked this have answered differently."""
    return [key for key, alike in questions(match) if not alike]


def answer_to(key: str, marked: Marked) -> str | bool | None:
    answer = marked.attributes.get(key)
    return answer.strip() if isinstance(answer, str) else answer
