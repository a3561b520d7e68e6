from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreview.agreement.disagreeing import Disagreement, Kind, Outcome, sort_out
from newsreview.agreement.readings import ArticleLabel, Link, Reading, Span
from tests.agreement.random_readings import readings


def span(label: str, start: int, end: int, side: str = "", **attributes: Any) -> Span:
    return Span(f"{label} {start} {side}", label, start, end, f"{start} to {end}", attributes)


def link(label: str, one: Span, other: Span, **attributes: Any) -> Link:
    return Link(f"{one.id} to {other.id}", label, one.id, other.id, attributes)


def kinds(outcome: Outcome) -> list[tuple[str, ...]]:
    return [(str(each.kind), *each.attributes) for each in outcome.disagreements]


def swapped(outcome: Outcome) -> Any:
    """The same with the sides of everything exchanged, and without patterns, which know the sides."""

    def swap(match: Any) -> Any:
        return match[::-1]

    return (
        [list(map(swap, part)) for part in outcome[:3]],
        [(each.kind, swap(each.sides), each.attributes, list(map(swap, each.links))) for each in outcome.disagreements],
    )


CLAIM, OTHER_CLAIM, SOURCE = span("claim", 0, 20), span("claim", 30, 50), span("source", 60, 70)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([], [], []),
        ([CLAIM], [CLAIM], []),
        ([CLAIM], [], [("missing",)]),
        ([], [CLAIM], [("missing",)]),
        ([CLAIM], [span("claim", 0, 18)], [("boundary",)]),
        ([CLAIM], [span("source", 0, 20)], [("label",)]),
        ([CLAIM], [span("source", 0, 18)], [("label",)]),
        ([span("claim", 0, 20, kind="fact")], [span("claim", 0, 20, kind="aim")], [("attribute", "kind")]),
        ([span("claim", 0, 20, kind="fact")], [CLAIM], [("attribute", "kind")]),
        ([span("claim", 0, 20, kind=None)], [CLAIM], []),
        ([span("source", 0, 5, who="Ada Brandt")], [span("source", 0, 5, who=" Ada Brandt ")], []),
        # what differs besides rides on the question about the span
        ([span("claim", 0, 20, kind="fact")], [span("claim", 0, 18, kind="aim")], [("boundary", "kind")]),
        # another label asks other things
        ([span("claim", 0, 20, kind="fact")], [span("source", 0, 20, type="media")], [("label",)]),
        # in the order of the text
        ([OTHER_CLAIM, SOURCE], [CLAIM, SOURCE, span("claim", 30, 49)], [("missing",), ("boundary",)]),
    ],
)
def test_kinds_of_questions_about_spans(first: list[Span], second: list[Span], expected: list[tuple[str, ...]]) -> None:
    assert kinds(sort_out([Reading(first), Reading(second)])) == expected


def test_what_the_app_computed_is_nobodys_answer() -> None:
    direct, mixed = span("claim", 0, 20, form="direct"), span("claim", 0, 20, form="mixed")
    form = frozenset({"form"})

    def differ(one: Span, other: Span) -> list[tuple[str, ...]]:
        return kinds(sort_out([Reading([one]), Reading([other])]))

    assert differ(direct._replace(computed=form), mixed._replace(computed=form)) == []
    assert differ(direct._replace(computed=form), mixed) == [("attribute", "form")]


def test_same_links_between_paired_spans_are_agreed_wherever_the_ends_begin() -> None:
    near_claim, near_source = span("claim", 2, 20, "b"), span("source", 60, 72, "b")
    first = Reading([CLAIM, SOURCE], [link("attributed_to", CLAIM, SOURCE)])
    second = Reading([near_claim, near_source], [link("attributed_to", near_claim, near_source)])

    outcome = sort_out([first, second])

    assert outcome.links == [(first.links[0], second.links[0])]
    assert kinds(outcome) == [("boundary",), ("boundary",)]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([link("attributed_to", CLAIM, SOURCE)], [], [("link",)]),
        ([link("continues", CLAIM, OTHER_CLAIM)], [link("attributed_to", CLAIM, OTHER_CLAIM)], [("link",), ("link",)]),
        ([link("continues", CLAIM, OTHER_CLAIM)], [link("continues", OTHER_CLAIM, CLAIM)], [("link",), ("link",)]),
        # to another target: one question
        ([link("continues", CLAIM, OTHER_CLAIM)], [link("continues", CLAIM, SOURCE)], [("link",)]),
        # answered otherwise
        (
            [link("attributed_to", CLAIM, SOURCE, carried_over=True)],
            [link("attributed_to", CLAIM, SOURCE, carried_over=False)],
            [("link", "carried_over")],
        ),
        # of several targets those that both have are agreed, whatever their order
        (
            [link("continues", CLAIM, SOURCE), link("continues", CLAIM, OTHER_CLAIM)],
            [link("continues", CLAIM, SOURCE)],
            [("link",)],
        ),
    ],
)
def test_kinds_of_questions_about_links(first: list[Link], second: list[Link], expected: list[tuple[str, ...]]) -> None:
    spans = [CLAIM, OTHER_CLAIM, SOURCE]

    assert kinds(sort_out([Reading(spans, first), Reading(spans, second)])) == expected


