"""No unsafe request is carried out without the page's token, nor for another site."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Task

UNSAFE = ("post", "put", "patch", "delete")


def guarded(person: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    return client


@pytest.fixture
def urls(draft: AnnotationSet) -> list[str]:
    of_task = ("task-set-take", "task-ops", "task-form", "task-submission")
    library = ("account_login", "account_logout", "account_reset_password", "account_change_password")
    return [
        *(reverse(name, args=[draft.task_id]) for name in of_task),
        *(reverse(name) for name in library),
        reverse("new-project"),
        *(reverse(name, args=["ferry"]) for name in ("project-upload", "project-team", "project-guideline-text")),
        reverse("label", args=["ferry", "claim"]),
        reverse("label-publication", args=["ferry", 1]),
        reverse("sign-in", args=["x"]),
        reverse("first-administrator", args=["x"]),
        reverse("admin:login"),
    ]


def test_without_a_token_nothing_is_done(urls: list[str], annotator: User) -> None:
    told = {(url, method): getattr(guarded(annotator), method)(url).status_code for url in urls for method in UNSAFE}

    assert {asked: status for asked, status in told.items() if status != 403} == {}


def test_for_another_site_nothing_is_done(urls: list[str], annotator: User) -> None:
    for url in urls:
        client = guarded(annotator)
        token = client.get(reverse("queue")).context["csrf_token"]
        for origin in ("https://elsewhere.example", "null"):
            answer = client.post(url, {"csrfmiddlewaretoken": str(token)}, headers={"origin": origin})
            assert answer.status_code == 403, url


def test_with_the_page_s_token_it_is_done(task: Task, annotator: User) -> None:
    client = guarded(annotator)
    token = client.get(reverse("task", args=[task.pk])).context["csrf_token"]
    answer = client.post(reverse("task-set-take", args=[task.pk]), headers={"x-csrftoken": str(token)})

    assert answer.status_code == 302
    assert AnnotationSet.objects.get().person == annotator


def test_what_to_do_about_an_old_page_is_said(draft: AnnotationSet, annotator: User) -> None:
    answer = guarded(annotator).post(reverse("task-form", args=[draft.task_id]))

    assert "This page has grown old." in answer.text
    assert "Load it again" in answer.text


def test_nobody_signs_up(client: Client, sign_in: Callable[[User], Client], stranger: User) -> None:
    for somebody in (client, sign_in(stranger)):
        for name in ("account_signup", "account_email"):
            assert somebody.get(reverse(name)).status_code == 404
            assert somebody.post(reverse(name), {"email": "new@example.org"}).status_code == 404

    assert User.objects.filter(email="new@example.org").count() == 0
