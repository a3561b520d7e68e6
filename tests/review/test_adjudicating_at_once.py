"""C11: two adjudicators at one article at the same moment. Nobody's decision is lost or doubled."""

from collections.abc import Callable
from functools import partial

import pytest

from newsreview.accounts.models import User
from newsreview.agreement.disagreeing import Kind
from newsreview.annotation import checking
from newsreview.annotation.decisions import Choice
from newsreview.annotation.models import AnnotationSet, Edit
from newsreview.annotation.refusals import Conflict
from newsreview.projects.models import Task
from newsreview.review import adjudicating
from newsreview.review.models import Acceptance
from tests.at_once import at_once
from tests.review.adjudicator import Adjudicator
from tests.review.seeded import KINDS, seed

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
    for question in one.case.open:
        took = at_once(
            [
                partial(tried, partial(one.decide, question, side=annotator)),
                partial(tried, partial(other.decide, question, side=colleague)),
            ]
        )
        # Both may have looked one after the other: then the second knew what the first had decided.
        assert any(took)

    decisions = one.annotation_set.decisions.all()
    assert decisions.count() == len(KINDS)
    edits = Edit.objects.filter(annotation_set=one.annotation_set, verb="disagreements.decide")
    assert len(KINDS) <= edits.count() <= 2 * len(KINDS)
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
