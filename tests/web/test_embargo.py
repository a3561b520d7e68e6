"""S1, S2: what is under embargo in one project shows nowhere to anybody outside it, not by a count or a missing row.

Everything is asked before there is such a project and after it: also where both have the same text, or tell one story.
"""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from newsreview.accounts.models import User
from newsreview.corpus.models import Article, Outlet, Story
from newsreview.exports import exporting
from tests.backoffice.screens import address
from tests.embargo import SECRET, settle, under_embargo
from tests.exports.released import this_transaction
from tests.web.site import MADE_ANEW, Site, seen_by

LOOKING = ("stranger", "annotator", "manager")
ASKED = (
    "/articles/?words=ferry",
    f"/articles/?words={SECRET}",
    f"/articles/?outlet={SECRET}+Wire+4",
    f"/articles/?story={SECRET}+merger",
    "/articles/?project=embargo",
    "/projects/embargo/",
    "/projects/embargo/releases/1/",
    "/projects/new/short-name/?name=Canal",
    "/stories/?q=row",
)


def pages(site: Site) -> dict[Any, Any]:
    """All but the export, which says when it was made."""
    told: dict[Any, Any] = dict(seen_by(site, *LOOKING))
    for asked, who in product(ASKED, LOOKING):
        answer = site.answer(asked, "GET", who)
        told[asked, who] = answer.status_code, MADE_ANEW.sub("", answer.text)
    return {asked: answer for asked, answer in told.items() if "project-export" not in asked}


def test_pages_answer_as_if_it_were_not_there(
    site: Site, person: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "one_moment", this_transaction)
    settle()
    site.answer(reverse("project-agreement", args=["ferry"]), "GET", "manager")  # counts what pages then remember
    before = pages(site)

    under_embargo(list(site.tasks.values()), person)

    after = pages(site)
    assert [asked for asked in before if after[asked] != before[asked]] == []
    assert SECRET in site.answer("/projects/", "GET", "administrator").text


def test_the_back_office_offers_a_chief_nothing_of_it(
    site: Site, person: Callable[..., User], sign_in: Callable[[User], Client]
) -> None:
    chief = site.people["manager"]
    chief.is_staff = True
    chief.save()
    client = sign_in(chief)
    fields = [("projects", "membership", "project"), ("projects", "membership", "person")]
    fields += [("corpus", "article", "story"), ("corpus", "article", "outlet")]
    names = ("app_label", "model_name", "field_name")

    def offered() -> list[Any]:
        asked = [dict(zip(names, field, strict=True)) | {"term": ""} for field in fields]
        choices = [client.get(reverse("admin:autocomplete"), each).json() for each in asked]
        lists = [client.get(address(model, "changelist")).context["cl"] for model in (Outlet, Story, Article)]
        return [*choices, *(set(listed.queryset) for listed in lists)]

    before = offered()
    under_embargo(list(site.tasks.values()), person)

    assert offered() == before
