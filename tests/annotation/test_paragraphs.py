"""Marking a run of paragraphs by one gesture."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import marking_many, taking
from newsreview.annotation.models import Edit, Link, Span
from newsreview.annotation.refusals import AlreadyThere, Conflict, Gone, Refusal, Unacceptable, WrongQuote
from newsreview.offsets import paragraphs
from tests.annotation.hand import Hand, seen


def test_one_gesture_makes_one_span_a_paragraph_in_one_edit(ours: Hand) -> None:
    outcome = ours.mark("boilerplate", "Ferry talks stall", "Leave a comment", attrs={"type": "navigation"})
    spans = list(Span.objects.all())
    assert [(span.quote, span.attributes) for span in spans] == [
        ("Ferry talks stall", {"type": "navigation"}),
        ("Leave a comment", {"type": "navigation"}),
    ]
    assert {span.run for span in spans} == {outcome.edit.pk}
    assert outcome.edit.result == {
        "spans": [str(span.pk) for span in spans],
        "spans_removed": 0,
        "links_removed": [],
    }
    assert ours.version == 1


def test_a_single_paragraph_is_no_run(ours: Hand) -> None:
    ours.mark("boilerplate", "Leave a comment")
    assert Span.objects.get().run is None


def test_a_moved_or_relabelled_span_leaves_its_run(ours: Hand) -> None:
    ours.mark("boilerplate", "Ferry talks stall", "Leave a comment")
    first, second = Span.objects.all()
    ours.move(first, "Ferry talks")
    ours.relabel(second, "heading")
    assert [span.run for span in Span.objects.all()] == [None, None]


def test_spans_that_lie_under_go_with_their_links(ours: Hand) -> None:
    claim, source = ours.add("claim", "a comment"), ours.add("source", "Leave")
    elsewhere = ours.add("claim", "the crossing")
    ours.link("attributed_to", claim, source)
    ours.link("attributed_to", elsewhere, source)
    outcome = ours.mark("boilerplate", "Leave a comment", under=(claim, source))
    assert (outcome.edit.result["spans_removed"], len(outcome.edit.result["links_removed"])) == (2, 2)
    elsewhere.refresh_from_db()
    assert (elsewhere.attributes["form"], Link.objects.count()) == ("narrator", 0)
    ours.undo()
    elsewhere.refresh_from_db()
    assert (elsewhere.attributes["form"], Link.objects.count(), Span.objects.count()) == ("paraphrase", 2, 3)
    assert not Span.objects.filter(label__key="boilerplate").exists()
    ours.redo()
    assert (Link.objects.count(), Span.objects.count()) == (0, 2)


def test_a_span_that_was_not_named_is_a_conflict(ours: Hand, theirs: Hand) -> None:
    theirs.add("claim", "a comment")
    with pytest.raises(Conflict, match="A claim lies here"):
        ours.mark("boilerplate", "Ferry talks stall", "Leave a comment")
    assert (Span.objects.count(), ours.version) == (1, 1)


def test_a_span_that_was_named_and_has_changed_is_a_conflict(ours: Hand, theirs: Hand) -> None:
    claim = ours.add("claim", "a comment")
    named = {"span": claim.pk} | seen(claim)
    theirs.set(claim, "kind", "view")
    lines = [{"span": uuid7()} | ours.at("Leave a comment")]
    with pytest.raises(Conflict, match="This span was changed meanwhile"):
        marking_many.mark_paragraphs(**ours.whose, label="boilerplate", spans=lines, under=[named])
    theirs.remove(claim)
    with pytest.raises(Gone):
        marking_many.mark_paragraphs(**ours.whose, label="boilerplate", spans=lines, under=[named])


def test_only_what_lies_under_can_be_named(ours: Hand) -> None:
    elsewhere = ours.add("claim", "They gave us a day")
    with pytest.raises(Unacceptable, match="“They gave us a day” does not lie under what is marked here"):
        ours.mark("boilerplate", "Leave a comment", under=(elsewhere,))


def test_a_paragraph_that_is_marked_already_is_named_and_replaced(ours: Hand) -> None:
    ours.mark("boilerplate", "Leave a comment", attrs={"type": "other"})
    with pytest.raises(AlreadyThere):
        ours.mark("boilerplate", "Ferry talks stall", "Leave a comment")
    ours.mark("boilerplate", "Ferry talks stall", "Leave a comment", under=(Span.objects.get(),))
    assert [span.attributes for span in Span.objects.all()] == [{}, {}]


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ([], Unacceptable),
        ([{"end": 10_000}], Unacceptable),
        ([{"quote": "Leave a commend"}], WrongQuote),
        ([{}, {"start": 0, "end": 5, "quote": "Ferry"}], Unacceptable),  # the same id twice
    ],
)
def test_refused_runs(ours: Hand, lines: list[dict[str, Any]], refusal: type[Refusal]) -> None:
    span = {"span": uuid7()} | ours.at("Leave a comment")
    with pytest.raises(refusal) as refused:
        marking_many.mark_paragraphs(**ours.whose, label="boilerplate", spans=[span | line for line in lines], under=[])
    assert (type(refused.value), Span.objects.count(), ours.version) == (refusal, 0, 0)


def test_a_label_with_a_form_gets_it_here_too(ours: Hand) -> None:
    ours.mark("claim", "Leave a comment")
    assert Span.objects.get().attributes == {"kind": "fact", "form": "narrator"}


def test_eighty_paragraphs_are_undone_and_redone_by_one_key(make_task: Any, annotator: User) -> None:
    text = "\n\n".join(f"12:{minute:02} Another story, number {minute}" for minute in range(80))
    hand = Hand(taking.take(task=make_task(text), person=annotator), annotator)
    lines = [text[paragraph.start : paragraph.end] for paragraph in paragraphs(text)]
    hand.mark("boilerplate", *lines, attrs={"type": "related"})
    made = list(Span.objects.values("pk", "quote", "attributes", "run"))
    assert [span["quote"] for span in made] == lines
    hand.undo()
    assert Span.objects.count() == 0
    hand.redo()
    assert list(Span.objects.values("pk", "quote", "attributes", "run")) == made


@pytest.mark.parametrize("named", [1, 3])
def test_what_lies_under_is_read_at_once(
    ours: Hand, django_assert_num_queries: DjangoAssertNumQueries, named: int
) -> None:
    words = ["Leave a comment", "Leave a", "Leave"][:named]
    headings = tuple(ours.add("heading", quote) for quote in words)
    under = [{"span": heading.pk, "seen": heading.last_edit_id} for heading in headings]
    line = {"span": uuid7()} | ours.at("Leave a comment")
    with django_assert_num_queries(12 + named):  # one takes each row away
        marking_many.mark_paragraphs(**ours.whose, label="boilerplate", spans=[line], under=under)
    assert Edit.objects.last() is not None
