"""The page of what is suggested, and the one of what a revision changed."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.corpus.models import Article, Revision
from newsreview.projects.models import Task
from newsreview.suggestions.proposing import proposed
from tests.annotation.hand import Hand
from tests.suggestions.conftest import earlier, later, marked, mine
from tests.web.hostile import ATTACK

__all__ = ["earlier", "later", "marked", "mine"]  # fixtures


def page_of(task: Task, client: Client) -> str:
    return client.get(reverse("task-suggestions", args=[task.pk])).content.decode()


def send(client: Client, task: Task, step: str, *suggestions: object) -> int:
    form = {"step": step, "id": str(uuid7()), "suggestion": [str(each) for each in suggestions]}
    return client.post(reverse("task-suggestions", args=[task.pk]), form).status_code


@pytest.mark.usefixtures("marked")
def test_what_is_suggested_is_shown_in_its_paragraph(
    mine: Hand, later: Task, annotator: User, sign_in: Callable[[User], Client]
) -> None:
    said = page_of(later, sign_in(annotator))
    assert re.findall(r"<mark>(.*?)</mark>", said) == [
        "The ferry is safe",
        "Ada Brandt",
        "Repairs will take twelve days",
        "Subscribe to our letter.",
    ]
    assert "<del><bdi>Repairs will take ten days</bdi></del>" in said
    assert "Accept all 3 whose words are the same" in said
    assert said.index("Lost") < said.index("Tickets stay valid")
    assert mine.annotation_set.spans.count() == 0


@pytest.mark.usefixtures("marked")
def test_accepting_rejecting_and_taking_back(
    mine: Hand, later: Task, annotator: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(annotator)
    claim, source, *_ = (each.id for each in proposed(mine.annotation_set).open)
    assert [send(client, later, "accept", claim), send(client, later, "reject", source)] == [302, 302]
    assert list(mine.annotation_set.spans.values_list("quote", "origin")) == [("The ferry is safe", "accepted")]
    assert "Suggest it again" in page_of(later, client)
    assert send(client, later, "reconsider", source) == 302
    assert "Suggest it again" not in page_of(later, client)
    assert send(client, later, "accept", claim) == 409
    assert send(client, later, "shout", source) == 400


def test_more_than_a_thousand_are_accepted_at_once(
    make_task: Callable[..., Task], annotator: User, sign_in: Callable[[User], Client]
) -> None:
    """A form takes no more than a thousand fields."""
    lines = [f"Line {n} of the letter." for n in range(1_001)]
    before, after = make_task("\n".join(lines)), make_task("\n".join(["Update.", *lines]))
    Revision.objects.create(article=after.article, of=before.article)
    theirs, mine = (Hand(taking.deal_out(task=t, person=annotator, by=annotator), annotator) for t in (before, after))
    theirs.mark("boilerplate", *lines)
    client = sign_in(annotator)
    form = page_of(after, client).partition("Accept all 1001")[0].rpartition("<form")[2]
    named = re.findall(r'name="(id|suggestion)" value="(.*?)"', form)
    sent = {name: [value for other, value in named if other == name] for name, _ in named}
    said = client.post(reverse("task-suggestions", args=[after.pk]), sent | {"step": "accept"})
    assert (said.status_code, mine.annotation_set.spans.count()) == (302, 1_001)


@pytest.mark.usefixtures("marked")
def test_an_answer_leads_to_the_next_and_not_to_the_top_of_the_page(
    mine: Hand, later: Task, annotator: User, sign_in: Callable[[User], Client]
) -> None:
    first, second, *_ = (each.id for each in proposed(mine.annotation_set).open)
    form = {"step": "reject", "id": str(uuid7()), "suggestion": str(first), "next": str(second)}
    said = sign_in(annotator).post(reverse("task-suggestions", args=[later.pk]), form)
    assert said.headers["Location"] == f"{reverse('task-suggestions', args=[later.pk])}?at={second}#at-hand"


def test_a_text_that_shares_nothing_says_what_would_be_suggested(
    task: Task, draft: object, annotator: User, sign_in: Callable[[User], Client]
) -> None:
    assert draft
    client = sign_in(annotator)
    assert "Nothing is suggested for this article." in page_of(task, client)
    assert "to-suggestions" not in client.get(reverse("task", args=[task.pk])).content.decode()


@pytest.mark.usefixtures("marked")
def test_the_workbench_leads_to_both_pages(
    mine: Hand, later: Task, annotator: User, sign_in: Callable[[User], Client]
) -> None:
    said = sign_in(annotator).get(reverse("task", args=[later.pk])).content.decode()
    assert mine.version == 0
    for name in ("task-suggestions", "task-revision"):
        assert f'href="{reverse(name, args=[later.pk])}"' in said


def test_nobody_sees_suggestions_for_others(
    mine: Hand, later: Task, colleague: User, reviewer: User, sign_in: Callable[[User], Client]
) -> None:
    assert mine.version == 0
    for person in (colleague, reviewer):
        assert sign_in(person).get(reverse("task-suggestions", args=[later.pk])).status_code == 404


def test_what_changed_reads_from_top_to_bottom(
    earlier: Task, later: Task, reviewer: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(reviewer)
    said = client.get(reverse("task-revision", args=[later.pk])).content.decode()
    assert re.findall(r"<(ins|del)>(.*?)</\1>", said.partition('class="changes"')[2], re.DOTALL) == [
        ("ins", "Update: the yard has begun.\n"),
        ("del", "ten"),
        ("ins", "twelve"),
        ("del", "Tickets stay valid. "),
    ]
    assert reverse("task", args=[earlier.pk]) in said
    first = client.get(reverse("task-revision", args=[earlier.pk])).content.decode()
    assert "This is the first text" in first
    assert reverse("task-revision", args=[later.pk]) in first


def test_an_earlier_text_of_another_project_is_not_shown(
    task: Task, reviewer: User, sign_in: Callable[[User], Client]
) -> None:
    secret = Article.objects.create(text="An embargoed text.", outlet=task.article.outlet)
    Revision.objects.create(article=task.article, of=secret)
    said = sign_in(reviewer).get(reverse("task-revision", args=[task.pk])).content.decode()
    assert "not among the articles that you see" in said
    assert "embargoed" not in said


def test_untrusted_words_are_words(
    make_task: Callable[..., Task], annotator: User, sign_in: Callable[[User], Client]
) -> None:
    before = make_task(f"{ATTACK}\nAda Brandt said so.", title=ATTACK[:300])
    after = make_task(f"{ATTACK}\nAda Brandt said so, {ATTACK}", title=ATTACK[:299])
    Revision.objects.create(article=after.article, of=before.article)
    hands = [Hand(taking.deal_out(task=t, person=annotator, by=annotator), annotator) for t in (before, after)]
    hands[0].add("source", ATTACK)
    client = sign_in(annotator)
    for name in ("task-suggestions", "task-revision"):
        said = client.get(reverse(name, args=[after.pk])).content.decode()
        assert ATTACK not in said
        assert escape(ATTACK[:60]) in said