def test_link_to_a_span_that_is_missing_rides_on_it() -> None:
    tie = link("attributed_to", CLAIM, SOURCE)

    outcome = sort_out([Reading([CLAIM, SOURCE], [tie]), Reading([CLAIM])])

    assert outcome.disagreements == [
        Disagreement(Kind.MISSING, (SOURCE, None), [], [(tie, None)], pattern=outcome.disagreements[0].pattern)
    ]


def test_link_of_two_missing_spans_rides_on_the_later() -> None:
    tie = link("attributed_to", SOURCE, CLAIM)

    outcome = sort_out([Reading([]), Reading([CLAIM, SOURCE], [tie])])

    assert [each.links for each in outcome.disagreements] == [[], [(None, tie)]]


def test_link_to_a_span_of_another_label_rides_on_it() -> None:
    tie = link("attributed_to", CLAIM, SOURCE)

    outcome = sort_out([Reading([CLAIM, SOURCE], [tie]), Reading([CLAIM, span("claim", 60, 70, "b")])])

    assert [(each.kind, each.links) for each in outcome.disagreements] == [(Kind.LABEL, [(tie, None)])]


def test_link_that_one_of_three_could_have_is_a_question_of_its_own() -> None:
    tie = link("attributed_to", CLAIM, SOURCE)
    linked, unlinked, without = Reading([CLAIM, SOURCE], [tie]), Reading([CLAIM, SOURCE]), Reading([CLAIM])

    assert kinds(sort_out([linked, linked, without])) == [("missing",)]
    assert kinds(sort_out([linked, unlinked, without])) == [("link",), ("missing",)]


def test_other_target_that_is_missing_too_is_a_question_of_its_own() -> None:
    pronoun = span("source", 22, 25)
    first = Reading([CLAIM, pronoun, SOURCE], [link("attributed_to", CLAIM, pronoun)])
    second = Reading([CLAIM, SOURCE], [link("attributed_to", CLAIM, SOURCE)])

    outcome = sort_out([first, second])

    assert kinds(outcome) == [("link",), ("missing",)]
    assert outcome.disagreements[0].sides == (first.links[0], second.links[0])


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([ArticleLabel("origin", {"kind": "own"})], [ArticleLabel("origin", {"kind": "own"})], []),
        (
            [ArticleLabel("origin", {"kind": "own"})],
            [ArticleLabel("origin", {"kind": "agency", "credited_to": "Reuters"})],
            [("article label", "credited_to", "kind")],
        ),
        ([], [ArticleLabel("origin", {"kind": "own"})], [("article label",)]),
    ],
)
def test_questions_about_the_article(
    first: list[ArticleLabel], second: list[ArticleLabel], expected: list[tuple[str, ...]]
) -> None:
    outcome = sort_out([Reading([CLAIM], [], first), Reading([], [], second)])

    assert kinds(outcome) == [("missing",), *expected]
    assert len(outcome.article_labels) == (expected == [])


@given(st.lists(readings(), min_size=2, max_size=3))
def test_everything_marked_is_agreed_or_asked_about_once(several: list[Reading]) -> None:
    outcome = sort_out(several)

    asked = [side for each in outcome.disagreements for match in (each.sides, *each.links) for side in match if side]
    agreed = [each for part in outcome[:3] for match in part for each in match]
    marked = [each for reading in several for part in reading for each in part]
    assert Counter(map(repr, asked + agreed)) == Counter(map(repr, marked))


@given(readings(), readings())
def test_it_does_not_matter_who_comes_first(first: Reading, second: Reading) -> None:
    def plain(outcome: Outcome) -> Any:
        return (
            list(outcome[:3]),
            [(each.kind, each.sides, each.attributes, each.links) for each in outcome.disagreements],
        )

    assert plain(sort_out([first, second])) == swapped(sort_out([second, first]))


@given(readings())
def test_a_reading_agrees_with_itself(reading: Reading) -> None:
    assert sort_out([reading, reading]).disagreements == []
