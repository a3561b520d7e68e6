from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries

from newsreview.accounts.models import User
from newsreview.agreement.counting import Of, Thing
from newsreview.agreement.figures import BOUNDARY, EXACT_F1, FOUND, LINK, share
from newsreview.agreement.tallying import tally
from newsreview.annotation.models import TakingBack
from newsreview.corpus.models import Story
from newsreview.labels.models import Attribute, Label
from newsreview.projects.models import Task
from newsreview.review.comparing import compared
from newsreview.review.reading import read
from tests.annotation.hand import Hand
from tests.review.two_people import LATER, begin, hand_of


@pytest.fixture
def two(annotator: User, colleague: User) -> Callable[[Task], tuple[Hand, Hand]]:
    return lambda task: begin(task, annotator, colleague)


def test_what_two_people_handed_in_is_counted(
    two: Callable[[Task], tuple[Hand, Hand]], make_task: Callable[..., Task]
) -> None:
    task = make_task(story=Story.objects.create(name="Ferry"))
    hands = two(task)
    for hand in hands:
        hand.submit()

    [found] = compared(Task.objects.all())

    assert (found.task, found.everybody) == (task.pk, True)
    assert found.people == tuple(sorted(hand.by.pk for hand in hands))
    assert (found.story, found.outlet) == (task.article.story_id, task.article.outlet_id)
    stories = tally([found.counts])
    figures = [share(stories, figure).value for figure in (FOUND, BOUNDARY, EXACT_F1, LINK)]
    assert figures == [1, 0.5, 0.5, 1]
    # the form was computed by the app for both; who the source is, only one of them said
    questions = {key[1:]: times for key, times in found.counts.items() if key[0] == Thing.QUESTIONS}
    assert questions == {("claim", "kind"): 1, ("source", "who"): 1, ("attributed_to", "carried_over"): 1}
    assert found.counts[Thing.SAME_ANSWERS, "claim", "kind"] == 1
    assert (Thing.SAME_ANSWERS, "source", "who") not in found.counts


def test_article_without_a_story_is_a_story_of_its_own(two: Callable[[Task], tuple[Hand, Hand]], task: Task) -> None:
    for hand in two(task):
        hand.submit()

    assert [found.story for found in compared(Task.objects.all())] == [task.article_id]


def test_drafts_and_what_was_taken_back_are_not_compared(
    two: Callable[[Task], tuple[Hand, Hand]], task: Task, manager: User
) -> None:
    one, other = two(task)
    one.submit()

    assert list(compared(Task.objects.all())) == []

    other.submit()
    assert len(list(compared(Task.objects.all()))) == 1
    assert list(compared(Task.objects.exclude(pk=task.pk))) == []

    other.reopen()
    assert list(compared(Task.objects.all())) == []

    other.submit()
    TakingBack.objects.create(annotation_set=other.annotation_set, by=manager)
    assert list(compared(Task.objects.all())) == []


def test_of_three_people_each_pair_and_all_are_compared(
    two: Callable[[Task], tuple[Hand, Hand]], task: Task, reviewer: User
) -> None:
    hands = [*two(task), hand_of(task, reviewer)]
    for each in hands:
        each.submit()

    found = list(compared(Task.objects.all()))

    first, second, third = sorted(each.by.pk for each in hands)
    assert [(each.people, each.everybody) for each in found] == [
        ((first, second), False),
        ((first, third), False),
        ((second, third), False),
        ((first, second, third), True),
    ]
    assert {key[1] for key in found[-1].counts} == set(Of)


def test_label_that_one_was_not_asked_for_is_left_out(two: Callable[[Task], tuple[Hand, Hand]], task: Task) -> None:
    one, other = two(task)
    one.submit()
    version = task.project.label_set_version
    label = Label.objects.create(version=version, key="figure", kind=Label.Kind.SPAN, name="figure")
    other.add("figure", LATER)
    other.submit()

    [found] = compared(Task.objects.all())

    assert label.key in other.annotation_set.submissions.get().labels_asked
    assert (Thing.SPANS, "figure") not in found.counts
    assert found.counts[Thing.SPANS, "claim"] == 2


def test_answers_to_what_is_not_asked_any_more_are_left_out(
    two: Callable[[Task], tuple[Hand, Hand]], task: Task
) -> None:
    one, _ = two(task)
    Attribute.objects.filter(label__key="source", key="who").update(enabled=False)

    [reading] = read([one.annotation_set.pk]).values()

    [source] = [span for span in reading.spans if span.label == "source"]
    assert (dict(source.attributes), source.who) == ({}, "")


@pytest.mark.parametrize("articles", [1, 3])
def test_articles_are_read_together(
    django_assert_num_queries: DjangoAssertNumQueries,
    two: Callable[[Task], tuple[Hand, Hand]],
    make_task: Callable[..., Task],
    articles: int,
) -> None:
    for number in range(articles):
        for hand in two(make_task(outlet=f"Outlet {number}")):
            hand.submit()

    with django_assert_num_queries(7):
        assert len(list(compared(Task.objects.all()))) == articles
