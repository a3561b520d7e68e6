import pytest

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from tests.annotation.hand import Hand


@pytest.fixture
def ours(draft: AnnotationSet, annotator: User) -> Hand:
    """The annotator at their own set."""
    return Hand(draft, annotator)


@pytest.fixture
def theirs(draft: AnnotationSet, reviewer: User) -> Hand:
    """The reviewer at the annotator's set."""
    return Hand(draft, reviewer)
