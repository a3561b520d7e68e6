from collections.abc import Iterator
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreview.agreement.pairing import gather, mark, pairs
from newsreview.agreement.readings import Match, Span
from tests.agreement.random_readings import spans

WHOLE = 1_000_000


def span(label: str, start: int, end: int) -> Span:
    return Span(f"{label} {start} {end}", label, start, end)


def marks(matches: list[Match[Span]]) -> list[tuple[str | None, ...]]:
    return [tuple(span and f"{span.label} {span.start}-{span.end}" for span in match) for match in matches]


@pytest.mark.parametrize(
    ("first", "second", "matches"),
    [
        ([], [], []),
        # identical
        ([span("claim", 0, 9)], [span("claim", 0, 9)], [("claim 0-9", "claim 0-9")]),
        # half of ten characters is enough, less is not
        ([span("claim", 0, 10)], [span("claim", 0, 5)], [("claim 0-10", "claim 0-5")]),
        ([span("claim", 0, 10)], [span("claim", 0, 4)], [("claim 0-10", None), (None, "claim 0-4")]),
        ([span("claim", 0, 8)], [span("claim", 4, 12)], [("claim 0-8", None), (None, "claim 4-12")]),
        ([span("claim", 0, 9)], [span("claim", 3, 12)], [("claim 0-9", "claim 3-12")]),
        # another label in the same place
        ([span("claim", 0, 9)], [span("source", 0, 9)], [("claim 0-9", "source 0-9")]),
        # a near claim is preferred to a source in the very same place
        (
            [span("claim", 0, 9)],
            [span("source", 0, 9), span("claim", 0, 6)],
            [("claim 0-9", "claim 0-6"), (None, "source 0-9")],
        ),
        # a heading and the claim in it are told apart
        (
            [span("heading", 0, 9), span("claim", 0, 9)],
            [span("claim", 0, 8), span("heading", 0, 9)],
            [("claim 0-9", "claim 0-8"), ("heading 0-9", "heading 0-9")],
        ),
        # what is identical is never given away, even if more would be paired
        (
            [span("claim", 0, 10), span("claim", 0, 14)],
            [span("claim", 0, 10), span("claim", 0, 6)],
            [("claim 0-14", None), ("claim 0-10", "claim 0-10"), (None, "claim 0-6")],
        ),
        # the nearest first would take 0-10 for 0-9 and leave 0-16 and 0-6 alone
        (
            [span("claim", 0, 10), span("claim", 0, 16)],
            [span("claim", 0, 9), span("claim", 0, 6)],
            [("claim 0-16", "claim 0-9"), ("claim 0-10", "claim 0-6")],
        ),
        # among as many pairs, those that share most
        (
            [span("claim", 0, 10), span("claim", 2, 12)],
            [span("claim", 1, 10), span("claim", 3, 12)],
            [("claim 0-10", "claim 1-10"), ("claim 2-12", "claim 3-12")],
        ),
    ],
)
def test_what_belongs_together(first: list[Span], second: list[Span], matches: list[tuple[str | None, ...]]) -> None:
    assert marks(gather([first, second])) == matches


def test_third_reading_joins_what_stands() -> None:
    wide, narrow, other = span("claim", 0, 12), span("claim", 0, 10), span("claim", 0, 7)
    alone = span("source", 30, 33)

    assert gather([[wide], [narrow, alone], [other]]) == [(wide, narrow, other), (None, alone, None)]


def test_reading_with_most_in_common_comes_first() -> None:
    shared = span("source", 30, 33)
    lonely, middle, far = span("claim", 0, 20), span("claim", 0, 11), span("claim", 0, 6)

    # Beginning with the first or the last, the third claim would not be near enough.
    assert gather([[lonely], [middle, shared], [far, shared]]) == [(lonely, middle, far), (None, shared, shared)]


@given(spans(), spans())
def test_pairs_are_the_best_there_are(first: list[Span], second: list[Span]) -> None:
    identical = set(map(mark, first)) & set(map(mark, second))
    left, right = ([span for span in spans if mark(span) not in identical] for spans in (first, second))

    found = [(one, other) for one, other in pairs(first, second) if one and other]

    assert {mark(one) for one, other in found if mark(one) == mark(other)} == identical
    nearest = [(one, other) for one, other in found if mark(one) != mark(other)]
    assert worth(nearest) == max(map(worth, ways_to_pair(left, right)))


def ways_to_pair(first: list[Span], second: list[Span]) -> Iterator[list[tuple[Span, Span]]]:
    if len(first) > len(second):
        yield from ([(other, one) for one, other in way] for way in ways_to_pair(second, first))
        return
    for way in permutations(second, len(first)):
        yield [(one, other) for one, other in zip(first, way, strict=True) if overlap(one, other) >= WHOLE // 2]


def overlap(one: Span, other: Span) -> int:
    """Counted character by character, in millionths."""
    these, those = set(range(one.start, one.end)), set(range(other.start, other.end))
    return WHOLE * len(these & those) // len(these | those)


def worth(pairs: list[tuple[Span, Span]]) -> tuple[int, int, int]:
    of_one_label = sum(one.label == other.label for one, other in pairs)
    return of_one_label, len(pairs), sum(overlap(one, other) for one, other in pairs)


@given(st.lists(spans(), min_size=2, max_size=4))
def test_every_span_is_in_one_match(readings: list[list[Span]]) -> None:
    matches = gather(readings)

    for reader, marked in enumerate(readings):
        assert sorted(span for match in matches if (span := match[reader])) == sorted(marked)
    assert all(any(match) for match in matches)


@given(spans(8), spans(8))
def test_it_does_not_matter_who_comes_first(first: list[Span], second: list[Span]) -> None:
    assert gather([first, second]) == [(one, other) for other, one in gather([second, first])]


@given(spans(8), spans(8))
def test_order_of_spans_does_not_matter(first: list[Span], second: list[Span]) -> None:
    assert gather([first, second]) == gather([first[::-1], second[::-1]])
