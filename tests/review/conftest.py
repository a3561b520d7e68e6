"""A set that its annotator has handed in, and the people who read it."""

import pytest

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Task
from tests.annotation.hand import Hand


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
