"""Which labels lie on each paragraph, and on each character, according to each reading.

Characters are not looked at one by one: the text is cut wherever anybody's span begins or ends, and a stretch between
two cuts is as many units as it has code points.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence

from newsreview.agreement.readings import Reading
from newsreview.offsets import Paragraph

# All labels that lie somewhere in one reading, sorted.
Labels = tuple[str, ...]
# How many units have, one reading after the other, these labels.
Labelled = Counter[tuple[Labels | None, ...]]


def in_paragraphs(readings: Sequence[Reading], paragraphs: Sequence[Paragraph]) -> Labelled:
    """A label lies on a paragraph when a span of it has at least one character there."""
    starts = [paragraph.start for paragraph in paragraphs]
    ends = [paragraph.end for paragraph in paragraphs]
    lying: list[list[set[str]]] = [[set() for _ in readings] for _ in paragraphs]
    for reader, reading in enumerate(readings):
        for span in reading.spans:
            for paragraph in range(bisect_right(ends, span.start), bisect_left(starts, span.end)):
                lying[paragraph][reader].add(span.label)
    return Counter(tuple(tuple(sorted(labels)) for labels in each) for each in lying)


def in_characters(readings: Sequence[Reading], length: int) -> Labelled:
    """For a text of `length` code points."""
    changes: defaultdict[int, list[tuple[int, str, int]]] = defaultdict(list)
    for reader, reading in enumerate(readings):
        for span in reading.spans:
            changes[span.start].append((reader, span.label, 1))
            changes[span.end].append((reader, span.label, -1))
    lying: list[Counter[str]] = [Counter() for _ in readings]
    labels: list[Labels] = [() for _ in readings]
    found: Labelled = Counter()
    at = 0
    for cut in sorted({*changes, length}):
        if cut > at:
            found[tuple(labels)] += cut - at
        for reader, label, change in changes.get(cut, ()):
            lying[reader][label] += change
            labels[reader] = tuple(sorted(label for label, spans in lying[reader].items() if spans))
        at = cut
    return found
