from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from newsreview.accounts.models import User
from newsreview.annotation import submitting, taking
from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Project, Slot, Task

URL = "/projects/ferry/dealing/"


@pytest.fixture
def at_manager(sign_in: Callable[[User], Client], manager: User) -> Client:
    return sign_in(manager)


@pytest.fixture
def tasks(make_task: Callable[..., Task]) -> list[Task]:
    return [make_task(f"Article {n}.", first_line=f"Article {n}") for n in range(4)]


def holders() -> list[tuple[str, str]]:
    taken = Slot.objects.exclude(person=None).order_by("task")
    return list(taken.values_list("task__article__first_line", "person__name"))


def act(client: Client, do: str, **given: Any) -> Any:
    return client.post(URL, {"do": do} | given, follow=True)


def test_the_chosen_are_dealt_out(tasks: list[Task], annotator: User, colleague: User, at_manager: Client) -> None:
    people = [annotator.pk, colleague.pk]
    answer = act(at_manager, "deal", tasks=[task.pk for task in tasks[:3]], people=people)

    assert sorted(name for _, name in holders()) == ["Annotator", "Annotator", "Colleague"]
    assert "3 articles dealt out." in answer.text
    assert "Annotator, 2 in hand" in answer.text


def test_the_next_ones_are_dealt_out(tasks: list[Task], annotator: User, at_manager: Client) -> None:
    taking.take(task=tasks[0], person=annotator)
    answer = act(at_manager, "share", many="2", people=[annotator.pk])

    assert holders() == [(f"Article {n}", "Annotator") for n in range(3)]
    assert "2 articles dealt out." in answer.text
    assert "Nothing was dealt out" not in answer.text


def test_where_nothing_is_left_it_is_said(
    task: Task, draft: AnnotationSet, annotator: User, at_manager: Client
) -> None:
    answer = act(at_manager, "share", many="5", people=[annotator.pk])
    assert "Nothing was dealt out: nothing is open that these people have not had." in answer.text


def test_drafts_are_taken_back_and_what_is_submitted_stays(
    tasks: list[Task], annotator: User, at_manager: Client
) -> None:
    sets = [taking.take(task=task, person=annotator) for task in tasks[:2]]
    submitting.submit(annotation_set=sets[0], by=annotator, base=0)
    answer = act(at_manager, "take-back", tasks=[task.pk for task in tasks])

    assert holders() == [("Article 0", "Annotator")]
    assert "1 draft taken back." in answer.text


def test_priority_and_due_date_are_set_and_shown(tasks: list[Task], at_manager: Client) -> None:
    answer = act(at_manager, "schedule", tasks=[tasks[2].pk], priority="2", due_on="2026-12-24")

    tasks[2].refresh_from_db()
    assert (tasks[2].priority, tasks[2].due_on) == (Task.Priority.URGENT, date(2026, 12, 24))
    assert answer.context["tasks"][0] == tasks[2]
    assert "due 24 Dec 2026" in answer.text
    assert at_manager.get("/").text.index("Article 2") < at_manager.get("/").text.index("Article 0")


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({"priority": "1", "due_on": ""}, (1, date(2026, 12, 24))),
        ({"priority": "", "due_on": "2026-12-31"}, (2, date(2026, 12, 31))),
        ({"priority": "", "never_due": "on"}, (2, None)),
        ({"priority": "0", "never_due": "on"}, (0, None)),
    ],
)
def test_what_is_left_empty_stays_as_it_is(
    task: Task, at_manager: Client, given: dict[str, str], left: tuple[int, date | None]
) -> None:
    for scheduled in ({"priority": "2", "due_on": "2026-12-24"}, given):
        act(at_manager, "schedule", tasks=[task.pk], **scheduled)

    task.refresh_from_db()
    assert (task.priority, task.due_on) == left


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"do": "deal", "tasks": True}, "Choose somebody to deal to."),
        ({"do": "deal", "people": True}, "Choose articles first."),
        ({"do": "share", "people": True}, "Say how many."),
        ({"do": "share", "people": True, "many": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"do": "schedule", "tasks": True}, "Say how urgent they are, or when they are due."),
        (
            {"do": "schedule", "tasks": True, "due_on": "2026-12-24", "never_due": "on"},
            "Choose either a due date or none.",
        ),
        ({"do": "take-back"}, "Choose articles first."),
    ],
)
def test_what_is_missing_is_said(
    task: Task, annotator: User, at_manager: Client, given: dict[str, Any], says: str
) -> None:
    given = {
        name: {"tasks": task.pk, "people": annotator.pk}[name] if value is True else value
        for name, value in given.items()
    }
    answer = at_manager.post(URL, given)

    assert (answer.status_code, answer.text.count(says.replace("'", "&#x27;"))) == (422, 1)
    assert holders() == []


def test_nobody_outside_the_project_is_dealt_to(
    task: Task, stranger: User, ml_client: User, at_manager: Client
) -> None:
    for outsider in (stranger, ml_client):
        answer = at_manager.post(URL, {"do": "deal", "tasks": task.pk, "people": outsider.pk})
        assert (answer.status_code, holders()) == (422, [])


def test_everything_or_what_is_open(tasks: list[Task], annotator: User, at_manager: Client) -> None:
    taking.take(task=tasks[0], person=annotator)

    def listed(url: str) -> list[str]:
        return [task.article.first_line for task in at_manager.get(url).context["tasks"]]

    everything = [f"Article {n}" for n in range(4)]
    assert (listed(URL), listed(f"{URL}?all")) == (everything[1:], everything)
    place = f"{tasks[1].turn}.{tasks[1].pk}"
    assert (listed(f"{URL}?after={place}"), listed(f"{URL}?all&after={place}")) == (everything[2:], everything[2:])
    assert listed(f"{URL}?after=nonsense") == everything[1:]


def test_tasks_of_another_project_cannot_be_chosen(project: Project, task: Task, at_manager: Client) -> None:
    Project.objects.filter(pk=project.pk).update(slug="elsewhere")
    own = Project.objects.create(slug="ferry", name="Own", label_set_version=project.label_set_version)
    own.memberships.create(person=User.objects.get(name="Manager"), role="manager")

    answer = at_manager.post(URL, {"do": "schedule", "tasks": task.pk, "priority": "2"})
    assert answer.status_code == 422
