from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from newsreview.accounts.models import User
from newsreview.annotation import taking, taking_next
from newsreview.projects import giving_out
from newsreview.projects.models import Project, Slot, Task


def slots(task: Task) -> list[tuple[int, str]]:
    return [(slot.number, str(slot.person or "open")) for slot in Slot.objects.filter(task=task).order_by("number")]


def change(project: Project, people: int) -> None:
    giving_out.change_rules(project=project, people_per_article=people)


def test_more_people_to_an_article_open_slots(project: Project, task: Task, annotator: User) -> None:
    taking.take(task=task, person=annotator)
    change(project, 3)
    assert slots(task) == [(1, "Annotator"), (2, "open"), (3, "open")]


def test_fewer_take_away_what_is_open(project: Project, task: Task, annotator: User, colleague: User) -> None:
    change(project, 4)
    taking.take(task=task, person=annotator)
    taking.take(task=task, person=colleague)
    change(project, 3)
    assert slots(task) == [(1, "Annotator"), (2, "Colleague"), (3, "open")]
    change(project, 1)
    assert slots(task) == [(1, "Annotator"), (2, "Colleague")]
    change(project, 2)
    assert slots(task) == [(1, "Annotator"), (2, "Colleague")]


def test_a_number_that_was_left_is_used_again(
    project: Project, task: Task, annotator: User, colleague: User, manager: User
) -> None:
    first = taking.take(task=task, person=annotator)
    taking.deal_out(task=task, person=colleague, by=manager)
    taking.take_back(annotation_set=first, by=manager)
    assert slots(task) == [(2, "Colleague")]
    change(project, 2)
    assert slots(task) == [(1, "open"), (2, "Colleague")]


def test_tasks_added_later_have_as_many(project: Project, make_task: Callable[..., Task]) -> None:
    change(project, 2)
    assert slots(make_task("Later.")) == [(1, "open"), (2, "open")]


@pytest.mark.parametrize("people", [0, 10])
def test_how_many_there_can_be(project: Project, people: int) -> None:
    with pytest.raises(ValidationError):
        change(project, people)


def test_what_is_urgent_comes_first_then_what_is_due(
    project: Project, make_task: Callable[..., Task], annotator: User
) -> None:
    tasks = {name: make_task(name) for name in ("plain", "late", "due", "low", "urgent")}
    for name, priority, due_on in (
        ("late", 0, date(2026, 12, 24)),
        ("due", 0, date(2026, 12, 1)),
        ("low", -1, date(2026, 1, 1)),
        ("urgent", 2, None),
    ):
        chosen = [tasks[name].pk]
        assert giving_out.schedule(project=project, tasks=chosen, priority=priority, due_on=due_on) == 1
    given = [taking_next.take_next(project=project, person=annotator) for _ in range(6)]
    assert [made.task.article.text if made else None for made in given] == [
        "urgent",
        "due",
        "late",
        "plain",
        "low",
        None,
    ]


def test_tasks_of_another_project_are_left_alone(project: Project, task: Task) -> None:
    other = Project.objects.create(slug="other", name="Other", label_set_version=project.label_set_version)
    assert giving_out.schedule(project=other, tasks=[task.pk], priority=2, due_on=None) == 0
    task.refresh_from_db()
    assert task.priority == Task.Priority.NORMAL


def test_what_a_slot_cannot_be(task: Task, annotator: User) -> None:
    taking.take(task=task, person=annotator)
    mine = {"task": task, "project": task.project, "turn": task.turn}
    for fields, says in (
        ({"number": 1}, "the slots of a task are numbered"),
        ({"number": 2, "person": annotator}, "a person has one slot of a task"),
        ({"number": 2, "heard_at": task.created_at}, "nobody is heard from an open slot"),
    ):
        with pytest.raises(IntegrityError, match=says), transaction.atomic():
            Slot.objects.create(**mine, **fields)
    with pytest.raises(IntegrityError, match="a task has a known priority"), transaction.atomic():
        Task.objects.update(priority=3)
