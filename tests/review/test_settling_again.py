"""What is settled when the sides change, or the labels do."""

from functools import partial
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.agreement.disagreeing import Kind
from newsreview.annotation import checking, submitting
from newsreview.annotation.carrying_over import carry_over
from newsreview.annotation.decisions import Choice
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.refusals import Conflict, NotOpen, Unacceptable
from newsreview.labels import drafting
from newsreview.labels.models import Label, LabelSetVersion
from newsreview.labels.publishing import default_scheme, make_label_set, publish
from newsreview.projects.models import Task
from newsreview.review import adjudicating, reviewing, settling
from newsreview.review.commenting import request_change
from newsreview.review.models import About, Acceptance
from newsreview.review.reviewing import Seen
from newsreview.review.sides import sides_of
from tests.annotation.hand import Hand
from tests.review.adjudicator import Adjudicator, set_of
from tests.review.seeded import KINDS, LONG, PRONOUNS, SHORT

SHORTEST = "traffic had fallen to 11,400 vehicles a day"
COUNCIL = {"label": "claim", "start": 0, "end": 7, "quote": "Council"}


def test_what_a_side_changes_is_asked_anew(desk: Adjudicator, annotator: User, colleague: User) -> None:
    """C14: what was decided stays in the journal."""
    desk.decide_everything(annotator)
    [boundary] = desk.questions(Kind.BOUNDARY)
    before = desk.content["decision", str(boundary)]
    hand = Hand(set_of(desk.task, colleague), colleague)
    hand.reopen()
    hand.move(hand.annotation_set.spans.get(quote=SHORT), SHORTEST)
    hand.submit()

    assert [desk.case.sides.questions[key].kind for key in desk.case.open] == [Kind.BOUNDARY]
    with pytest.raises(Conflict):
        desk.finish()
    desk.decide(*desk.case.open, side=colleague)
    assert ("claim", SHORTEST) in desk.words
    assert desk.annotation_set.decisions.count() == len(KINDS)
    assert before["taken"] == str(set_of(desk.task, annotator).pk)
    forgotten = {"object": "decision", "id": str(boundary), "before": before, "after": None}
    assert forgotten in desk.annotation_set.edits.get(verb="disagreements.decide", number=3).changes
    desk.finish()
    assert checking.contradictions_in(desk.annotation_set.pk) == []


def test_what_is_finished_can_be_reopened(desk: Adjudicator, annotator: User) -> None:
    desk.decide_everything(annotator)
    desk.finish()
    submitting.reopen(**desk.whose)
    desk.decide(*desk.questions(Kind.BOUNDARY), choice=Choice.BOTH)
    desk.finish()

    assert {("claim", LONG), ("claim", SHORT)} <= desk.words
    assert Acceptance.objects.count() == 2


def test_labels_that_are_offered_no_more_are_not_dropped(desk: Adjudicator, annotator: User) -> None:
    """C15"""
    Label.objects.filter(version=desk.annotation_set.label_set_version, key="source").update(retired=True)
    own = {"label": "source", **Hand(desk.annotation_set, desk.by).at("The ministry")}
    with pytest.raises(Unacceptable, match="retired"):
        desk.decide(*desk.questions(Kind.LABEL), choice=Choice.OWN, own=own)
    desk.decide_everything(annotator)

    assert {("source", pronoun) for pronoun in PRONOUNS} <= desk.words


def test_what_only_one_was_asked_for_is_decided_and_not_dropped(desk: Adjudicator, annotator: User) -> None:
    """C15"""
    hand = Hand(set_of(desk.task, annotator), annotator)
    hand.reopen()
    version = desk.annotation_set.label_set_version
    Label.objects.create(version=version, key="figure", kind="span", name="figure", channel="fill")
    hand.annotation_set = AnnotationSet.objects.get(pk=hand.annotation_set.pk)
    hand.add("figure", "six million")
    hand.submit()

    desk.annotation_set = AnnotationSet.objects.get(pk=desk.annotation_set.pk)
    assert "figure" in {side.label for key in desk.case.open for side in desk.case.sides.questions[key].sides if side}


