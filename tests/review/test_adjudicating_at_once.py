"""C11: two adjudicators at one article at the same moment. Nobody's decision is lost or doubled."""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import OperationalError, connection, transaction

from newsreview.accounts.models import User
from newsreview.agreement.disagreeing import Kind
from newsreview.annotation import checking, taking
from newsreview.annotation.decisions import Choice
from newsreview.annotation.models import AnnotationSet, Edit
from newsreview.annotation.refusals import Conflict, Unacceptable
from newsreview.projects.models import Slot, Task
from newsreview.review import adjudicating
from newsreview.review.models import Acceptance
from newsreview.review.sides import sides_of
from tests.annotation.hand import Hand
from tests.at_once import at_once
from tests.review.adjudicator import Adjudicator, set_of
from tests.review.seeded import KINDS, seed
from tests.review.two_people import hand_of

pytestmark = pytest.mark.django_db(transaction=True)


def tried(act: Callable[[], None]) -> bool:
    try:
        act()
    except Conflict:
        return False
    return True


def test_two_at_once_settle_one_article_once(
    make_task: Callable[..., Task], annotator: User, colleague: User, reviewer: User, manager: User
) -> None:
    task = seed(make_task, annotator, colleague)
    begun = at_once([partial(adjudicating.begin, task=task.pk, by=by) for by in (reviewer, manager) * 2])
    assert {one.pk for one in begun} == {AnnotationSet.objects.get(kind="adjudicated").pk}
    one, other = Adjudicator(task, reviewer), Adjudicator(task, manager)

    # Each of the two opens every question, and decides it otherwise.
    one.accept_agreed()
    took: list[bool] = []
    for question in one.case.open:
        took += at_once(
            [
                partial(tried, partial(one.decide, question, side=annotator)),
                partial(tried, partial(other.decide, question, side=colleague)),
            ]
        )
    decisions = one.annotation_set.decisions.all()
    assert decisions.count() == len(KINDS)
    edits = Edit.objects.filter(annotation_set=one.annotation_set, verb="disagreements.decide")
    # Both may have looked one after the other: then the second knew what the first had decided.
    assert len(KINDS) <= took.count(True) == edits.count()
    finished = at_once([partial(tried, partial(desk.finish, base=edits.count() + 1)) for desk in (one, other)])
    assert sorted(finished) == [False, True]
    assert Acceptance.objects.count() == 2
    assert checking.contradictions_in(one.annotation_set.pk) == []


def test_of_two_that_saw_the_same_one_decides(
    make_task: Callable[..., Task], annotator: User, colleague: User, reviewer: User, manager: User
) -> None:
    task = seed(make_task, annotator, colleague)
    one, other = Adjudicator(task, reviewer), Adjudicator(task, manager)
    missing = one.questions(Kind.MISSING)
    unseen = [adjudicating.Asked(key, None) for key in missing]

    took = at_once(
        [
            partial(tried, partial(desk.decide, side=person, questions=unseen))
            for desk, person in ((one, annotator), (other, colleague))
        ]
    )

    assert sorted(took) == [False, True]
    assert one.annotation_set.edits.count() == 1
    assert set(one.annotation_set.decisions.values_list("choice", flat=True)) == {Choice.SIDE}
    assert len(one.words) == (5 if took[0] else 0)


def waits(act: Callable[[], object]) -> bool:
    """Whether it has to wait for what this transaction does."""

    def impatient() -> bool:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '100ms'")
                act()
        except OperationalError:
            return True
        return False

    return at_once([impatient]) == [True]


@pytest.fixture
def settled(desk: Adjudicator, annotator: User) -> Adjudicator:
    """All but finished."""
    desk.decide_everything(annotator)
    return desk


def test_nobody_finishes_what_they_are_just_taking(settled: Adjudicator) -> None:
    """C11"""
    turn = settled.task.turn
    Slot.objects.create(project=settled.task.project, task=settled.task, number=3, turn=turn)
    with transaction.atomic():
        taking.take(task=settled.task, person=settled.by)
        assert waits(settled.finish)

    with pytest.raises(Unacceptable):
        settled.finish()


def test_nothing_is_finished_without_what_is_just_handed_in(settled: Adjudicator, manager: User) -> None:
    """C11"""
    third = hand_of(settled.task, manager)
    with transaction.atomic():
        third.submit()
        assert waits(settled.finish)

    with pytest.raises(Conflict, match="decide"):
        settled.finish()


def test_sides_are_read_as_they_are_at_one_moment(settled: Adjudicator, annotator: User) -> None:
    with transaction.atomic():
        Hand(set_of(settled.task, annotator), annotator).reopen()
        assert waits(partial(sides_of, settled.task.pk))
