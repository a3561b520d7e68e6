"""Undo and redo by one person; test_undoing_beside_others.py has the rest."""

from collections.abc import Callable
from typing import Any

import pytest

from newsreview.annotation.models import ArticleLabel, Edit, Link, Span
from newsreview.annotation.refusals import Conflict, NotOpen
from newsreview.annotation.standing import replay, standing
from tests.annotation.hand import Hand

Act = Callable[[Hand], Any]


def everything(hand: Hand) -> dict[Any, Any]:
    return standing(hand.annotation_set)


@pytest.fixture
def begun(ours: Hand) -> Hand:
    """A claim with its source, a caption, and what is said of the article."""
    claim, source = ours.add("claim", "the crossing had lost"), ours.add("source", "Jonas", note="Who?")
    ours.link("attributed_to", claim, source)
    ours.add("boilerplate", "Leave a comment", attributes={"type": "promotion"})
    ours.say("origin", {"kind": "unclear"})
    return ours


def span(words: str) -> Span:
    return Span.objects.get(quote=words)


ACTS: dict[str, Act] = {
    "span.add": lambda hand: hand.add("claim", "They gave us a day"),
    "span.move": lambda hand: hand.move(span("Jonas"), "Jonas Eék"),
    "span.relabel": lambda hand: hand.relabel(span("Jonas"), "claim"),
    "span.set": lambda hand: hand.set(span("Jonas"), "who", "Jonas Eék"),
    "span.remove": lambda hand: hand.remove(span("Jonas")),
    "paragraphs.mark": lambda hand: hand.mark(
        "boilerplate",
        hand.annotation_set.task.article.text[101:196],
        under=(span("Jonas"), span("the crossing had lost")),
    ),
    "link.add": lambda hand: hand.link("attributed_to", span("the crossing had lost"), hand.add("source", "𝒳-Radio")),
    "link.set": lambda hand: hand.set_link(Link.objects.get(), "carried_over", value=True),
    "link.remove": lambda hand: hand.remove_link(Link.objects.get()),
    "label.set": lambda hand: hand.say("origin", {"kind": "own_report"}),
}


@pytest.mark.parametrize("verb", ACTS)
def test_undo_takes_each_verb_back_and_redo_does_it_again(begun: Hand, verb: str) -> None:
    if verb == "link.add":
        begun.add("source", "deputy")  # so that undoing the link leaves one edit of ours to name
    before = everything(begun)
    ACTS[verb](begun)
    edit = begun.annotation_set.edits.last()
    after = everything(begun)
    assert edit is not None
    assert edit.verb == verb
    undone = begun.undo().edit
    assert (undone.result, undone.undoes, undone.redoes) == ({"verb": verb, "edit": str(edit.pk)}, edit, None)
    if verb != "link.add":  # it made its source first
        assert everything(begun) == before
    redone = begun.redo().edit
    assert (redone.result, redone.undoes, redone.redoes) == ({"verb": verb, "edit": str(edit.pk)}, None, edit)
    assert everything(begun) == after
    assert replay(begun.annotation_set.edits.values_list("changes", flat=True)) == after


def test_twenty_undone_and_twenty_redone_are_the_same(begun: Hand) -> None:
    for words in ("Ferry", "talks", "stall", "asked", "week", "said", "Ada", "harbour", "master", "gave"):
        begun.set(begun.add("source", words), "unsure", value=True)
    full = everything(begun)
    for _ in range(20):
        begun.undo()
    assert len(everything(begun)) == 5
    for _ in range(20):
        begun.redo()
    assert everything(begun) == full


def test_undo_goes_on_after_a_reload(ours: Hand) -> None:
    ours.add("claim", "They gave us a day")
    ours.add("source", "Ada Brandt")
    Hand(ours.annotation_set, ours.by).undo()
    Hand(ours.annotation_set, ours.by).undo()
    assert Span.objects.count() == 0
    with pytest.raises(Conflict, match="There is nothing of yours to undo"):
        ours.undo()


def test_a_new_edit_ends_redo(ours: Hand) -> None:
    ours.add("claim", "They gave us a day")
    ours.undo()
    ours.add("source", "Ada Brandt")
    with pytest.raises(Conflict, match="There is nothing of yours to redo"):
        ours.redo()


def test_an_edit_that_changed_nothing_is_no_step_and_ends_no_redo(ours: Hand) -> None:
    claim = ours.add("claim", "They gave us a day")
    ours.set(claim, "kind", "aim")
    ours.undo()
    ours.set(claim, "kind", "fact")  # as it is
    ours.redo()
    assert span("They gave us a day").attributes["kind"] == "aim"


def test_undone_spans_are_known_by_the_undoing_edit(ours: Hand) -> None:
    claim = ours.add("claim", "They gave us a day")
    ours.remove(claim)
    back = ours.undo().edit
    assert span("They gave us a day").last_edit == back
    ours.set(claim, "kind", "aim", seen=back.pk)


def test_handing_in_is_no_step_of_undo(begun: Hand) -> None:
    begun.submit()
    with pytest.raises(NotOpen):
        begun.undo()
    begun.reopen()
    begun.undo()
    assert ArticleLabel.objects.count() == 0
    begun.submit()
    begun.reopen()
    begun.redo()
    assert ArticleLabel.objects.count() == 1


def test_undo_reads_few_rows_of_a_long_journal(ours: Hand, django_assert_max_num_queries: Any) -> None:
    for kind in ("aim", "view", "fact") * 5:
        claim = Span.objects.first() or ours.add("claim", "They gave us a day")
        ours.set(claim, "kind", kind)
    with django_assert_max_num_queries(20):
        ours.undo()
    assert Edit.objects.filter(verb="undo").count() == 1
