"""How well what a model marked answers what was settled: counted article by article, so that all figures are sums.

Two readings are compared as those of two people are (docs/agreement.md), but who has a span is kept apart: what the
model has is a question of precision, what was settled one of recall. Answers to questions are not compared, nor are
labels of the article: models mark spans and links.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from newsreview.agreement.comparing import Comparison, compare
from newsreview.agreement.counting import Counts, Key, Thing, Word, what_a_link_is, what_spans_are
from newsreview.agreement.disagreeing import Disagreement, in_question, sort_links
from newsreview.agreement.readings import NOTHING, Link, Reading, Span
from newsreview.offsets import Paragraph


class Side(Word):
    """Whose spans and links: the first word of a key, before the thing and its label."""

    MODEL = "what the model marked"
    SETTLED = "what was settled"


SIDES = (Side.MODEL, Side.SETTLED)
# A key is this and the number of a paragraph: how many differences begin there.
WRONG = "differences in a paragraph"


class Measure(NamedTuple):
    """A share: how many of the whole are of the part, on these sides."""

    part: Thing
    whole: Thing
    sides: tuple[Side, ...] = SIDES


MEASURES: dict[str, Measure] = {
    "found": Measure(Thing.FOUND, Thing.SPANS),
    "label": Measure(Thing.SAME_LABEL, Thing.FOUND),
    "boundary": Measure(Thing.IDENTICAL, Thing.SAME_LABEL),
    "link": Measure(Thing.SAME_LINKS, Thing.LINKS_BETWEEN),
    "precision": Measure(Thing.SAME_LABEL, Thing.SPANS, (Side.MODEL,)),
    "recall": Measure(Thing.SAME_LABEL, Thing.SPANS, (Side.SETTLED,)),
    "f1": Measure(Thing.SAME_LABEL, Thing.SPANS),
    "exact_precision": Measure(Thing.IDENTICAL, Thing.SPANS, (Side.MODEL,)),
    "exact_recall": Measure(Thing.IDENTICAL, Thing.SPANS, (Side.SETTLED,)),
    "exact_f1": Measure(Thing.IDENTICAL, Thing.SPANS),
    "link_precision": Measure(Thing.SAME_LINKS, Thing.LINKS, (Side.MODEL,)),
    "link_recall": Measure(Thing.SAME_LINKS, Thing.LINKS, (Side.SETTLED,)),
    "link_f1": Measure(Thing.SAME_LINKS, Thing.LINKS),
}


class Share(NamedTuple):
    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """None where there is nothing of which it could be a share."""
        return self.part / self.whole if self.whole else None


def score(model: Reading, settled: Reading, paragraphs: Sequence[Paragraph]) -> Counts:
    """What there is to count in an article."""
    comparison = compare((plain(model), plain(settled)))
    counts = Counter[Key](things(comparison))
    counts.update({(WRONG, number): len(found) for number, found in by_paragraph(comparison, paragraphs).items()})
    return dict(counts)


def differences(model: Reading, settled: Reading, paragraphs: Sequence[Paragraph]) -> dict[int, list[Disagreement]]:
    """What has to be decided between them, by the number of the paragraph in which it begins."""
    return by_paragraph(compare((plain(model), plain(settled))), paragraphs)


def plain(reading: Reading) -> Reading:
    """Its spans and links, without answers."""
    spans = [span._replace(attributes=NOTHING, computed=frozenset()) for span in reading.spans]
    return Reading(spans, [link._replace(attributes=NOTHING, computed=frozenset()) for link in reading.links])


def things(comparison: Comparison) -> Iterator[Key]:
    for match in comparison.spans:
        are = what_spans_are(match)
        yield from ((side, thing, span.label) for side, span in zip(SIDES, match, strict=True) if span for thing in are)
    for links in comparison.links:
        for reader, (side, link) in enumerate(zip(SIDES, links, strict=True)):
            if link:
                are = what_a_link_is(comparison.tie(reader, link), links, comparison)
                yield from ((side, thing, link.label) for thing in are)


def by_paragraph(comparison: Comparison, paragraphs: Sequence[Paragraph]) -> dict[int, list[Disagreement]]:
    ends = [paragraph.end for paragraph in paragraphs]
    found = defaultdict[int, list[Disagreement]](list)
    for difference in in_question(comparison, sort_links(comparison)):
        found[paragraph_at(begin(difference, comparison), ends)].append(difference)
    return dict(found)


def begin(difference: Disagreement, comparison: Comparison) -> int:
    """Where in the text the first of both sides begins; a link begins where it goes from."""
    found = zip(range(len(SIDES)), difference.sides, strict=True)
    return min(place_of(marked, reader, comparison) for reader, marked in found if isinstance(marked, Span | Link))


def place_of(marked: Span | Link, reader: int, comparison: Comparison) -> int:
    if isinstance(marked, Span):
        return marked.start
    span = comparison.spans[comparison.numbers[reader][marked.from_span]][reader]
    return span.start if span else 0


def paragraph_at(start: int, ends: Sequence[int]) -> int:
    """Its number; what begins in the blank lines after the last one is counted with that."""
    return min(bisect_right(ends, start) + 1, len(ends))


def share(counts: Mapping[Key, float], measure: Measure, label: str | None = None) -> Share:
    """Of the sums of many articles; without a label, of all labels."""
    part, whole = (
        sum(
            times
            for key, times in counts.items()
            if key[0] in measure.sides and key[1] == thing and label in {None, key[2]}
        )
        for thing in (measure.part, measure.whole)
    )
    return Share(int(part), int(whole))


def labels_in(counts: Mapping[Key, float]) -> set[str]:
    return {key[2] for key in counts if key[0] in SIDES}
