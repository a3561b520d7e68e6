"""An article that its outlet revised, and what was marked in the earlier text."""

from collections.abc import Callable

import pytest

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.corpus.models import NearCopy, Revision
from newsreview.projects.models import Task
from newsreview.review.settling import accept
from tests.annotation.hand import Hand

EARLIER = (
    "“The ferry is safe,” said Ada Brandt, the harbour master.\n"
    "Repairs will take ten days and cost six million.\n"
    "Tickets stay valid. Police expect queues.\n"
    "Subscribe to our letter."
)
LATER = (
    "Update: the yard has begun.\n"
    "“The ferry is safe,” said Ada Brandt, the harbour master.\n"
    "Repairs will take twelve days and cost six million.\n"
    "Police expect queues.\n"
    "Subscribe to our letter."
)


@pytest.fixture
def earlier(make_task: Callable[..., Task]) -> Task:
    return make_task(EARLIER, url="https://harbour.example/ferry", title="Ferry safe")


@pytest.fixture
def later(make_task: Callable[..., Task], earlier: Task) -> Task:
    task = make_task(LATER, url="https://harbour.example/ferry", title="Ferry safe")
    Revision.objects.create(article=task.article, of=earlier.article)
    return task


@pytest.fixture
def marked(earlier: Task, annotator: User) -> Hand:
    return mark(Hand(taking.deal_out(task=earlier, person=annotator, by=annotator), annotator))


def mark(hand: Hand) -> Hand:
    """What there is to say of the earlier text."""
    source = hand.add("source", "Ada Brandt", attributes={"who": "Ada Brandt"})
    claim = hand.add("claim", "The ferry is safe", attributes={"kind": "view"})
    hand.link("attributed_to", claim, source)
    hand.add("claim", "Repairs will take ten days")
    hand.add("claim", "Tickets stay valid")
    hand.mark("boilerplate", "Subscribe to our letter.")
    return hand


@pytest.fixture
def mine(later: Task, annotator: User) -> Hand:
    """The annotator's set of the later text, still empty."""
    return Hand(taking.deal_out(task=later, person=annotator, by=annotator), annotator)


@pytest.fixture
def copy(make_task: Callable[..., Task], later: Task) -> Task:
    """The later text, as another outlet took it over."""
    task = make_task(f"By our reporter.\n{LATER}", outlet="Bay Mail", title="Ferry")
    one, other = sorted([later.article, task.article], key=lambda article: article.pk)
    NearCopy.objects.create(one=one, other=other, shared=25, of_one=25, of_other=30)
    return task


@pytest.fixture
def settled(marked: Hand, reviewer: User) -> Hand:
    marked.submit()
    accept(annotation_set=marked.annotation_set.pk, by=reviewer, base=marked.version)
    return marked
