"""Restoring a set to an earlier step: one new edit, which can be undone like any other."""

import pytest

from newsreview.annotation import restoring
from newsreview.annotation.checking import contradictions_in
from newsreview.annotation.refusals import Conflict, NotOpen, Unacceptable
from newsreview.annotation.standing import standing
from tests.annotation.hand import Hand

CLAIM, SOURCE = "They gave us a day", "Ada Brandt, the harbour master"


@pytest.fixture
def hand(draft, annotator) -> Hand:
    return Hand(draft, annotator)


def restore(hand: Hand, to: int, base: int | None = None) -> None:
    restoring.restore(**hand.whose, to=to, base=hand.version if base is None else base)


def test_everything_stands_as_it_did_and_undo_brings_the_rest_back(hand):
    claim, source = hand.add("claim", CLAIM, infer=False), hand.add("source", SOURCE, infer=False)
    hand.link("attributed_to", claim, source)
    hand.set(source, "who", "Ada Brandt")
    then, step = standing(hand.annotation_set), hand.version

    hand.remove_link(hand.annotation_set.links.get())
    hand.remove(source)
    hand.move(claim, "gave us a day")
    hand.add("heading", "Ferry talks stall")
    hand.say("origin", {"kind": "unclear"})
    since, edits = standing(hand.annotation_set), hand.version
    assert since != then

    restore(hand, step)
    assert (standing(hand.annotation_set), hand.version) == (then, edits + 1)
    hand.undo()
    assert standing(hand.annotation_set) == since
    hand.redo()
    assert standing(hand.annotation_set) == then
    assert contradictions_in(hand.annotation_set.pk) == []


def test_a_later_step_is_as_near_as_an_earlier_one(hand):
    hand.add("claim", CLAIM, infer=False)
    hand.add("source", SOURCE, infer=False)
    both = standing(hand.annotation_set)
    restore(hand, 1)
    assert [span.quote for span in hand.annotation_set.spans.all()] == [CLAIM]
    restore(hand, 2)
    assert standing(hand.annotation_set) == both


def test_what_would_change_nothing_or_something_unseen_is_refused(hand):
    hand.add("claim", CLAIM)
    hand.add("source", SOURCE)

    with pytest.raises(Conflict, match="stands like this already"):
        restore(hand, 2)
    with pytest.raises(Conflict, match="was changed since"):
        restore(hand, 1, base=1)
    for nowhere in (0, 3):
        with pytest.raises(Unacceptable, match="There is no step"):
            restore(hand, nowhere)
    assert hand.version == 2


def test_what_is_handed_in_stays(hand):
    hand.add("claim", CLAIM)
    hand.add("source", SOURCE)
    hand.submit()

    with pytest.raises(NotOpen):
        restore(hand, 1)
