"""A worked example, counted by hand."""

from newsreview.agreement.readings import Link, Reading, Span
from newsreview.agreement.scoring import MEASURES, WRONG, labels_in, score, share
from newsreview.offsets import Paragraph

PARAGRAPHS = [Paragraph(1, 0, 19), Paragraph(2, 20, 40)]
# The first claim is the same, the second ends too early; the source was taken for a claim; the last source is none.
MODEL = Reading(
    [Span(1, "claim", 0, 10), Span(2, "claim", 12, 18), Span(3, "claim", 24, 30), Span(4, "source", 32, 36)],
    [Link(11, "attributed_to", 1, 4), Link(12, "attributed_to", 2, 3)],
)
SETTLED = Reading(
    [
        Span(5, "claim", 0, 10, attributes={"kind": "fact"}),
        Span(6, "claim", 12, 19),
        Span(7, "source", 24, 30, attributes={"who": "Ada"}),
    ],
    [Link(13, "attributed_to", 5, 7), Link(14, "attributed_to", 6, 7)],
)


def shares(label: str | None = None) -> dict[str, tuple[int, ...]]:
    counts = score(MODEL, SETTLED, PARAGRAPHS)
    return {name: tuple(share(counts, measure, label)) for name, measure in MEASURES.items()}


def test_figures_are_those_that_one_counts_by_hand() -> None:
    assert shares() == {
        "found": (6, 7),  # all but the last source, on both sides
        "label": (4, 6),  # the two claims
        "boundary": (2, 4),  # the first of them
        "link": (2, 3),  # of those whose ends both have: one of the model's, two that are settled
        "precision": (2, 4),
        "recall": (2, 3),
        "f1": (4, 7),
        "exact_precision": (1, 4),
        "exact_recall": (1, 3),
        "exact_f1": (2, 7),
        "link_precision": (1, 2),
        "link_recall": (1, 2),
        "link_f1": (2, 4),
    }


def test_figures_of_a_label_count_who_has_it() -> None:
    of_source, of_link = shares("source"), shares("attributed_to")

    assert {name: shares("claim")[name] for name in ("precision", "recall", "f1")} == {
        "precision": (2, 3),
        "recall": (2, 2),
        "f1": (4, 5),
    }
    assert (of_source["precision"], of_source["recall"], of_source["found"]) == ((0, 1), (0, 1), (1, 2))
    assert (of_link["precision"], of_link["link_f1"]) == ((0, 0), (2, 4))
    assert labels_in(score(MODEL, SETTLED, PARAGRAPHS)) == {"claim", "source", "attributed_to"}


def test_differences_are_counted_where_they_begin_and_answers_are_none() -> None:
    counts = score(MODEL, SETTLED, PARAGRAPHS)

    # The first claim's link goes elsewhere, the second ends too early; another label, and a source too many.
    assert {key[1]: times for key, times in counts.items() if key[0] == WRONG} == {1: 2, 2: 2}


def test_the_same_is_without_fault_and_nothing_has_no_value() -> None:
    same = score(SETTLED, SETTLED, PARAGRAPHS)
    none = score(Reading(), Reading(), [])

    assert {share(same, measure).value for measure in MEASURES.values()} == {1.0}
    assert {share(none, measure).value for measure in MEASURES.values()} == {None}
    assert none == {}


def test_what_begins_after_the_last_paragraph_is_counted_with_it() -> None:
    assert score(Reading([Span(1, "claim", 40, 41)]), Reading(), PARAGRAPHS)[WRONG, 2] == 1
