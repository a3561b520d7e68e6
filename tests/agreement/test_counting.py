from collections import Counter, defaultdict
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreview.agreement.counting import Counts, How, Of, Thing, count
from newsreview.agreement.readings import ArticleLabel, Link, Reading, Span
from newsreview.offsets import Paragraph
from tests.agreement.random_readings import LENGTH, readings

PARAGRAPHS = [Paragraph(1, 0, 19), Paragraph(2, 20, 40)]


def span(key: int, label: str, start: int, end: int, **attributes: Any) -> Span:
    return Span(key, label, start, end, attributes=attributes)


def of_things(counts: Counts) -> dict[Any, float]:
    return {key: times for key, times in counts.items() if isinstance(key[0], Thing)}


def test_what_two_people_marked() -> None:
    first = Reading(
        [
            span(1, "claim", 0, 10, kind="fact", form="direct"),
            span(2, "claim", 12, 20),
            span(3, "source", 24, 30, who="Brandt"),
            span(4, "source", 32, 36),
        ],
        [Link(11, "attributed_to", 1, 3, {"carried_over": True}), Link(12, "attributed_to", 2, 4)],
        [ArticleLabel("origin", {"kind": "own"})],
    )
    second = Reading(
        [
            span(5, "claim", 0, 10, kind="aim", form="direct"),
            span(6, "claim", 12, 19),
            span(7, "claim", 24, 30),
            span(8, "source", 25, 30, who="Brandt"),
        ],
        [Link(13, "attributed_to", 5, 8, {"carried_over": False}), Link(14, "attributed_to", 6, 8)],
    )

    assert of_things(count([first, second], PARAGRAPHS, LENGTH)) == {
        (Thing.SPANS, "claim"): 5,
        (Thing.FOUND, "claim"): 4,
        (Thing.SAME_LABEL, "claim"): 4,
        (Thing.IDENTICAL, "claim"): 2,
        (Thing.SPANS, "source"): 3,
        (Thing.FOUND, "source"): 2,
        (Thing.SAME_LABEL, "source"): 2,
        (Thing.QUESTIONS, "claim", "kind"): 1,
        (Thing.QUESTIONS, "claim", "form"): 1,
        (Thing.SAME_ANSWERS, "claim", "form"): 1,
        (Thing.QUESTIONS, "source", "who"): 1,
        (Thing.SAME_ANSWERS, "source", "who"): 1,
        (Thing.LINKS, "attributed_to"): 4,
        (Thing.LINKS_BETWEEN, "attributed_to"): 3,
        (Thing.SAME_LINKS, "attributed_to"): 2,
        (Thing.QUESTIONS, "attributed_to", "carried_over"): 1,
        (Thing.QUESTIONS, "origin", "kind"): 1,
        (Thing.DISAGREEMENTS, "claim", "attribute"): 1,
        (Thing.DISAGREEMENTS, "claim", "boundary"): 1,
        (Thing.DISAGREEMENTS, "claim", "missing"): 1,
        (Thing.DISAGREEMENTS, "source", "boundary"): 1,
        (Thing.DISAGREEMENTS, "source", "missing"): 1,
        (Thing.DISAGREEMENTS, "attributed_to", "link"): 2,
        (Thing.DISAGREEMENTS, "origin", "article label"): 1,
    }


def test_what_lies_on_paragraphs_characters_and_spans() -> None:
    first = Reading([span(1, "claim", 0, 10), span(2, "source", 12, 15)])
    second = Reading([span(3, "claim", 0, 8), span(4, "claim", 12, 15), span(5, "source", 30, 34)])

    counts = count([first, second], PARAGRAPHS, LENGTH)

    none, claim, source, both = (), ("claim",), ("source",), ("claim", "source")
    assert {key[1:]: times for key, times in counts.items() if key[0] == How.CONTINGENCY} == {
        (Of.PARAGRAPHS, both, claim): 1,
        (Of.PARAGRAPHS, none, source): 1,
        (Of.CHARACTERS, claim, claim): 8,
        (Of.CHARACTERS, claim, none): 2,
        (Of.CHARACTERS, source, claim): 3,
        (Of.CHARACTERS, none, source): 4,
        (Of.CHARACTERS, none, none): 23,
        (Of.SPANS, claim, claim): 1,
        (Of.SPANS, source, claim): 1,
    }


@given(readings(), readings())
def test_coincidences_of_two_are_their_contingencies_both_ways(first: Reading, second: Reading) -> None:
    counts = count([first, second], PARAGRAPHS, LENGTH)

    both_ways: defaultdict[Any, float] = defaultdict(float)
    for (how, *key), times in counts.items():
        if how == How.CONTINGENCY:
            of, one, other = key
            both_ways[of, one, other] += times
            both_ways[of, other, one] += times
    assert {key[1:]: times for key, times in counts.items() if key[0] == How.COINCIDENCE} == both_ways


@given(st.lists(readings(), min_size=3, max_size=3))
def test_coincidences_of_three_are_half_of_those_of_all_pairs(three: list[Reading]) -> None:
    of_pairs: defaultdict[Any, float] = defaultdict(float)
    for pair in combinations(three, 2):
        for key, times in count(pair, PARAGRAPHS, LENGTH).items():
            if key[0] == How.COINCIDENCE and key[1] != Of.SPANS:
                of_pairs[key] += times / 2

    together = {key: times for key, times in count(three, PARAGRAPHS, LENGTH).items() if key[1] != Of.SPANS}

    assert together == pytest.approx(dict(of_pairs))


@given(readings(), readings())
def test_nobody_comes_first_in_what_is_counted(first: Reading, second: Reading) -> None:
    assert of_things(count([first, second], PARAGRAPHS, LENGTH)) == of_things(
        count([second, first], PARAGRAPHS, LENGTH)
    )


@given(readings(), readings())
def test_every_count_is_part_of_the_one_before(first: Reading, second: Reading) -> None:
    counts = Counter(of_things(count([first, second], PARAGRAPHS, LENGTH)))

    for chain in (
        (Thing.SPANS, Thing.FOUND, Thing.SAME_LABEL, Thing.IDENTICAL),
        (Thing.LINKS, Thing.LINKS_BETWEEN, Thing.SAME_LINKS),
        (Thing.QUESTIONS, Thing.SAME_ANSWERS),
    ):
        totals = [sum(times for key, times in counts.items() if key[0] == thing) for thing in chain]
        assert totals == sorted(totals, reverse=True)
    assert counts[Thing.SPANS, "claim"] == sum(span.label == "claim" for each in (first, second) for span in each.spans)
