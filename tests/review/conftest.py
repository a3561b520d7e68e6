"""A set that its annotator has handed in, and the people who read it."""

from collections.abc import Callable

import pytest

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Task
from tests.annotation.hand import Hand
from tests.review.adjudicator import Adjudicator
from tests.review.seeded import seed


@pytest.fixture
def mine(task: Task, annotator: User) -> Hand:
    """The annotator's hand on a set of three marks, which are not handed in yet."""
    hand = Hand(taking.take(task=task, person=annotator), annotator)
    source = hand.add("source", "Ada Brandt")
    hand.link("attributed_to", hand.add("claim", "They gave us a day"), source)
    return hand


@pytest.fixture
def handed_in(mine: Hand) -> AnnotationSet:
    mine.submit()
    return mine.annotation_set


@pytest.fixture
def seeded(make_task: Callable[..., Task], annotator: User, colleague: User) -> Task:
    """What two have handed in who differ in every way."""
    return seed(make_task, annotator, colleague)


@pytest.fixture
def desk(seeded: Task, reviewer: User) -> Adjudicator:
    return Adjudicator(seeded, reviewer)
