"""C14: a reviewer, another one and the annotator at the same moment: no step is lost, doubled or made too late."""

from collections.abc import Callable
from functools import partial

import pytest
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import submitting
from newsreview.annotation.models import Edit, Span
from newsreview.annotation.operations import SpanMove
from newsreview.annotation.refusals import Conflict, NotOpen, Refusal
from newsreview.review import settling
from newsreview.review.correcting import correct
from newsreview.review.models import Acceptance, Approval, Return
from tests.annotation.hand import Hand
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def outcome(act: Callable[[], object]) -> type[Refusal] | None:
    try:
        act()
    except Refusal as refusal:
        return type(refusal)
    return None


def shorter(hand: Hand, by: User) -> Callable[[], object]:
    claim = hand.annotation_set.spans.get(label__key="claim")
    move = SpanMove(id=uuid7(), span=claim.pk, seen=claim.last_edit_id, **hand.at("gave us a day"))
    return partial(correct, move, annotation_set=hand.annotation_set, by=by)


def test_of_two_reviewers_one_is_first(mine: Hand, reviewer: User, manager: User) -> None:
    mine.submit()
    told = at_once([partial(outcome, shorter(mine, person)) for person in (reviewer, manager)])

    assert sorted(told, key=str) == sorted([None, Conflict], key=str)
    assert Approval.objects.count() == mine.annotation_set.edits.filter(verb="span.move").count() == 1


def test_a_correction_comes_before_a_reopening_or_not_at_all(mine: Hand, reviewer: User) -> None:
    mine.submit()
    reopen = partial(submitting.reopen, annotation_set=mine.annotation_set, by=mine.by)
    corrected, reopened = at_once([partial(outcome, act) for act in (shorter(mine, reviewer), reopen)])

    last = list(Edit.objects.order_by("number").values_list("verb", flat=True))[4:]
    assert reopened is None
    assert (corrected, last) in [(None, ["span.move", "reopen"]), (NotOpen, ["reopen"])]
    assert Span.objects.filter(quote="gave us a day").exists() == (corrected is None) == Approval.objects.exists()


def test_a_set_is_accepted_before_it_is_returned_or_not_at_all(mine: Hand, reviewer: User, manager: User) -> None:
    mine.submit()
    version, theirs = mine.version, mine.annotation_set
    accept = partial(settling.accept, annotation_set=theirs.pk, by=reviewer, base=version)
    give_back = partial(settling.return_set, annotation_set=theirs, by=manager, note="Once more.")
    accepted, returned = at_once([partial(outcome, act) for act in (accept, give_back)])

    assert (accepted in {None, NotOpen}, returned) == (True, None)
    assert Acceptance.objects.exists() == (accepted is None)
    assert Return.objects.get().by == manager
    assert not theirs.submissions.filter(reopening=None).exists()
