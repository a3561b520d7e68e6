"""The page of an article's near-copies: who is told of which, and which sentences both have."""

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape

import pytest
from django.test import Client
from django.urls import reverse

from newsreview.accounts.models import User
from newsreview.corpus.finding_copies import compare_all
from newsreview.corpus.models import Article
from newsreview.projects import setting_up
from newsreview.projects.models import Task

LEAD = "The ferry company says that the harbour stays closed until Monday morning because of the strike."
EDITED = LEAD.replace("Monday", "Tuesday")
DETAIL = "Some four hundred passengers were told to find another way across the water before the weekend."
OWN = "Nobody at the town hall wanted to say on Friday what comes after that, or who is to pay for it."
BODY = " ".join(f"word{number}" for number in range(90)).capitalize() + "."
HOSTILE = '<script>alert("The ferry")</script> stood in the text that the crawler had brought from somewhere & kept.'


@pytest.fixture
def page(sign_in: Callable[[User], Client], annotator: User) -> Callable[..., str]:
    def read(task: Task, *, by: User = annotator, article: object = "") -> str:
        answer = sign_in(by).get(reverse("task-copies", args=[task.pk]), {"article": str(article)})
        assert answer.status_code == 200
        return answer.text

    return read


def test_the_sentences_that_both_have_are_marked(page, make_task):
    task = make_task(f"{LEAD} {DETAIL}\n\n{OWN}\n{BODY}\n")
    make_task(f"{EDITED}\n\n{DETAIL}\n{BODY}\n", outlet="Echo", title="Strike <b>goes on</b>")
    compare_all()

    said = page(task)

    assert said.count(f'<mark class="same">{DETAIL}</mark>') == 2
    assert f'<mark class="edited">{LEAD}</mark>' in said
    assert f'<mark class="edited">{EDITED}</mark>' in said
    assert f'<p dir="auto">{OWN} </p>' in said
    assert "Sentences: 2 the same, 1 edited, 1 its own" in said
    assert "Sentences: 2 the same, 1 edited, 0 its own" in said
    assert "Strike &lt;b&gt;goes on&lt;/b&gt;" in said


def test_text_is_text(page, make_task):
    task = make_task(f"{BODY}\n{HOSTILE}\n")
    make_task(f"{BODY}\n{HOSTILE}\n", outlet="Echo")
    compare_all()

    said = page(task)

    assert HOSTILE not in said
    assert escape('alert("The ferry")</script>', quote=True) in said


def test_who_came_first_is_who_published_first_or_came_in_first(page, make_task):
    text = f"{LEAD}\n{DETAIL}\n{BODY}\n"
    may, june = (datetime(2024, month, 1, tzinfo=UTC) for month in (5, 6))
    first = make_task(text, outlet="Post", published_at=june)
    second = make_task(text, outlet="Echo", published_at=may)
    undated = make_task(text, outlet="Mail")
    compare_all()

    assert [page(first).count(words) for words in ("came first", "came later")] == [1, 1]
    assert [page(second).count(words) for words in ("came first", "came later")] == [0, 2]
    assert [page(undated).count(words) for words in ("came first", "came later")] == [2, 0]


def test_a_copy_in_a_project_of_others_is_not_told_of(page, make_task, project, annotator, manager, person):
    text = f"{LEAD}\n{DETAIL}\n{BODY}\n"
    task, copy = make_task(text), Article.objects.create(text=text, title="Elsewhere told")
    elsewhere = setting_up.create_project(slug="airport")
    setting_up.add_tasks(project=elsewhere, articles=[copy])
    compare_all()

    for somebody in (annotator, manager):
        said = page(task, by=somebody, article=copy.pk)
        assert "Elsewhere told" not in said
        assert "No near-copy of this article is here for you." in said
    assert "Elsewhere told" in page(task, by=person("root", is_superuser=True))

    setting_up.add_tasks(project=project, articles=[copy])
    assert "Elsewhere told" in page(task)
    assert "Elsewhere told" in page(task, by=manager)


def test_another_copy_is_chosen_by_its_address(page, make_task):
    text = f"{LEAD}\n{DETAIL}\n{BODY}\n"
    task, near, far = make_task(text), make_task(text, outlet="Echo"), make_task(f"{BODY}\n{OWN}\n", outlet="Mail")
    compare_all()

    assert f'<a href="?article={near.article_id}" aria-current="true">' in page(task)
    assert f'<a href="?article={far.article_id}" aria-current="true">' in page(task, article=far.article_id)
    assert f'<a href="?article={near.article_id}" aria-current="true">' in page(task, article="nothing")


def test_the_workbench_leads_there(sign_in, annotator, task):
    said = sign_in(annotator).get(reverse("task", args=[task.pk])).text

    assert f'href="{reverse("task-copies", args=[task.pk])}"' in said
