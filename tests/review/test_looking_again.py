"""At the second reading a reviewer meets what has changed, and nothing else."""

from typing import Any

from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.review import reviewing, settling
from newsreview.review.commenting import request_change
from newsreview.review.looking_again import changed_since_looked_at
from newsreview.review.models import About
from newsreview.review.reviewing import Seen
from tests.annotation.hand import Hand

CLAIM, SHORT, SOURCE = "They gave us a day", "gave us a day", "Ada Brandt"


def approve(hand: Hand, by: User, *quotes: str) -> None:
    spans = hand.annotation_set.spans.filter(quote__in=quotes)
    seen = [Seen(About.SPAN, span.pk, span.last_edit_id) for span in spans]
    reviewing.approve(annotation_set=hand.annotation_set.pk, by=by, seen=seen)


def changed(hand: Hand) -> list[tuple[Any, Any]]:
    """The words of spans, or label of links, then and now."""
    sides = [(change["before"], change["after"]) for change in changed_since_looked_at(hand.annotation_set)]
    return [(was and was.get("quote", was["label"]), now and now.get("quote", now["label"])) for was, now in sides]


def test_nothing_has_changed_before_anybody_looked(mine: Hand) -> None:
    mine.submit()
    mine.reopen()
    mine.move(mine.annotation_set.spans.get(quote=CLAIM), SHORT)
    mine.submit()

    assert changed(mine) == []


def test_what_changed_since_the_return_is_told(mine: Hand, reviewer: User) -> None:
    mine.submit()
    approve(mine, reviewer, SOURCE)
    settling.return_set(annotation_set=mine.annotation_set, by=reviewer, note="Shorter.")
    claim = mine.annotation_set.spans.get(quote=CLAIM)
    mine.move(claim, "gave us")
    mine.move(mine.annotation_set.spans.get(pk=claim.pk), SHORT)
    mine.add("claim", "We asked for a week", infer=False)
    mine.remove_link(mine.annotation_set.links.get())
    mine.submit()

    assert changed(mine) == [(CLAIM, SHORT), (None, "We asked for a week"), ("attributed_to", None)]

    approve(mine, reviewer, SHORT)
    assert changed(mine) == [(None, "We asked for a week"), ("attributed_to", None)]


def test_a_return_may_say_that_the_rest_is_right(mine: Hand, reviewer: User) -> None:
    mine.submit()
    claim = mine.annotation_set.spans.get(quote=CLAIM)
    about: dict[str, Any] = {"about": About.SPAN, "object_id": claim.pk, "text": "Shorter."}
    request_change(annotation_set=mine.annotation_set.pk, by=reviewer, thread=uuid7(), **about)
    settling.return_set(annotation_set=mine.annotation_set, by=reviewer, rest_is_right=True)
    mine.submit()

    assert [mark.object_id for mark in reviewing.unseen(mine.annotation_set)] == [claim.pk]


def test_what_was_approved_and_changed_without_a_return_is_told(mine: Hand, reviewer: User) -> None:
    mine.submit()
    approve(mine, reviewer, CLAIM)
    mine.reopen()
    mine.move(mine.annotation_set.spans.get(quote=CLAIM), SHORT)
    mine.set(mine.annotation_set.spans.get(quote=SOURCE), "who", "Ada Brandt")
    mine.submit()

    assert changed(mine) == [(CLAIM, SHORT)]
