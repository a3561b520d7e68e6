"""Figures from whole readings, against published evaluations and figures worked by hand."""

from typing import Any

import pytest

from newsreview.agreement.counting import Counts, Of, count
from newsreview.agreement.figures import (
    ATTRIBUTE,
    BOUNDARY,
    EXACT_F1,
    FOUND,
    LABEL,
    LINK,
    LINK_F1,
    OVERLAP_F1,
    Share,
    alpha_of,
    kappa_of,
    share,
)
from newsreview.agreement.readings import Link, Reading, Span
from newsreview.agreement.tallying import Tally, tally
from newsreview.offsets import Paragraph

PARAGRAPHS = [Paragraph(number, 100 * number, 100 * number + 99) for number in range(10)]
LENGTH = 1000
# The output example of conlleval, the script of the CoNLL-2000 shared task (E. F. Tjong Kim Sang and S. Buchholz,
# Introduction to the CoNLL-2000 shared task: chunking): phrases in the corpus, found, and correct; F1 in per cent.
CONLL = {
    "ADJP": (6, 1, 0, 0.00),
    "ADVP": (8, 11, 5, 52.63),
    "NP": (262, 317, 206, 71.16),
    "PP": (90, 107, 89, 90.36),
    "SBAR": (6, 3, 2, 44.44),
    "VP": (87, 100, 69, 73.80),
}


def reading(*marks: tuple[str, int, int]) -> Reading:
    return Reading([Span(mark, *mark) for mark in marks])


def counted(*readings: Reading) -> Counts:
    return count(readings, PARAGRAPHS, LENGTH)


def value(stories: Tally, figure: Share, *which: str) -> float | None:
    found = share(stories, figure, *which).value
    return None if found is None else round(found, 4)


def test_exact_f1_is_that_of_conlleval() -> None:
    corpus, found = [], []
    for row, (label, (there, said, correct, _)) in enumerate(CONLL.items()):
        places = [(label, 10_000 * row + 10 * number, 10_000 * row + 10 * number + 5) for number in range(there + said)]
        corpus += places[:there]
        found += places[there - correct : there - correct + said]

    stories = tally([count([reading(*corpus), reading(*found)], [], 100_000)])

    assert {label: value(stories, EXACT_F1, label) for label in CONLL} == {
        label: pytest.approx(row[3] / 100) for label, row in CONLL.items()
    }
    assert value(stories, EXACT_F1) == 0.7435


def test_exact_f1_is_that_of_seqeval() -> None:
    """The example of seqeval's README (H. Nakayama, 2018), in tokens: one entity a token longer, one the same."""
    stories = tally([counted(reading(("MISC", 3, 6), ("PER", 7, 9)), reading(("MISC", 2, 6), ("PER", 7, 9)))])

    assert (value(stories, EXACT_F1), value(stories, EXACT_F1, "MISC"), value(stories, EXACT_F1, "PER")) == (0.5, 0, 1)
    assert value(stories, OVERLAP_F1) == 1


FIRST = Reading(
    [
        Span(1, "claim", 0, 40, attributes={"kind": "fact"}),
        Span(2, "claim", 50, 90, attributes={"kind": "view"}),
        Span(3, "claim", 100, 140),
        Span(4, "claim", 150, 190),
        Span(5, "source", 200, 210),
        Span(6, "source", 220, 230),
    ],
    [Link(1, "attributed_to", 1, 5), Link(2, "attributed_to", 2, 5), Link(3, "attributed_to", 3, 6)],
)
SECOND = Reading(
    [
        Span(1, "claim", 0, 40, attributes={"kind": "fact"}),
        Span(2, "claim", 50, 80, attributes={"kind": "aim"}),
        Span(3, "source", 100, 140),
        Span(5, "source", 200, 210),
        Span(7, "source", 320, 330),
    ],
    [Link(1, "attributed_to", 1, 5), Link(2, "attributed_to", 2, 7)],
)


