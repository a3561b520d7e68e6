from typing import Any

import pytest
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet, Reopening, Submission
from newsreview.annotation.refusals import Conflict, NotOpen, Unacceptable
from newsreview.labels.models import Attribute
from tests.annotation.hand import Hand


def submitted(hand: Hand) -> bool:
    return AnnotationSet.objects.with_submitted().get(pk=hand.annotation_set.pk).submitted


def require(label: str, key: str) -> None:
    """As a scheme may have it from the start; published questions do not become required."""
    old = Attribute.objects.get(label__key=label, key=key)
    Attribute.objects.create(
        label=old.label, key=f"must_{key}", name=f"must {key}", kind=Attribute.Kind.FLAG, required=True
    )


def test_handing_in_is_a_row_with_who_and_what_was_asked(ours: Hand) -> None:
    ours.annotation_set.label_set_version.labels.filter(key="via").update(retired=True)
    ours.add("claim", "They gave us a day")
    outcome = ours.submit()
    [submission] = Submission.objects.all()
    assert (submission.annotation_set, submission.by, submission.edit) == (ours.annotation_set, ours.by, outcome.edit)
    assert submission.labels_asked == [
        "boilerplate",
        "heading",
        "source",
        "claim",
        "attributed_to",
        "continues",
        "origin",
    ]
    assert outcome.edit.result == {"state": "submitted"}
    assert outcome.edit.changes == [
        {
            "object": "set",
            "id": str(ours.annotation_set.pk),
            "before": {"state": "draft"},
            "after": {"state": "submitted"},
        }
    ]
    assert submitted(ours)


def test_reopening_answers_the_submission(ours: Hand, theirs: Hand) -> None:
    ours.submit()
    outcome = theirs.reopen()
    [reopening] = Reopening.objects.all()
    assert (reopening.submission, reopening.by, reopening.edit) == (Submission.objects.get(), theirs.by, outcome.edit)
    assert (outcome.edit.result, submitted(ours)) == ({"state": "draft"}, False)
    ours.add("claim", "They gave us a day")
    ours.submit()
    assert (Submission.objects.count(), Reopening.objects.count(), submitted(ours)) == (2, 1, True)


def test_submitting_compares_the_whole_version(ours: Hand, theirs: Hand) -> None:
    ours.add("claim", "They gave us a day")
    theirs.add("source", "Ada Brandt")
    for base in (0, 1, 3):
        with pytest.raises(Conflict, match="This set was changed elsewhere since this page showed it") as refused:
            ours.submit(base=base)
        assert refused.value.status == 409
    ours.submit(base=2)


def test_a_submitted_set_takes_nothing_but_reopen(ours: Hand) -> None:
    claim, source = ours.add("claim", "the crossing"), ours.add("source", "Jonas")
    link = ours.link("attributed_to", claim, source)
    ours.submit()
    version = ours.version
    for act in (
        lambda: ours.add("claim", "They gave us a day"),
        lambda: ours.move(claim, "crossing"),
        lambda: ours.relabel(claim, "source"),
        lambda: ours.set(claim, "kind", "aim"),
        lambda: ours.remove(claim),
        lambda: ours.mark("boilerplate", "Leave a comment"),
        lambda: ours.link("continues", claim, source),
        lambda: ours.set_link(link, "carried_over", value=True),
        lambda: ours.remove_link(link),
        lambda: ours.say("origin", {"kind": "unclear"}),
        ours.undo,
        ours.redo,
        ours.submit,
        lambda: taking.hand_on(**ours.whose, to=uuid7()),
    ):
        with pytest.raises(NotOpen, match="This annotation set is submitted") as refused:
            act()
        assert (refused.value.status, refused.value.code) == (409, "not-open")
    assert ours.version == version


def test_a_draft_is_not_reopened(ours: Hand) -> None:
    with pytest.raises(NotOpen, match="This annotation set is a draft already"):
        ours.reopen()
    assert ours.version == 0


def test_an_operation_that_was_stored_before_is_answered_after_submission(ours: Hand) -> None:
    edit_id, value = uuid7(), {"kind": "unclear"}
    first = ours.say("origin", value, edit_id=edit_id)
    ours.submit()
    again = ours.say("origin", value, edit_id=edit_id)
    assert (again.replayed, again.edit) == (True, first.edit)


def test_required_answers_are_named(ours: Hand) -> None:
    claim, source = ours.add("claim", "the crossing"), ours.add("source", "Jonas")
    link = ours.link("attributed_to", claim, source)
    for label, key in (("claim", "kind"), ("attributed_to", "carried_over"), ("origin", "kind")):
        require(label, key)
    with pytest.raises(Unacceptable) as refused:
        ours.submit()
    assert str(refused.value) == (
        "Still to answer: must kind of claim “the crossing”; must carried_over of attributed to “the crossing”; "
        "must kind of origin."
    )
    ours.set(claim, "must_kind", value=False)
    ours.set_link(link, "must_carried_over", value=False)
    ours.say("origin", {"must_kind": True})
    ours.submit()


def test_what_a_retired_label_required_is_not_asked_of_the_article(ours: Hand) -> None:
    require("origin", "kind")
    ours.annotation_set.label_set_version.labels.filter(key="origin").update(retired=True)
    ours.submit()


def test_submitting_an_empty_set_is_an_answer_too(ours: Hand, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        ours.submit(base=0)
    assert submitted(ours)


def test_a_set_is_submitted_by_who_said_so(ours: Hand, colleague: User) -> None:
    Hand(ours.annotation_set, colleague).submit()
    assert Submission.objects.get().by == colleague
