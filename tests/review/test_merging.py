"""What stands in an adjudicated set follows from the sides and the decisions, whatever they are."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsreview.agreement.disagreeing import Disagreement
from newsreview.agreement.readings import ArticleLabel, Link, Marked, Reading, Span
from newsreview.annotation.decisions import Choice
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.standing import Snapshot, Standing
from newsreview.labels.models import Label
from newsreview.review.merging import Merging
from newsreview.review.offering import choices
from newsreview.review.sides import Sides
from tests.agreement.random_readings import readings

TASK = UUID(int=7)
ANY = ["claim", "source"]
LABELS = {key: Label(key=key, from_labels=ANY, to_labels=ANY) for key in (*ANY, "attributed_to", "via")}
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


def marks(rows: Standing) -> set[Any]:
    """Spans by label and place, links by label and those of their ends."""
    spans = {row_id: (row["label"], row["start"], row["end"]) for (kind, row_id), row in rows.items() if kind == "span"}
    links = [row for (kind, _), row in rows.items() if kind == "link"]
    return set(spans.values()) | {(row["label"], spans[str(row["from"])], spans[str(row["to"])]) for row in links}


@st.composite
def nearly_alike(draw: st.DrawFn) -> list[Reading]:
    """One person's, and that of another who cut some spans short."""
    one = draw(readings())
    again = {each: f"{each} again" for each in (*(span.id for span in one.spans), *(link.id for link in one.links))}
    ends = [max(span.start + 1, span.end - draw(st.integers(0, 2))) for span in one.spans]
    spans = [span._replace(id=again[span.id], end=end) for span, end in zip(one.spans, ends, strict=True)]
    assume(len({span[1:4] for span in spans}) == len(spans))
    links = [
        link._replace(id=again[link.id], from_span=again[link.from_span], to_span=again[link.to_span])
        for link in one.links
    ]
    return [one, Reading(spans, links, one.article_labels)]


@given(st.one_of(several, nearly_alike()), st.integers(0, 1))
def test_nothing_goes_that_was_not_decided_away(all_read: list[Reading], reader: int) -> None:
    """C15: both wherever that is offered; else whoever has something."""
    sides = sides_of(all_read[:2])

    def keeping(question: Disagreement) -> Snapshot:
        if Choice.BOTH in choices(question, LABELS):
            return {"choice": Choice.BOTH, "taken": None}
        return taking(sides, reader if question.sides[reader] else 1 - reader)

    decided = {key: keeping(question) for key, question in sides.questions.items()}
    rows = Merging(sides, LABELS, decided, None).rows

    assert marks(rows) == marks(sides.rows[0]) | marks(sides.rows[1])


@pytest.mark.parametrize("choice", [Choice.NEITHER, Choice.SIDE])
def test_where_only_answers_differ_the_mark_itself_stays(choice: Choice) -> None:
    """Everybody's link, also where it begins at two spans that both stand."""
    whole, short, source = ("claim", 0, 30), ("claim", 0, 20), ("source", 32, 36)
    read = [
        Reading(
            [Span(f"claim {who}", *claim), Span(f"source {who}", *source)],
            [Link(f"link {who}", "attributed_to", f"claim {who}", f"source {who}", {"by": who, "sure": True})],
            [ArticleLabel("origin", {"kind": f"copy of {who}", "credited_to": "the agency"})],
        )
        for who, claim in (("A", whole), ("B", short))
    ]
    sides = sides_of(read)
    boundary, *others = sides.questions
    both = {boundary: {"choice": Choice.BOTH, "taken": None}}
    rows = Merging(sides, LABELS, both | dict.fromkeys(others, taking(sides, 1) | {"choice": choice}), None).rows

    kept = {Choice.NEITHER: ({"sure": True}, {"credited_to": "the agency"})}
    theirs = ({"by": "B", "sure": True}, {"kind": "copy of B", "credited_to": "the agency"})
    link, origin = kept.get(choice, theirs)
    assert marks(rows) == {whole, short, source, *(("attributed_to", claim, source) for claim in (whole, short))}
    assert [row["attributes"] for (kind, _), row in rows.items() if kind == "link"] == [link, link]
    assert [row["attributes"] for (kind, _), row in rows.items() if kind == "article_label"] == [origin]


@pytest.mark.parametrize(
    ("excludes", "offered"),
    [({}, {Choice.BOTH}), ({"claim": ["source"]}, set()), ({"source": ["claim"]}, set())],
)
def test_both_are_not_offered_where_one_excludes_the_other(
    excludes: dict[str, list[str]], offered: set[Choice]
) -> None:
    labels = {key: Label(key=key, excludes=excludes.get(key, [])) for key in ANY}
    sides = sides_of([Reading([Span(label, label, 0, 10)]) for label in ANY])
    [question] = sides.questions.values()

    assert choices(question, labels) & {Choice.BOTH} == offered


@given(several, st.integers(0, 1))
def test_what_was_accepted_stays_without_what_was_not(all_read: list[Reading], reader: int) -> None:
    """Ids are the same every time, so that what stands in the set says what was accepted."""
    sides = sides_of(all_read)
    whole = merged(sides, taking(sides, reader))

    assert merged(sides, taking(sides, reader), [row_id for _, row_id in whole]) == whole