@pytest.mark.parametrize(
    ("figure", "label", "by_hand"),
    [
        # 11 spans, of which 8 lie where the other has one; 6 of these have the same label, and 4 are the same
        (FOUND, None, 8 / 11),
        (LABEL, None, 6 / 8),
        (BOUNDARY, None, 4 / 6),
        (OVERLAP_F1, None, 6 / 11),
        (EXACT_F1, None, 4 / 11),
        # 6 claims: two and two, one that is a source to the other, one alone
        (FOUND, "claim", 5 / 6),
        (LABEL, "claim", 4 / 5),
        (BOUNDARY, "claim", 2 / 4),
        (OVERLAP_F1, "claim", 4 / 6),
        (EXACT_F1, "claim", 2 / 6),
        (FOUND, "source", 3 / 5),
        (ATTRIBUTE, None, 1 / 2),
        # 5 links, of which 3 go between spans that the other has too, and 2 are the same
        (LINK, None, 2 / 3),
        (LINK_F1, None, 2 / 5),
        (LINK, "via", None),
        (FOUND, "heading", None),
    ],
)
def test_shares_worked_by_hand(figure: Share, label: str | None, by_hand: float | None) -> None:
    found = share(tally([counted(FIRST, SECOND)]), figure, label).value

    assert found == (by_hand if by_hand is None else pytest.approx(by_hand))


def test_one_attribute_of_a_label() -> None:
    stories = tally([counted(FIRST, SECOND)])

    assert value(stories, ATTRIBUTE, "claim", "kind") == 0.5
    assert value(stories, ATTRIBUTE, "claim", "form") is None


def test_chance_corrected_figures_worked_by_hand() -> None:
    """Ten paragraphs: claims on 0 and 1 with the first, on 0 with the second. 500 characters covered by nobody.

    α: said 17 times no and 3 times yes, one paragraph of two minds: 1 - 19 · 2 / (2 · 17 · 3) = 32/51.
    κ: both yes 1, both no 8, so 0.9; by chance 2/10 · 1/10 + 8/10 · 9/10 = 0.74: 0.16 / 0.26 = 8/13.
    """
    stories = tally([counted(reading(("claim", 0, 20), ("claim", 110, 120)), reading(("claim", 0, 30)))])

    assert alpha_of(stories, Of.PARAGRAPHS, "claim").value == pytest.approx(32 / 51)
    assert alpha_of(stories, Of.PARAGRAPHS).value == pytest.approx(32 / 51)
    assert kappa_of(stories, Of.PARAGRAPHS, "claim").value == pytest.approx(8 / 13)
    # 20 characters both, 10 the first alone, 10 the second alone: said 60 times yes, 1940 times no
    assert alpha_of(stories, Of.CHARACTERS, "claim").value == pytest.approx(1 - 1999 * 40 / (2 * 60 * 1940))
    assert kappa_of(stories, Of.CHARACTERS).value == pytest.approx((0.98 - 0.9418) / (1 - 0.9418))
    assert alpha_of(stories, Of.PARAGRAPHS, "source").value is None


def test_label_of_spans_found_by_both() -> None:
    """Of three pairs, two claims and a claim that is a source, and one source: κ = (3/4 - 1/2) / (1 - 1/2)."""
    assert kappa_of(tally([counted(FIRST, SECOND)]), Of.SPANS).value == pytest.approx(0.5)


def test_figures_of_several_articles_come_from_their_sums() -> None:
    articles = [counted(FIRST, SECOND), counted(FIRST, FIRST), counted(SECOND, FIRST)]
    three = tally(articles)

    assert value(three, EXACT_F1) == round((4 + 12 + 4) / (11 + 12 + 11), 4)
    assert value(three.only([0, 2]), EXACT_F1) == round(8 / 22, 4)
    stories = three.summed(["bridge", "ferry", "bridge"])
    assert stories.rows.tolist() == [(three.rows[0] + three.rows[2]).tolist(), three.rows[1].tolist()]
    assert value(stories, EXACT_F1) == value(three, EXACT_F1)
    assert alpha_of(stories, Of.CHARACTERS).value == alpha_of(three, Of.CHARACTERS).value


def test_interval_comes_from_whole_stories() -> None:
    articles = [counted(FIRST, FIRST), counted(FIRST, FIRST), counted(FIRST, Reading())]

    assert share(tally(articles).summed(["one", "one", "two"]), EXACT_F1).interval == (0, 1)
    assert share(tally(articles).summed(["one", "one", "one"]), EXACT_F1).interval is None


@pytest.mark.parametrize("stories", [tally([]), tally([{}]), tally([counted(Reading(), Reading())])])
def test_where_nothing_is_marked_there_is_no_figure(stories: Tally) -> None:
    estimates: list[Any] = [share(stories, FOUND), alpha_of(stories, Of.PARAGRAPHS), kappa_of(stories, Of.CHARACTERS)]

    assert [tuple(each) for each in estimates] == [(None, None)] * 3
