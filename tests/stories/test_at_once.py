"""Two people answer, and the job sorts, at the same moment: each article gets one story, and nobody fails."""

from collections.abc import Callable
from functools import partial

import pytest

from newsreview.accounts.models import User
from newsreview.annotation.refusals import Refusal
from newsreview.corpus.models import Article, Story
from newsreview.stories import answering, finding, moving
from newsreview.stories.models import Answer, ProposedStory, StoryMove, Unsorted
from newsreview.stories.moving import MovedOn
from tests.at_once import at_once
from tests.stories.events import report
from tests.stories.telling import bring_in, groups_of, sort

pytestmark = pytest.mark.django_db(transaction=True)


def outcome(act: Callable[[], object]) -> type[Refusal] | None:
    try:
        act()
    except Refusal as refusal:
        return type(refusal)
    return None


def test_of_two_answers_one_is_first(reviewer: User, manager: User) -> None:
    for seed in range(3, 8):
        articles = bring_in(*report(seed, 3))
        proposal = ProposedStory.objects.latest("pk")
        Unsorted.objects.create(article=articles[0])
        every = [article.pk for article in articles]
        accepts = [
            partial(answering.accept_as_new, proposal=proposal, articles=every, name=f"{person} {seed}", by=person)
            for person in (reviewer, manager)
        ]

        told = at_once([*(partial(outcome, act) for act in accepts), partial(outcome, finding.sort_all)])
        sort()

        assert sorted(map(str, told[:2])) == sorted(map(str, [None, MovedOn]))
        assert len({article.story_id for article in Article.objects.filter(pk__in=every)} - {None}) == 1
        assert Article.objects.filter(pk__in=every, story=None).count() == 0
        assert Answer.objects.filter(article__in=every).count() == StoryMove.objects.filter(article__in=every).count()
        assert groups_of(articles) == []


def test_of_two_moves_one_is_first(reviewer: User, manager: User) -> None:
    row = Story.objects.create(name="Row")
    [article] = bring_in({"text": "One.", "story": row})
    splits = [
        partial(moving.split, story=row, articles=[article.pk], name=str(person), by=person)
        for person in (reviewer, manager)
    ]

    told = at_once([partial(outcome, act) for act in splits])

    assert sorted(map(str, told)) == sorted(map(str, [None, MovedOn]))
    assert StoryMove.objects.get().joined == Article.objects.get().story
