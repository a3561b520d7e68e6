"""Adding what was found to a project."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from newsreview.accounts.models import User
from newsreview.corpus.indexing import index_all
from newsreview.corpus.models import Article
from newsreview.projects import setting_up
from newsreview.projects.models import Membership, Project, Slot, Task
from newsreview.web import adding

ADDING = "/articles/adding/"


@pytest.fixture
def canal(project: Project, manager: User) -> Project:
    return setting_up.create_project(
        slug="canal", name="Canal", label_set_version=project.label_set_version, by=manager, people_per_article=2
    )


@pytest.fixture
def tasks(make_task: Callable[..., Task], canal: Project) -> list[Task]:
    """Three of project ferry; the first is in project canal already."""
    made = [make_task(f"Ferry number {n}.", title=f"Ferry {n}") for n in range(3)]
    setting_up.add_tasks(project=canal, articles=[made[0].article])
    index_all()
    return made


def add(client: Client, **given: Any) -> tuple[int, str]:
    answer = client.post(ADDING, {"project": "canal", "query": "words=ferry"} | given, follow=True)
    return answer.status_code, " ".join(str(message) for message in answer.context["messages"] or ())


def held(project: Project) -> list[str]:
    return [*Task.objects.of(project).order_by("pk").values_list("article__title", flat=True)]


def test_the_chosen_are_added_once(tasks: list[Task], canal: Project, manager: User, sign_in: Any) -> None:
    client = sign_in(manager)
    chosen = [str(task.article_id) for task in tasks[:2]]

    assert add(client, which="chosen", articles=chosen)[1] == "1 article is added to Canal. 1 was there already."
    assert add(client, which="chosen", articles=chosen)[1] == "Nothing is added. 2 were there already."
    assert add(client, which="chosen")[1] == "Nothing is added: choose articles first."
    assert held(canal) == ["Ferry 0", "Ferry 1"]
    assert Slot.objects.filter(project=canal).count() == 4


def test_all_that_are_found_are_added_in_the_order_in_which_they_came_in(
    tasks: list[Task], canal: Project, manager: User, sign_in: Any
) -> None:
    assert add(sign_in(manager), which="all")[1] == "2 articles are added to Canal. 1 was there already."
    assert held(canal) == ["Ferry 0", "Ferry 1", "Ferry 2"]
    assert add(sign_in(manager), which="all", query="words=zeppelin")[1] == "Nothing is found, so nothing is added."


def test_more_than_are_added_at_once_are_added_by_and_by(
    tasks: list[Task], canal: Project, manager: User, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "MOST_ADDED", 1)
    told = [add(sign_in(manager), which="all")[1] for _round in range(2)]

    added, there = "1 article is added to Canal.", "1 was there already."
    assert told == [
        f"{added} {there} More are found than are added at once: add again for the next.",
        f"{added} More than 1 were there already.",
    ]
    assert held(canal) == ["Ferry 0", "Ferry 2", "Ferry 1"]


def test_only_managers_add_and_only_what_they_see(
    tasks: list[Task], canal: Project, manager: User, reviewer: User, stranger: User, sign_in: Any
) -> None:
    hidden = Article.objects.create(text="The ferry of others.")
    setting_up.add_tasks(project=setting_up.create_project(slug="airport", by=stranger), articles=[hidden])
    setting_up.set_role(project=canal, person=reviewer, role=Membership.Role.REVIEWER)
    index_all()
    asked = {"which": "chosen", "articles": [str(hidden.pk)]}

    assert add(sign_in(manager), **asked)[1] == "Nothing is added: choose articles first."
    assert add(sign_in(manager), which="all")[0] == 200
    assert "The ferry of others." not in {task.article.text for task in Task.objects.of(canal)}
    for person in (reviewer, stranger):
        assert sign_in(person).post(ADDING, {"project": "canal", **asked}).status_code == 404
    for slug in ("airport", "\0", ""):
        assert sign_in(manager).post(ADDING, {"project": slug, **asked}).status_code == 404


def test_a_form_that_is_none_of_ours_adds_nothing(
    tasks: list[Task], canal: Project, manager: User, sign_in: Any
) -> None:
    client = sign_in(manager)

    assert client.post(ADDING, {"project": "canal", "which": "all", "query": "since=never"}).status_code == 400
    assert client.post(ADDING, {"project": "canal", "which": "some"}).status_code == 400
    assert client.post(ADDING, {"project": "canal", "which": "chosen", "articles": "x"}).status_code == 400
    assert held(canal) == ["Ferry 0"]
