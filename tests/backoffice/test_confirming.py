import re
from dataclasses import replace
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from newsreview.backoffice import describing
from newsreview.corpus.models import Article
from tests.backoffice.screens import address, run_action, told
from tests.sessions import signed_in


@pytest.fixture
def articles(make_task) -> list[Article]:
    return [make_task(f"Text {number}", title=f"Title {number}").article for number in range(3)]


def titles() -> list[str]:
    return sorted(Article.objects.values_list("title", flat=True))


def test_choosing_an_action_only_asks(articles, at_chief):
    answer = run_action(at_chief, "set_title", articles)

    assert answer.context["told"] == ["3 articles are chosen.", "3 have a value already, which is replaced."]
    assert re.findall(r"<bdi>(.*?)</bdi>", answer.content.decode()) == ["Title 2", "Title 1", "Title 0"]
    assert titles() == ["Title 0", "Title 1", "Title 2"]


def test_confirming_does_it_and_leaves_a_trace(articles, at_chief, chief):
    answer = run_action(at_chief, "set_title", articles[:2], title="Ferry")

    assert titles() == ["Ferry", "Ferry", "Title 2"]
    assert told(answer) == ["Done for 2."]
    assert set(LogEntry.objects.values_list("user", "change_message", "object_id")) == {
        (chief.pk, "Set the title", str(article.pk)) for article in articles[:2]
    }


def test_bad_answer_asks_again(articles, at_chief):
    answer = run_action(at_chief, "set_title", articles, title="x" * 501)

    assert answer.context["form"].errors == {"title": ["Ensure this value has at most 500 characters (it has 501)."]}
    assert titles() == ["Title 0", "Title 1", "Title 2"]


def test_list_that_changed_meanwhile_asks_again(articles, at_chief):
    answer = run_action(at_chief, "set_title", articles, title="Ferry", count="2")

    assert told(answer) == ["The list has changed since. Look at the numbers again."]
    assert answer.context["count"] == 3
    assert titles() == ["Title 0", "Title 1", "Title 2"]


def test_whole_list_is_meant_when_all_pages_were_chosen(articles, at_chief):
    asked = run_action(at_chief, "set_title", articles[:1], select_across="1", confirmed="0", count="")

    assert (asked.context["count"], asked.context["select_across"]) == (3, "1")

    run_action(at_chief, "set_title", articles[:1], select_across="1", count="3", title="Ferry")

    assert titles() == ["Ferry", "Ferry", "Ferry"]


def test_too_many_rows_are_refused(articles, at_chief):
    few = replace(describing.ACTIONS[2], most=2)
    request = at_chief.get(address(Article, "changelist")).wsgi_request

    screen: Any = admin.site.get_model_admin(Article)
    answer = few.run(screen, request, Article.objects.all())

    assert answer is None
    assert [str(message) for message in get_messages(request)] == [
        "Choose at most 2 at a time; 3 were chosen. Nothing was changed."
    ]


def test_rows_of_another_project_are_out_of_reach(everything, elsewhere, at_chief):
    theirs = elsewhere.task.article

    run_action(at_chief, "set_title", [theirs], title="Ferry", count="0")
    run_action(at_chief, "set_title", [theirs], title="Ferry")

    assert Article.objects.get(pk=theirs.pk).title == ""


def test_reading_an_address_does_nothing(articles, at_chief):
    address_of_action = address(Article, "changelist")

    at_chief.get(address_of_action, {"action": "set_title", "confirmed": "1", "title": "Ferry", "count": "3"})

    assert titles() == ["Title 0", "Title 1", "Title 2"]


def test_request_without_a_token_is_refused(articles, chief):
    strict = Client(enforce_csrf_checks=True)
    signed_in(chief, strict)

    answer = run_action(strict, "set_title", articles, title="Ferry")

    assert answer.status_code == 403
    assert titles() == ["Title 0", "Title 1", "Title 2"]
    assert strict.get(reverse("admin:index")).status_code == 200
