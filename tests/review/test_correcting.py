"""What a reviewer changes with their own hands."""

from typing import Any

import pytest
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation.journal import Outcome
from newsreview.annotation.models import Edit, Link, Span
from newsreview.annotation.operations import LinkRemove, Operation, Redo, Reopen, SpanMove, SpanRemove, Submit, Undo
from newsreview.annotation.refusals import Conflict, NotOpen, Unacceptable
from newsreview.review import settling
from newsreview.review.commenting import request_change
from newsreview.review.correcting import correct
from newsreview.review.models import About, Approval, Thread
from newsreview.review.reviewing import unseen
from tests.annotation.hand import Hand

CLAIM = "They gave us a day"


def claim_of(hand: Hand) -> Span:
    return hand.annotation_set.spans.get(label__key="claim")


def shorter(hand: Hand) -> SpanMove:
    claim = claim_of(hand)
    place: dict[str, Any] = hand.at("gave us a day")
    return SpanMove(id=uuid7(), span=claim.pk, seen=claim.last_edit_id, **place)


@pytest.fixture
def handed_in_hand(mine: Hand) -> Hand:
    mine.submit()
    return mine


def corrected(hand: Hand, operation: Operation, by: User) -> Outcome:
    return correct(operation, annotation_set=hand.annotation_set, by=by)


def left(hand: Hand) -> set[str]:
    """What is to be looked at: words of spans, labels of links."""
    ids = {item.object_id for item in unseen(hand.annotation_set)}
    spans = Span.objects.filter(pk__in=ids).values_list("quote", flat=True)
    return {*spans, *Link.objects.filter(pk__in=ids).values_list("label__key", flat=True)}


def test_what_a_reviewer_changed_needs_no_second_look(handed_in_hand: Hand, reviewer: User) -> None:
    hand = handed_in_hand
    change = shorter(hand)
    first, again = (corrected(hand, change, reviewer) for _ in range(2))

    assert (first.replayed, again.replayed) == (False, True)
    assert claim_of(hand).quote == "gave us a day"
    assert left(hand) == {"Ada Brandt", "attributed_to"}
    assert Approval.objects.get().by == reviewer
    assert hand.annotation_set.edits.latest("number").by == reviewer


def test_what_was_asked_of_it_is_settled(handed_in_hand: Hand, reviewer: User) -> None:
    hand = handed_in_hand
    theirs: dict[str, Any] = {"annotation_set": hand.annotation_set.pk, "by": reviewer}
    about: dict[str, Any] = {"about": About.SPAN, "object_id": claim_of(hand).pk, "rule": "3.1"}
    request_change(**theirs, thread=uuid7(), **about)
    [link] = hand.annotation_set.links.all()
    about = {"about": About.LINK, "object_id": link.pk, "text": "Who says so?"}
    request_change(**theirs, thread=uuid7(), **about)

    corrected(hand, shorter(hand), reviewer)
    assert [thread.object_id for thread in Thread.objects.open()] == [link.pk]

    corrected(hand, LinkRemove(id=uuid7(), link=link.pk, seen=link.last_edit_id), reviewer)
    assert Thread.objects.open().count() == 0
    settling.accept(annotation_set=hand.annotation_set.pk, by=reviewer, base=hand.version)


def test_what_comes_back_by_undo_is_to_be_looked_at(handed_in_hand: Hand, reviewer: User) -> None:
    hand = handed_in_hand
    corrected(hand, shorter(hand), reviewer)
    corrected(hand, Undo(id=uuid7()), reviewer)
    assert left(hand) == {CLAIM, "Ada Brandt", "attributed_to"}

    corrected(hand, Redo(id=uuid7()), reviewer)
    assert left(hand) == {"Ada Brandt", "attributed_to"}


def test_two_reviewers_do_not_overwrite_each_other(handed_in_hand: Hand, reviewer: User, manager: User) -> None:
    hand = handed_in_hand
    claim = claim_of(hand)
    removal = SpanRemove(id=uuid7(), span=claim.pk, seen=claim.last_edit_id)
    corrected(hand, shorter(hand), manager)

    with pytest.raises(Conflict):
        corrected(hand, removal, reviewer)
    assert claim_of(hand).quote == "gave us a day"
    assert set(Approval.objects.values_list("by", flat=True)) == {manager.pk}


def test_a_set_that_is_not_in_review_is_not_corrected(handed_in_hand: Hand, reviewer: User) -> None:
    hand, made = handed_in_hand, shorter(handed_in_hand)
    corrected(hand, made, reviewer)
    claim = claim_of(hand)
    late = SpanRemove(id=uuid7(), span=claim.pk, seen=claim.last_edit_id)
    hand.reopen()
    with pytest.raises(NotOpen, match="with its annotator"):
        corrected(hand, late, reviewer)
    assert corrected(hand, made, reviewer).replayed

    hand.submit()
    settling.accept(annotation_set=hand.annotation_set.pk, by=reviewer, base=hand.version)
    with pytest.raises(NotOpen, match="accepted"):
        corrected(hand, late, reviewer)
    assert claim_of(hand).quote == "gave us a day"


@pytest.mark.parametrize("step", [Submit(id=uuid7(), base=4), Reopen(id=uuid7())])
def test_a_reviewer_takes_no_step_of_the_annotator(handed_in_hand: Hand, reviewer: User, step: Operation) -> None:
    with pytest.raises(Unacceptable):
        corrected(handed_in_hand, step, reviewer)
    assert Edit.objects.count() == 4


def test_nobody_corrects_their_own_work_as_reviewer(handed_in_hand: Hand, annotator: User) -> None:
    with pytest.raises(Unacceptable, match="their own work"):
        corrected(handed_in_hand, shorter(handed_in_hand), annotator)
