"""What stands in an adjudicated set follows from the sides and the decisions, whatever they are."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from newsreview.agreement.readings import Link, Marked, Reading, Span
from newsreview.annotation.decisions import Choice
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.standing import Snapshot, Standing
from newsreview.labels.models import Label
from newsreview.review.merging import Merging
from newsreview.review.sides import Sides
from tests.agreement.random_readings import readings

TASK = UUID(int=7)
ANY = ["claim", "source"]
LABELS = {key: Label(key=key, from_labels=ANY, to_labels=ANY) for key in ("attributed_to", "via")}
several = st.lists(readings(), min_size=2, max_size=3)


def sides_of(all_read: Sequence[Reading]) -> Sides:
    sets = [AnnotationSet(pk=uuid5(TASK, str(number)), task_id=TASK) for number in range(len(all_read))]
    sides = Sides(TASK, sets, all_read, [{} for _ in all_read])
    for reader, read in enumerate(all_read):
        everything: list[Marked] = [*read.spans, *read.links, *read.article_labels]
        for marked in everything:
            sides.rows[reader][sides.place(reader, marked)] = row_of(marked)
    return sides


def row_of(marked: Marked) -> Snapshot:
    row: Snapshot = {"label": marked.label, "attributes": dict(marked.attributes)}
    if isinstance(marked, Span):
        row |= {"start": marked.start, "end": marked.end, "note": "Mine.", "unsure": True, "origin": "own", "run": None}
    if isinstance(marked, Link):
        row |= {"from": marked.from_span, "to": marked.to_span, "origin": "inferred"}
    return row


def merged(sides: Sides, decision: Snapshot, accepted: list[str] | None = None) -> Standing:
    return Merging(sides, LABELS, dict.fromkeys(sides.questions, decision), accepted).rows


def taking(sides: Sides, reader: int) -> Snapshot:
    return {"choice": Choice.SIDE, "taken": str(sides.sets[reader].pk)}


def content(rows: Standing) -> Counter[str]:
    """The same for the same marks, whatever their ids. No answer is the same as none."""

    def mark(span: object) -> Any:
        row = rows["span", str(span)]
        return row["label"], row["start"], row["end"]

    def told(kind: str, row_id: str, row: Snapshot) -> str:
        answers = {key: answer for key, answer in row["attributes"].items() if answer is not None}
        ends = [mark(row[end]) for end in ("from", "to")] if kind == "link" else []
        return repr((kind, mark(row_id) if kind == "span" else row["label"], ends, sorted(answers.items())))

    return Counter(told(kind, row_id, row) for (kind, row_id), row in rows.items())


@given(several, st.integers(0, 1))
def test_taking_one_side_everywhere_gives_what_that_side_has(all_read: list[Reading], reader: int) -> None:
    sides = sides_of(all_read)

    assert content(merged(sides, taking(sides, reader))) == content(sides.rows[reader])


@given(several)
def test_nothing_stands_before_anything_was_accepted_or_decided(all_read: list[Reading]) -> None:
    assert Merging(sides_of(all_read), LABELS, {}, []).rows == {}


@given(several)
def test_what_all_agree_on_stands_with_every_side(all_read: list[Reading]) -> None:
    sides = sides_of(all_read)
    agreed = content(Merging(sides, LABELS, {}, None).rows)

    for reader in range(len(all_read)):
        assert agreed <= content(sides.rows[reader])


@given(several)
def test_both_drops_nothing_that_two_have_marked(all_read: list[Reading]) -> None:
    """C15: nothing goes that was not decided away."""
    sides = sides_of(all_read[:2])
    spans = {repr((span.label, span.start, span.end)) for read in sides.readings for span in read.spans}

    rows = merged(sides, {"choice": Choice.BOTH, "taken": None})

    assert {
        repr((row["label"], row["start"], row["end"])) for (kind, _), row in rows.items() if kind == "span"
    } == spans


@given(several, st.integers(0, 1))
def test_what_was_accepted_stays_without_what_was_not(all_read: list[Reading], reader: int) -> None:
    """Ids are the same every time, so that what stands in the set says what was accepted."""
    sides = sides_of(all_read)
    whole = merged(sides, taking(sides, reader))

    assert merged(sides, taking(sides, reader), [row_id for _, row_id in whole]) == whole
