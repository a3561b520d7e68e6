from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from newsreview.accounts.models import User
from newsreview.annotation import practising, skipping, taking
from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Project, Skip, Task
from tests.annotation.seats import seats

URL = "/projects/ferry/skips/"


@pytest.fixture
def skip_page(draft: AnnotationSet) -> str:
    return reverse("task-skip", args=[draft.task_id])


@pytest.fixture
def skipped(draft: AnnotationSet) -> Skip:
    return skipping.skip(annotation_set=draft, reason="several_articles", note="Two <b>pieces</b>.")


def test_an_annotator_says_why_and_goes_on(
    skip_page: str, task: Task, annotator: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(annotator)
    assert f'href="{skip_page}"' in client.get(reverse("task", args=[task.pk])).text
    assert client.get(skip_page).text.count('name="reason"') == 5

    answer = client.post(skip_page, {"reason": "not_news", "note": "An advert."}, follow=True)

    assert answer.redirect_chain == [("/", 302)]
    assert "is skipped." in answer.text
    assert [*Skip.objects.values_list("person", "reason", "note")] == [(annotator.pk, "not_news", "An advert.")]
    assert seats()[0] == set()


def test_a_reason_is_asked_for(skip_page: str, annotator: User, sign_in: Callable[[User], Client]) -> None:
    answer = sign_in(annotator).post(skip_page, {"reason": "", "note": "x"})
    assert (answer.status_code, answer.text.count("This field is required.")) == (422, 1)
    assert len(seats()[0]) == 1


def test_the_practice_article_is_not_skipped(annotator: User, sign_in: Callable[[User], Client]) -> None:
    practice = practising.practise(person=annotator)
    assert sign_in(annotator).get(reverse("task-skip", args=[practice.task_id])).status_code == 404


def test_managers_read_why_and_put_it_back(
    skipped: Skip, manager: User, annotator: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(manager)
    page = client.get(URL).text
    assert "several articles in one" in page
    assert "Two &lt;b&gt;pieces&lt;/b&gt;." in page

    answer = client.post(URL, {"skip": skipped.pk}, follow=True)

    assert "put back by Manager" in answer.text
    assert taking.take(task=skipped.task, person=annotator) == AnnotationSet.objects.get()


def test_a_skip_of_another_project_is_not_there(
    project: Project, skipped: Skip, manager: User, sign_in: Callable[[User], Client]
) -> None:
    Project.objects.filter(pk=project.pk).update(slug="elsewhere")
    own = Project.objects.create(slug="ferry", name="Own", label_set_version=project.label_set_version)
    own.memberships.create(person=manager, role="manager")
    client = sign_in(manager)

    answers = [client.post(URL, {"skip": told}).status_code for told in (skipped.pk, "x", "")]
    assert (answers, Skip.objects.filter(ended_at=None).count()) == ([404, 400, 400], 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_few_questions(
    django_assert_num_queries: DjangoAssertNumQueries,
    sign_in: Callable[[User], Client],
    member: Callable[..., User],
    manager: User,
    make_task: Callable[..., Task],
    rows: int,
) -> None:
    for n in range(rows):
        theirs = taking.take(task=make_task(outlet=f"Post {n}"), person=member(f"person{n}", "annotator"))
        left = skipping.skip(annotation_set=theirs, reason="unreadable")
        skipping.put_back(skip=left, by=member(f"boss{n}", "manager"))
    client = sign_in(manager)

    with django_assert_num_queries(5):
        page = client.get(URL)
    assert page.text.count('<a class="row"') == rows
