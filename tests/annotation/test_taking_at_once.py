"""C10: many people asking for the next task at once never get one slot twice."""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import connections

from newsreview.accounts.models import User
from newsreview.annotation import taking, taking_next
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.refusals import Conflict
from newsreview.corpus.models import Article
from newsreview.projects import giving_out, setting_up
from newsreview.projects.models import Membership, Project, Slot, Task
from tests.annotation.seats import seats
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(person: Callable[..., User], project: Project) -> Callable[[int, int], list[User]]:
    """So many people, and so many tasks in the project."""

    def make(people: int, tasks: int) -> list[User]:
        articles = Article.objects.bulk_create(Article(text=f"Article {n}.") for n in range(tasks))
        setting_up.add_tasks(project=project, articles=articles)
        team = [person(f"person{n}") for n in range(people)]
        for someone in team:
            setting_up.set_role(project=project, person=someone, role=Membership.Role.ANNOTATOR)
        return team

    return make


def take_tasks(project: Project, person: User, times: int) -> list[AnnotationSet | None]:
    """Each on a connection of its own, as a request is."""
    taken = []
    for _ in range(times):
        taken.append(taking_next.take_next(project=project, person=person))
        connections.close_all()
    return taken


def take_everything(project: Project, team: list[User], times: int) -> None:
    taken = [made for each in at_once([partial(take_tasks, project, one, times) for one in team]) for made in each]
    tasks = [made.task_id for made in taken if made]
    assert (len(tasks), len(set(tasks))) == (len(team) * times, len(team) * times)
    assert not Slot.objects.open().exists()
    assert len(seats()[1]) == len(tasks)
    assert take_tasks(project, team[0], 1) == [None]


def test_everybody_gets_slots_of_their_own(project: Project, desk: Callable[[int, int], list[User]]) -> None:
    take_everything(project, desk(8, 8 * 12), times=12)


@pytest.mark.faults
def test_sixteen_people_ask_four_hundred_times(project: Project, desk: Callable[[int, int], list[User]]) -> None:
    take_everything(project, desk(16, 16 * 400), times=400)


def test_of_two_slots_of_a_task_nobody_gets_both(project: Project, desk: Callable[[int, int], list[User]]) -> None:
    giving_out.change_rules(project=project, people_per_article=2)
    team = desk(4, 6)
    twice_each = [*team, *team]  # on two pages, until nothing is open to them

    at_once([partial(take_tasks, project, one, 4) for one in twice_each])

    assert len(seats()[0]) == 12
    assert not Slot.objects.open().exists()


def refused(act: Callable[[], object]) -> bool:
    try:
        act()
    except Conflict:
        return True
    return False


def test_taking_and_taking_back_at_once(draft: AnnotationSet, colleague: User, manager: User) -> None:
    late, back = at_once(
        [
            lambda: refused(lambda: taking.take(task=draft.task, person=colleague)),
            lambda: refused(lambda: taking.take_back(annotation_set=draft, by=manager)),
        ]
    )

    assert not back
    assert {person for _, person in seats()[0]} == (set() if late else {colleague.pk})
    assert Slot.objects.count() == 1


def test_two_are_taken_back_from_one_task_at_once(
    draft: AnnotationSet, colleague: User, manager: User, reviewer: User
) -> None:
    other = taking.deal_out(task=draft.task, person=colleague, by=manager)
    assert Slot.objects.count() == 2

    at_once(
        [
            lambda: taking.take_back(annotation_set=draft, by=manager),
            lambda: taking.take_back(annotation_set=other, by=reviewer),
        ]
    )

    [left] = Slot.objects.all()
    assert (left.task, left.person) == (draft.task, None)


def test_fewer_people_to_an_article_while_somebody_takes_one(
    project: Project, task: Task, annotator: User, colleague: User
) -> None:
    giving_out.change_rules(project=project, people_per_article=3)

    at_once(
        [
            lambda: giving_out.change_rules(project=project, people_per_article=1),
            lambda: refused(lambda: taking.take(task=task, person=annotator)),
            lambda: refused(lambda: taking.take(task=task, person=colleague)),
        ]
    )

    taken = len(seats()[0])
    assert Slot.objects.count() == max(taken, 1)
