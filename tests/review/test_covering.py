"""What reviewers do not have to look at is right by rule, and says so."""

from uuid import UUID

import pytest

from newsreview.accounts.models import User
from newsreview.projects import giving_out
from newsreview.review import reviewing, settling
from newsreview.review.covering import is_drawn, left_out
from newsreview.review.models import About, Approval
from newsreview.review.reviewing import Seen
from tests.annotation.hand import Hand

CLAIM, SOURCE = "They gave us a day", "Ada Brandt"


def cover(hand: Hand, coverage: str, share: int = 20) -> None:
    giving_out.change_rules(project=hand.annotation_set.task.project, review_coverage=coverage, review_share=share)
    hand.annotation_set.task.project.refresh_from_db()


def test_a_share_is_drawn_by_ids_alone() -> None:
    marks = [UUID(int=number) for number in range(2_000)]
    drawn = {percent: {mark for mark in marks if is_drawn(mark, percent)} for percent in (1, 20, 21, 100)}

    assert drawn[1] < drawn[20] < drawn[21] < drawn[100] == set(marks)
    assert {percent: len(found) for percent, found in drawn.items()} == {1: 26, 20: 429, 21: 450, 100: 2_000}


def test_everything_is_looked_at_unless_the_project_says_otherwise(mine: Hand) -> None:
    assert left_out(mine.annotation_set) == set()
    cover(mine, "share", 100)
    assert left_out(mine.annotation_set) == set()


def test_only_what_is_unsure_or_guessed_is_looked_at(mine: Hand) -> None:
    cover(mine, "doubtful")
    claim, source = (mine.annotation_set.spans.get(quote=quote) for quote in (CLAIM, SOURCE))
    [link] = mine.annotation_set.links.all()
    assert left_out(mine.annotation_set) == {claim.pk, source.pk, link.pk}

    mine.set(claim, "unsure", value=True)
    mine.set(source, "who", "Ada Brandt")
    guessed = mine.add("source", "They", infer=True)
    assert guessed.attributes["who"] == "Ada Brandt"
    assert left_out(mine.annotation_set) == {source.pk, link.pk}
    mine.set(guessed, "who", "Jonas Eék")
    assert left_out(mine.annotation_set) == {source.pk, link.pk, guessed.pk}


@pytest.mark.parametrize("looked", [False, True])
def test_what_is_left_out_is_approved_by_nobody(mine: Hand, reviewer: User, *, looked: bool) -> None:
    cover(mine, "doubtful")
    claim, source = (mine.annotation_set.spans.get(quote=quote) for quote in (CLAIM, SOURCE))
    mine.set(claim, "unsure", value=True)
    mine.submit()
    if looked:
        seen = Seen(About.SPAN, source.pk, source.last_edit_id)
        reviewing.approve(annotation_set=mine.annotation_set.pk, by=reviewer, seen=[seen])
    settling.accept(annotation_set=mine.annotation_set.pk, by=reviewer, base=mine.version)

    by = {approval.object_id: approval.by for approval in Approval.objects.all()}
    link = mine.annotation_set.links.get().pk
    assert by == {claim.pk: reviewer, source.pk: reviewer if looked else None, link: None}
