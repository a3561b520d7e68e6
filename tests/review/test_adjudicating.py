"""Settling what two people have handed in for one article."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from newsreview.accounts.models import User
from newsreview.agreement.disagreeing import Kind
from newsreview.annotation import checking, submitting, undoing
from newsreview.annotation.decisions import Choice, Decision
from newsreview.annotation.models import AnnotationSet, Submission
from newsreview.annotation.refusals import Conflict, NotOpen, Refusal, Unacceptable
from newsreview.projects.models import Task
from newsreview.review import adjudicating
from newsreview.review.adjudicating import Asked
from newsreview.review.models import Acceptance
from newsreview.review.sides import in_no_telling_order
from tests.annotation.hand import Hand
from tests.review.adjudicator import Adjudicator, content_of, set_of
from tests.review.seeded import AGREED, KINDS, LONG, PRONOUNS
from tests.review.two_people import hand_of

SHORTEST = "traffic had fallen to 11,400 vehicles a day"
COUNCIL = {"label": "claim", "start": 0, "end": 7, "quote": "Council"}


def test_the_seeded_disagreements_are_found_as_what_they_are(desk: Adjudicator) -> None:
    assert [question.kind for question in desk.case.sides.questions.values()] == KINDS
    first = desk.questions(Kind.MISSING)[0]
    assert desk.case.sides.alike(first) == desk.questions(Kind.MISSING)
    assert len(desk.case.agreed) == AGREED


def test_what_all_agree_on_is_merged_in_one_step_that_can_be_undone(desk: Adjudicator) -> None:
    desk.accept_agreed()

    assert (desk.annotation_set.spans.count(), desk.annotation_set.links.count()) == (3, 1)
    assert desk.annotation_set.edits.count() == 1
    undoing.undo(**desk.whose)
    assert desk.content == {}
    undoing.redo(**desk.whose)
    assert desk.annotation_set.spans.count() == 3
    assert desk.case.agreed == set()


@pytest.mark.parametrize("who", ["annotator", "colleague"])
def test_taking_one_side_everywhere_gives_what_that_side_has(
    desk: Adjudicator, annotator: User, colleague: User, who: str
) -> None:
    person = {"annotator": annotator, "colleague": colleague}[who]
    desk.decide_everything(person)

    assert content_of(desk.annotation_set) == content_of(set_of(desk.task, person))
    assert (desk.case.open, desk.case.agreed) == ([], set())


def test_alike_disagreements_are_decided_in_one_step_with_a_reason(desk: Adjudicator, annotator: User) -> None:
    missing = desk.questions(Kind.MISSING)
    desk.decide(*missing, side=annotator, rule="4.2", note="She is a source each time.")

    assert desk.words == {("source", pronoun) for pronoun in PRONOUNS}
    decided = Decision.objects.filter(annotation_set=desk.annotation_set).select_related("last_edit__by")
    assert {(one.rule, one.taken_id, one.last_edit.by) for one in decided} == {
        ("4.2", set_of(desk.task, annotator).pk, desk.by)
    }
    undoing.undo(**desk.whose)
    assert (desk.words, decided.all().count()) == (set(), 0)
    undoing.redo(**desk.whose)
    assert (len(desk.words), decided.all().count()) == (5, 5)


def test_leaving_out_is_a_step_that_can_be_undone_too(desk: Adjudicator, colleague: User) -> None:
    desk.decide(*desk.questions(Kind.MISSING), side=colleague)
    assert (desk.words, desk.annotation_set.decisions.count()) == (set(), 5)

    undoing.undo(**desk.whose)

    assert desk.annotation_set.decisions.count() == 0


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (Kind.MISSING, {"choice": Choice.BOTH}),
        (Kind.MISSING, {"choice": Choice.NEITHER}),
        (Kind.ATTRIBUTE, {"choice": Choice.BOTH}),
        (Kind.LINK, {"choice": Choice.BOTH}),
        (Kind.ARTICLE_LABEL, {"choice": Choice.BOTH}),
        (Kind.ARTICLE_LABEL, {"choice": Choice.OWN, "own": COUNCIL}),
        (Kind.BOUNDARY, {"choice": Choice.SIDE}),
        (Kind.BOUNDARY, {"choice": Choice.OWN}),
        (Kind.BOUNDARY, {"choice": Choice.OWN, "own": COUNCIL | {"quote": "Mayor's"}}),
    ],
)
def test_what_is_not_offered_is_refused(desk: Adjudicator, kind: str, says: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        desk.decide(*desk.questions(kind), **says)

    assert desk.content == {}


def test_three_are_settled_as_two_are(
    make_task: Callable[..., Task], annotator: User, colleague: User, manager: User, reviewer: User
) -> None:
    task = make_task("Police said twelve people died.")
    hands = [hand_of(task, person) for person in (annotator, colleague, manager)]
    for hand, claim in zip(hands, ("twelve people died", "twelve people", "twelve people"), strict=True):
        hand.link("attributed_to", hand.add("claim", claim), hand.add("source", "Police"))
        hand.submit()
    desk = Adjudicator(task, reviewer)
    assert desk.case.sides.letters == "ABC"
    with pytest.raises(Unacceptable):
        desk.decide(*desk.case.open)

    desk.decide_everything(annotator)

    assert content_of(desk.annotation_set) == content_of(set_of(task, annotator))
    desk.finish()
    assert Acceptance.objects.count() == 3


def test_nobodys_decision_is_overwritten_unseen(
    desk: Adjudicator, manager: User, annotator: User, colleague: User
) -> None:
    boundary = desk.questions(Kind.BOUNDARY)
    desk.decide(*boundary, side=annotator)

    with pytest.raises(Conflict):
        Adjudicator(desk.task, manager).decide(
            *boundary, side=colleague, questions=[Asked(key, None) for key in boundary]
        )

    assert desk.words == {("claim", LONG)}


def test_nobody_adjudicates_what_they_have_annotated(desk: Adjudicator, annotator: User) -> None:
    theirs = Adjudicator(desk.task, annotator)
    for act in (
        lambda: adjudicating.begin(task=desk.task.pk, by=annotator),
        theirs.accept_agreed,
        lambda: theirs.decide(*desk.questions(Kind.BOUNDARY), choice=Choice.NEITHER),
        theirs.finish,
    ):
        with pytest.raises(Unacceptable):
            act()

    assert desk.content == {}


def test_somebodys_own_set_is_not_adjudicated(desk: Adjudicator, annotator: User) -> None:
    theirs = set_of(desk.task, annotator)
    submitting.reopen(annotation_set=theirs, by=annotator)

    with pytest.raises(Unacceptable):
        adjudicating.accept_agreed(annotation_set=theirs, by=desk.by)


def test_two_have_handed_in_before_anything_is_settled(seeded: Task, colleague: User, reviewer: User) -> None:
    submitting.reopen(annotation_set=set_of(seeded, colleague), by=colleague)

    with pytest.raises(NotOpen):
        adjudicating.begin(task=seeded.pk, by=reviewer)
    assert not AnnotationSet.objects.filter(kind="adjudicated").exists()


def test_finishing_settles_everybodys_work(desk: Adjudicator, annotator: User, colleague: User) -> None:
    desk.decide_everything(annotator)
    desk.finish()

    settled = Acceptance.objects.values_list("submission__annotation_set__person", flat=True)
    assert set(settled) == {annotator.pk, colleague.pk}
    assert Submission.objects.standing().filter(annotation_set=desk.annotation_set, by=desk.by).exists()
    with pytest.raises(NotOpen):
        Hand(set_of(desk.task, annotator), annotator).reopen()
    with pytest.raises(NotOpen):
        undoing.undo(**desk.whose)


def test_what_is_left_to_do_is_done_before_finishing(desk: Adjudicator, annotator: User) -> None:
    with pytest.raises(Conflict, match="decide"):
        desk.finish()
    desk.decide(*desk.case.open, side=annotator)
    with pytest.raises(Conflict, match="accepted"):
        desk.finish()
    desk.accept_agreed()
    with pytest.raises(Conflict, match="changed"):
        desk.finish(base=1)

    assert Acceptance.objects.count() == 0


def test_the_journal_tells_it_all(desk: Adjudicator, annotator: User) -> None:
    desk.decide_everything(annotator)
    undoing.undo(**desk.whose)
    undoing.redo(**desk.whose)
    desk.decide(*desk.questions(Kind.LABEL), choice=Choice.BOTH, rule="4.1")
    desk.finish()

    assert checking.contradictions_in(desk.annotation_set.pk) == []


def test_the_order_of_sides_tells_nothing_of_who_is_who() -> None:
    """Over many articles each of two is A about half of the time."""
    earlier = []
    for number in range(200):
        sets = [AnnotationSet(pk=UUID(int=who), task_id=UUID(int=number)) for who in (1, 2)]
        earlier.append(min(sets, key=in_no_telling_order) is sets[0])

    assert 60 < earlier.count(True) < 140
