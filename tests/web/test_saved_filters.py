from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from newsreview.accounts.models import User
from newsreview.corpus import keeping_filters
from newsreview.corpus.search_models import SavedFilter
from newsreview.projects.models import Task

FILTERS = "/articles/filters/"


@pytest.fixture
def at_manager(manager: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(manager)


def names(client: Client) -> list[str]:
    return [saved.name for saved in client.get(FILTERS).context["saved"]]


def save(client: Client, name: str, query: str = "words=ferry") -> int:
    return client.post(FILTERS, {"name": name, "query": query}).status_code


def test_a_filter_is_saved_and_leads_back(task: Task, at_manager: Client) -> None:
    made = at_manager.post(FILTERS, {"name": " Ferries ", "query": "words=%22ferry+talks%22&outlet=&after=x&evil=1"})

    assert made.headers["Location"] == "/articles/?words=%22ferry+talks%22"
    page = at_manager.get(made.headers["Location"])
    assert '<a class="pill" href="?words=%22ferry+talks%22" aria-current="true"><bdi>Ferries</bdi></a>' in page.text


def test_a_name_is_one_s_own_and_there_once(
    at_manager: Client, reviewer: User, sign_in: Callable[[User], Client]
) -> None:
    other = sign_in(reviewer)

    assert [save(at_manager, name) for name in ("Ferries", "FERRIES\0", " ", "\0")] == [302, 422, 422, 422]
    assert save(other, "Ferries") == 302
    assert [names(at_manager), names(other)] == [["Ferries"], ["Ferries"]]


def test_a_filter_is_renamed_and_put_away_and_its_name_is_free_again(at_manager: Client) -> None:
    for name in ("Ferries", "Trams"):
        save(at_manager, name)
    ferries = SavedFilter.objects.get(name="Ferries")
    assert at_manager.post(reverse("filter", args=[ferries.pk]), {"name": "trams"}).status_code == 422
    assert at_manager.post(reverse("filter", args=[ferries.pk]), {"name": "Boats"}).status_code == 302
    assert names(at_manager) == ["Boats", "Trams"]

    at_manager.post(reverse("filter-putting-away", args=[ferries.pk]))
    assert [names(at_manager), save(at_manager, "Boats"), SavedFilter.objects.count()] == [["Trams"], 302, 3]


def test_somebody_else_s_filter_is_not_there(
    manager: User, reviewer: User, at_manager: Client, sign_in: Callable[[User], Client]
) -> None:
    theirs = keeping_filters.save_filter(person=reviewer, name="Mine", query="words=x")

    for name in ("filter", "filter-putting-away"):
        assert at_manager.post(reverse(name, args=[theirs.pk]), {"name": "Yours"}).status_code == 404
    theirs.refresh_from_db()
    assert [theirs.name, theirs.put_away_at, names(at_manager)] == ["Mine", None, []]


def test_nobody_saves_filters_without_end(manager: User, at_manager: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping_filters, "MOST", 1)

    assert [save(at_manager, "One"), save(at_manager, "Two")] == [302, 422]
