from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from newsreview.accounts.models import User
from newsreview.projects import giving_out
from newsreview.projects.models import Project, Slot, Task

URL = "/projects/ferry/settings/"


@pytest.fixture
def at_manager(sign_in: Callable[[User], Client], manager: User) -> Client:
    return sign_in(manager)


def test_a_manager_changes_how_work_is_given_out(project: Project, task: Task, at_manager: Client) -> None:
    looked_at = {"review_coverage": "share", "review_share": "30"}
    rules = {"people_per_article": "2", "lease_hours": "24", "blind": "on", **looked_at}
    answer = at_manager.post(URL, rules, follow=True)

    project.refresh_from_db()
    assert (project.review_coverage, project.review_share) == ("share", 30)
    assert (project.people_per_article, project.own_taking, project.blind, project.lease_hours) == (2, False, True, 24)
    assert Slot.objects.filter(task=task).count() == 2
    assert "Kept. It holds from now on." in answer.text


def test_what_makes_no_sense_is_said(project: Project, at_manager: Client) -> None:
    answer = at_manager.post(URL, {"people_per_article": "0", "lease_hours": "0", "review_share": "0"})

    assert answer.status_code == 422
    assert answer.text.count("Ensure this value is greater than or equal to 1.") == 3
    project.refresh_from_db()
    assert project.people_per_article == 1


def test_it_takes_few_questions(
    project: Project, at_manager: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        at_manager.get(URL)


def test_who_is_dealt_to_does_not_take(
    project: Project, task: Task, annotator: User, sign_in: Callable[[User], Client]
) -> None:
    giving_out.change_rules(project=project, own_taking=False)
    client = sign_in(annotator)

    assert "Next article" not in client.get(reverse("queue")).text
    answers = [
        client.post(reverse(name, args=[about]))
        for name, about in (
            ("project-next", "ferry"),
            ("task-set-take", task.pk),
        )
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert not Slot.objects.exclude(person=None).exists()