def test_what_was_settled_is_not_returned_before_it_is_reopened(
    desk: Adjudicator, annotator: User, manager: User
) -> None:
    desk.decide_everything(annotator)
    desk.finish()
    give_back = partial(settling.return_set, annotation_set=set_of(desk.task, annotator), by=manager, note="Shorter.")
    with pytest.raises(Conflict, match="Reopen"):
        give_back()

    submitting.reopen(**desk.whose)
    give_back()
    with pytest.raises(NotOpen):
        desk.finish()


def test_nothing_is_finished_of_which_a_change_is_asked_for(desk: Adjudicator, annotator: User, manager: User) -> None:
    theirs = set_of(desk.task, annotator)
    asked: dict[str, Any] = {"about": About.SPAN, "object_id": theirs.spans.get(quote=LONG).pk, "text": "Shorter."}
    request_change(annotation_set=theirs.pk, by=manager, thread=uuid7(), **asked)
    desk.decide_everything(annotator)
    with pytest.raises(Conflict, match="what Annotator handed in"):
        desk.finish()

    claim = theirs.spans.get(quote=LONG)
    reviewing.approve(annotation_set=theirs.pk, by=manager, seen=[Seen(About.SPAN, claim.pk, claim.last_edit_id)])
    desk.finish()


@pytest.fixture
def newer(desk: Adjudicator, manager: User) -> LabelSetVersion:
    """The next version of the labels, with which nobody works yet, and in which no claim is an aim."""
    draft = drafting.begin_next_version(label_set=desk.annotation_set.label_set_version.label_set)
    kind = draft.labels.get(key="claim").attributes.get(key="kind")
    kind.values = [value for value in kind.values if value["key"] != "aim"]
    drafting.put_attribute(attribute=kind)
    return publish(version=draft, by=manager)


def hand_in_again(task: Task, person: User, version: LabelSetVersion) -> None:
    hand = Hand(set_of(task, person), person)
    hand.reopen()
    carry_over(annotation_set=hand.annotation_set, by=person, version=version.pk, becomes={}, stay=())
    hand.submit()


def test_what_was_handed_in_with_different_versions_of_the_labels_is_settled_in_the_newest(
    desk: Adjudicator, newer: LabelSetVersion, annotator: User, colleague: User
) -> None:
    desk.decide(*desk.questions(Kind.BOUNDARY), *desk.questions(Kind.ATTRIBUTE), side=annotator)
    hand_in_again(desk.task, colleague, newer)
    with pytest.raises(Conflict, match="meanwhile"):
        desk.accept_agreed()

    desk.annotation_set = adjudicating.begin(task=desk.task.pk, by=desk.by)
    assert AnnotationSet.objects.get(pk=desk.annotation_set.pk).label_set_version == newer
    desk.annotation_set = AnnotationSet.objects.get(pk=desk.annotation_set.pk)
    assert desk.words == {("claim", LONG), ("claim", "the bridge open by May")}
    desk.decide_everything(annotator)
    desk.finish()
    theirs = set_of(desk.task, annotator).spans.values_list("label__key", "quote")
    assert desk.words == set(theirs)
    assert "kind" not in desk.annotation_set.spans.get(quote="the bridge open by May").attributes
    assert checking.contradictions_in(desk.annotation_set.pk) == []
    assert adjudicating.begin(task=desk.task.pk, by=desk.by) == desk.annotation_set


def test_other_label_sets_are_not_settled_together(desk: Adjudicator) -> None:
    other = publish(version=make_label_set(scheme=default_scheme()), by=None)
    theirs = AnnotationSet.objects.create(task=desk.task, person=desk.by, label_set_version=other)
    Hand(theirs, desk.by).submit()

    with pytest.raises(Unacceptable, match="different label sets"):
        sides_of(desk.task.pk)
