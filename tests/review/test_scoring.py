"""Versions of models, held against what is settled."""

from collections.abc import Callable, Sequence
from uuid import UUID

import pytest

from newsreview.accounts.models import User
from newsreview.annotation.model_versions import ModelVersion
from newsreview.annotation.predicting import known_version
from newsreview.corpus.models import Story
from newsreview.projects.models import Project, Task
from newsreview.review.scoring import Score, score_of
from tests.review.adjudicator import Adjudicator
from tests.review.model_at_work import differ, mark, settle
from tests.review.two_people import CLAIM, SHORT_CLAIM, SOURCE, hand_in, hand_of

FIGURES = ("precision", "recall", "exact_f1")


@pytest.fixture
def version(project: Project, ml_client: User) -> ModelVersion:
    return known_version(project=project, model="spancat", version="1", by=ml_client)


def figures(score: Score) -> Sequence[tuple[int, int]]:
    return [tuple(score.together[name]) for name in FIGURES]  # type: ignore[misc]


def tasks_of(score: Score) -> set[UUID]:
    return {beside.settled.task for beside, _ in score.counts}


@pytest.fixture
def accepted(task: Task, annotator: User, reviewer: User, version: ModelVersion) -> Task:
    differ(version, task, annotator, reviewer)
    return task


def test_a_model_is_held_against_what_was_accepted(accepted: Task, version: ModelVersion) -> None:
    score = score_of(version)

    assert (score.articles, score.settled, score.counted) == (1, 1, 1)
    assert figures(score) == [(1, 1), (1, 2), (0, 3)]
    assert {label: tuple(shares["f1"]) for label, shares in score.by_label.items()} == {
        "claim": (2, 2),
        "source": (0, 1),
    }
    assert list(score.by_outlet) == ["Harbour Post"]
    assert list(score.by_story) == [""]


def test_what_nobody_has_accepted_is_not_settled(
    task: Task, annotator: User, colleague: User, version: ModelVersion
) -> None:
    mark(version, task, ("claim", CLAIM))
    hand_in(task, annotator, colleague)

    assert (score_of(version).articles, score_of(version).settled) == (1, 0)


def test_what_several_have_handed_in_is_settled_when_it_is_adjudicated(
    task: Task, annotator: User, colleague: User, reviewer: User, version: ModelVersion
) -> None:
    mark(version, task, ("claim", SHORT_CLAIM), ("source", SOURCE))
    hand_in(task, annotator, colleague)
    assert score_of(version).settled == 0
    adjudicator = Adjudicator(task, reviewer)
    adjudicator.decide_everything(colleague)
    adjudicator.finish()

    assert figures(score_of(version)) == [(2, 2), (2, 2), (4, 4)]


def test_another_version_is_another_score(accepted: Task, version: ModelVersion, project: Project) -> None:
    better = known_version(project=project, model="spancat", version="2", by=version.by)
    mark(better, accepted, ("claim", CLAIM), ("source", SOURCE))

    assert [figures(score_of(each))[2] for each in (version, better)] == [(0, 3), (4, 4)]


def test_a_request_counts_some_articles_and_the_next_goes_on(
    accepted: Task,
    make_task: Callable[..., Task],
    annotator: User,
    reviewer: User,
    version: ModelVersion,
) -> None:
    again = make_task(outlet="Another", story=Story.objects.create(name="Storm"))
    hand = hand_of(again, annotator)
    hand.add("claim", CLAIM)
    settle(hand, reviewer)
    mark(version, again, ("claim", CLAIM))

    assert [score_of(version, at_once=1).counted, score_of(version, at_once=1).counted] == [1, 2]
    whole = score_of(version, at_once=0)
    assert whole.complete
    assert list(whole.by_story) == ["", "Storm"]
    assert figures(whole) == [(2, 2), (2, 3), (2, 5)]


def test_the_worst_passages_come_first_and_only_those_that_may_be_read(
    accepted: Task, make_task: Callable[..., Task], annotator: User, reviewer: User, version: ModelVersion
) -> None:
    worse = make_task(outlet="Another")
    settle(hand_of(worse, annotator), reviewer)
    mark(version, worse, ("claim", CLAIM), ("source", SOURCE), ("source", "They"))
    score = score_of(version)

    told = [(each.beside.settled.task, each.paragraph, each.differences) for each in score.worst(tasks_of(score))]
    assert told == [(worse.pk, 2, 3), (accepted.pk, 2, 2)]
    assert [each.beside.settled.task for each in score.worst({accepted.pk})] == [accepted.pk]
