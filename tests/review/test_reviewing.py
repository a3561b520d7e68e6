"""Looking at a colleague's marks one by one."""

from typing import Any

import pytest
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet, Edit
from newsreview.annotation.refusals import Conflict, NotOpen, Unacceptable
from newsreview.review import reviewing, settling
from newsreview.review.commenting import request_change
from newsreview.review.models import About, Approval, Thread
from newsreview.review.reviewing import Seen
from tests.annotation.hand import Hand


def seen(annotation_set: AnnotationSet, quote: str) -> Seen:
    span = annotation_set.spans.get(quote=quote)
    return Seen(About.SPAN, span.pk, span.last_edit_id)


def ask(annotation_set: AnnotationSet, by: User, about: Seen, **more: Any) -> Thread:
    what = {"about": about.about, "object_id": about.object_id}
    return request_change(**{"annotation_set": annotation_set.pk, "by": by, "thread": uuid7(), **what, **more})


def test_what_is_approved_is_not_to_be_looked_at_again(handed_in: AnnotationSet, reviewer: User) -> None:
    claim = seen(handed_in, "They gave us a day")
    for _ in range(2):
        reviewing.approve(annotation_set=handed_in.pk, by=reviewer, seen=[claim])

    assert Approval.objects.filter(by=reviewer, bulk=False).count() == 1
    assert {item.about for item in reviewing.unseen(handed_in)} == {About.SPAN, About.LINK}
    assert len(reviewing.unseen(handed_in)) == 2


def test_what_has_changed_since_is_to_be_seen_again(mine: Hand, reviewer: User) -> None:
    mine.submit()
    claim = seen(mine.annotation_set, "They gave us a day")
    reviewing.approve(annotation_set=mine.annotation_set.pk, by=reviewer, seen=[claim])
    settling.return_set(annotation_set=mine.annotation_set, by=reviewer, note="Shorter, please.")
    mine.move(mine.annotation_set.spans.get(pk=claim.object_id), "gave us a day")
    mine.submit()

    assert claim.object_id in {item.object_id for item in reviewing.unseen(mine.annotation_set)}
    with pytest.raises(Conflict):
        reviewing.approve(annotation_set=mine.annotation_set.pk, by=reviewer, seen=[claim])


def test_nobody_reviews_their_own_work(handed_in: AnnotationSet, annotator: User) -> None:
    claim = seen(handed_in, "They gave us a day")
    with pytest.raises(Unacceptable):
        reviewing.approve(annotation_set=handed_in.pk, by=annotator, seen=[claim])
    with pytest.raises(Unacceptable):
        settling.accept(annotation_set=handed_in.pk, by=annotator, base=4)
    with pytest.raises(Unacceptable):
        settling.return_set(annotation_set=handed_in, by=annotator, note="Mine.")


def test_a_draft_is_not_reviewed(mine: Hand, reviewer: User) -> None:
    with pytest.raises(NotOpen):
        reviewing.approve(annotation_set=mine.annotation_set.pk, by=reviewer, seen=[])
    with pytest.raises(NotOpen):
        settling.return_set(annotation_set=mine.annotation_set, by=reviewer, note="Too early.")
    assert mine.annotation_set.edits.count() == 3


def test_a_request_needs_a_rule_or_words(handed_in: AnnotationSet, reviewer: User) -> None:
    claim = seen(handed_in, "They gave us a day")
    with pytest.raises(Unacceptable):
        request_change(
            annotation_set=handed_in.pk,
            by=reviewer,
            thread=uuid7(),
            about=About.SPAN,
            object_id=claim.object_id,
            text=" ",
        )

    assert Thread.objects.count() == 0


def test_approving_settles_what_was_asked(handed_in: AnnotationSet, reviewer: User) -> None:
    claim = seen(handed_in, "They gave us a day")
    for thread in [uuid7()] * 2:
        request_change(
            annotation_set=handed_in.pk,
            by=reviewer,
            thread=thread,
            about=About.SPAN,
            object_id=claim.object_id,
            rule="3.1",
        )
    assert Thread.objects.get().comments.count() == 1
    with pytest.raises(Conflict):
        settling.accept(annotation_set=handed_in.pk, by=reviewer, base=4)

    reviewing.approve(annotation_set=handed_in.pk, by=reviewer, seen=[claim])

    assert Thread.objects.open().count() == 0
    settling.accept(annotation_set=handed_in.pk, by=reviewer, base=4)
    assert Approval.objects.filter(bulk=True).count() == 2


def test_an_accepted_set_stays_as_it_is_until_it_is_returned(mine: Hand, reviewer: User) -> None:
    mine.submit()
    settling.accept(annotation_set=mine.annotation_set.pk, by=reviewer, base=4)
    span = mine.annotation_set.spans.get(quote="They gave us a day")
    with pytest.raises(NotOpen):
        mine.reopen()
    with pytest.raises(NotOpen):
        Hand(mine.annotation_set, reviewer).move(span, "gave us a day")

    settling.return_set(annotation_set=mine.annotation_set, by=reviewer, note="I was too quick.")
    mine.move(span, "gave us a day")

    assert list(Edit.objects.order_by("number").values_list("verb", flat=True))[-2:] == ["return", "span.move"]


def test_a_reviewer_edits_what_is_handed_in(handed_in: AnnotationSet, reviewer: User) -> None:
    span = handed_in.spans.get(quote="They gave us a day")
    Hand(handed_in, reviewer).move(span, "gave us a day")

    assert handed_in.edits.get(number=5).by == reviewer
    with pytest.raises(Conflict):
        settling.accept(annotation_set=handed_in.pk, by=reviewer, base=4)
    settling.accept(annotation_set=handed_in.pk, by=reviewer, base=5)
