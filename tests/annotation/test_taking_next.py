from collections.abc import Callable

from django.db import connection
from pytest_django import DjangoAssertNumQueries

from newsreview.accounts.models import User
from newsreview.annotation import taking, taking_next
from newsreview.corpus.models import Story
from newsreview.projects import giving_out
from newsreview.projects.models import Project, Task


def given(project: Project, person: User, times: int = 1) -> list[str]:
    made = [taking_next.take_next(project=project, person=person) for _ in range(times)]
    return [one.task.article.text if one else "–" for one in made]


def test_a_story_is_kept_together(project: Project, make_task: Callable[..., Task], annotator: User) -> None:
    ferry, bridge = (Story.objects.create(name=name) for name in ("Ferry", "Bridge"))
    for text, story in (("f1", ferry), ("b1", bridge), ("none", None), ("f2", ferry), ("b2", bridge)):
        make_task(text, story=story)

    assert given(project, annotator, 6) == ["f1", "f2", "b1", "b2", "none", "–"]


def test_what_is_urgent_comes_before_the_story(
    project: Project, make_task: Callable[..., Task], annotator: User
) -> None:
    story = Story.objects.create(name="Ferry")
    for text in ("f1", "f2"):
        make_task(text, story=story)
    urgent = make_task("urgent")
    assert given(project, annotator) == ["f1"]
    giving_out.schedule(project=project, tasks=[urgent.pk], priority=1, due_on=None)
    assert given(project, annotator, 2) == ["urgent", "f2"]


def test_of_two_slots_a_person_gets_one(
    project: Project, make_task: Callable[..., Task], annotator: User, colleague: User
) -> None:
    giving_out.change_rules(project=project, people_per_article=2)
    for text in ("one", "two"):
        make_task(text)
    assert given(project, annotator, 3) == ["one", "two", "–"]
    assert given(project, colleague, 3) == ["one", "two", "–"]


def test_what_was_taken_back_is_given_to_somebody_else(
    project: Project, task: Task, annotator: User, colleague: User, manager: User
) -> None:
    mine = taking.take(task=task, person=annotator)
    taking.take_back(annotation_set=mine, by=manager)
    assert (given(project, annotator), given(project, colleague)) == (["–"], [task.article.text])


def test_asking_takes_few_questions(
    project: Project, make_task: Callable[..., Task], annotator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_task("one", story=Story.objects.create(name="Ferry"))
    make_task("two")
    given(project, annotator)
    with django_assert_num_queries(11):  # two of them begin and end the savepoint
        taking_next.take_next(project=project, person=annotator)


def test_open_slots_are_read_in_their_order(project: Project, annotator: User) -> None:
    """However many are finished: the index holds what is open, in its turn, and nothing is sorted.

    On so few rows any plan is as good as another: what the index is to spare is forbidden, so that only
    an order that no index has would still be sorted.
    """
    waiting = taking_next.open_to(annotator).filter(project=project).in_turn()
    with connection.cursor() as cursor:
        for spared in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{spared} = off")
    plan = waiting[:1].explain()
    assert "open_slots_in_turn" in plan
    assert "Sort" not in plan
