"""Which span of one reading answers which span of another.

1. What is identical (same label, same start and end) belongs together.
2. Of what is left, two spans may belong together when they lie in the same place: they share at least half of the text
   that either covers (intersection over union ≥ ½). So neither is more than twice as long as the other, and of two
   neighbours only one can be meant. The pairs are chosen so that, in this order,
   - as many as possible have the same label: one person's claim is not taken for another's source while there is a
     claim for it;
   - as many as possible are pairs at all: fewer spans stand alone, which an adjudicator would have to decide twice;
   - they share as much text as possible, in sum.
   That is the assignment of greatest total weight, with three weights of which each outweighs any sum of the next. It
   is found for each group of spans that could be paired with one another; nearly all groups are one span and one span.
3. Spans that are left stand alone.

More than two readings are brought together one by one, beginning with the one that has most in common with the others
(the star of multiple alignment): each is paired with what stands already, where the span that came first stands for
its match. For two readings this is the pairing itself.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from newsreview.agreement.assignment import best_assignment
from newsreview.agreement.readings import Match, Span, given

Pair = tuple[Span | None, Span | None]
Mark = tuple[int, int, str]
# Shared text is weighed in millionths of the text that either covers.
WHOLE = 1_000_000


def gather(readings: Sequence[Sequence[Span]]) -> list[Match[Span]]:
    """The spans of all readings, each in exactly one match, in the order of the text."""
    stars: list[Span] = []
    gathered: dict[Mark, dict[int, Span]] = {}
    for reader in most_central_first(readings):
        for star, span in pairs(stars, readings[reader]):
            if star is None and span is not None:
                stars.append(span)
                gathered[mark(span)] = {reader: span}
            elif star is not None and span is not None:
                gathered[mark(star)][reader] = span
    matches = [tuple(map(found.get, range(len(readings)))) for found in gathered.values()]
    return sorted(matches, key=place_in_text)


def most_central_first(readings: Sequence[Sequence[Span]]) -> list[int]:
    marks = [set(map(mark, spans)) for spans in readings]
    in_common = [sum(len(these & others) for others in marks) - len(these) for these in marks]
    return sorted(range(len(readings)), key=lambda reader: -in_common[reader])


def pairs(first: Sequence[Span], second: Sequence[Span]) -> Iterator[Pair]:
    """Every span of both sides exactly once, beside the one of the other side that it belongs to, or None."""
    identical = {mark(span): span for span in second}
    left: list[Span] = []
    for span in first:
        if same := identical.pop(mark(span), None):
            yield span, same
        else:
            left.append(span)
    yield from nearest_pairs(sorted(left, key=mark), sorted(identical.values(), key=mark))


def nearest_pairs(first: list[Span], second: list[Span]) -> Iterator[Pair]:
    alone_first, alone_second = set(range(len(first))), set(range(len(second)))
    for group in groups(first, second):
        for one, other in best_pairs(first, second, *group):
            alone_first.remove(one)
            alone_second.remove(other)
            yield first[one], second[other]
    yield from ((first[one], None) for one in alone_first)
    yield from ((None, second[other]) for other in alone_second)


def groups(first: list[Span], second: list[Span]) -> Iterator[tuple[list[int], list[int]]]:
    """The connected components of the spans that may belong together, as sorted places in both lists."""
    of_first: list[list[int]] = [[] for _ in first]
    of_second: list[list[int]] = [[] for _ in second]
    starts = [span.start for span in second]
    for one, span in enumerate(first):
        # In the same place, a span starts no further before this one than this one is long.
        earliest = bisect_left(starts, span.start - (span.end - span.start))
        for other in range(earliest, bisect_left(starts, span.end)):
            if in_same_place(span, second[other]):
                of_first[one].append(other)
                of_second[other].append(one)
    reached: set[int] = set()
    for one in range(len(first)):
        if of_first[one] and one not in reached:
            ones, others = {one}, set(of_first[one])
            waiting = list(others)
            while waiting:
                for next_one in of_second[waiting.pop()]:
                    if next_one not in ones:
                        ones.add(next_one)
                        waiting += set(of_first[next_one]) - others
                        others.update(of_first[next_one])
            reached |= ones
            yield sorted(ones), sorted(others)


def best_pairs(first: list[Span], second: list[Span], ones: list[int], others: list[int]) -> list[tuple[int, int]]:
    if len(ones) == len(others) == 1:
        return [(ones[0], others[0])]
    # Whoever is called first, the same pairs are found, where several choices are equally good.
    if [mark(first[one]) for one in ones] > [mark(second[other]) for other in others]:
        return [(one, other) for other, one in best_pairs(second, first, others, ones)]
    outweighs = min(len(ones), len(others)) + 1
    weights = [[weight(first[one], second[other], outweighs) for other in others] for one in ones]
    return [(ones[row], others[column]) for row, column in best_assignment(weights)]


def weight(one: Span, other: Span, outweighs: int) -> int:
    """How well two spans go together, where there are fewer than `outweighs` pairs in all; 0 when not at all."""
    if not in_same_place(one, other):
        return 0
    a_pair = WHOLE * outweighs
    of_one_label = a_pair * outweighs if one.label == other.label else 0
    return of_one_label + a_pair + WHOLE * shared(one, other) // covered(one, other)


def in_same_place(one: Span, other: Span) -> bool:
    return 2 * shared(one, other) >= covered(one, other)


def shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def covered(one: Span, other: Span) -> int:
    return one.end - one.start + other.end - other.start - shared(one, other)


def mark(span: Span) -> Mark:
    return span.start, span.end, span.label


def place_in_text(match: Match[Span]) -> tuple[int, int, list[Mark]]:
    """Where the match begins; of two that begin together, the longer comes first, as in the workbench."""
    marks = sorted(map(mark, given(match)))
    return marks[0][0], -max(end for _, end, _ in marks), marks
