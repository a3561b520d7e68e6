"""Who may come in, what they find, and that the pages pass the content security policy."""

import re
from typing import Any
from urllib.parse import parse_qs

from django.apps import apps
from django.test import Client
from django.urls import reverse

from newsreview.labels.publishing import default_scheme, make_label_set
from tests.backoffice.screens import LISTS, SCREENS, address

INLINE = re.compile(r'\sstyle="|<style|\son\w+="|<script(?![^>]*\b(?:src=|type="application/json"))')
ADMINISTRATORS_ONLY = {"accounts.SecurityEvent", "accounts.SignInLink", "accounts.Token", "admin.LogEntry"}
ADMINISTRATORS_ONLY |= {"auth.Group", "corpus.SavedFilter"}
# Where articles are brought in, what became of that, and what is found out about them.
UPLOADS = {"intake.Upload", "intake.UploadedFile"}
IMPORTS = {"intake.Import", "intake.ImportBatch", "intake.ImportEnd", "intake.RefusedRecord", "intake.Mending"}
COPIES = {f"corpus.{name}" for name in ("NearCopy", "RepeatedParagraph", "Sketch", "ToldParagraphs", "Uncompared")}
SEARCH = {"corpus.SearchWords", "corpus.Unindexed"}
STORIES = {f"stories.{name}" for name in ("Unsorted", "WordCount", "EventSketch", "ProposedStory", "ProposedArticle")}
# Keys of sessions are secrets, which no address of a screen may hold.
WITH_THE_APP = UPLOADS | IMPORTS | COPIES | SEARCH | STORIES | {"corpus.Revision", "accounts.Session"}
OF_A_PROJECT = [screen for screen in SCREENS if screen.opts.label not in ADMINISTRATORS_ONLY]


def pages() -> list[str]:
    """Every page of every screen, of one row each."""
    rows = [(screen.model, screen.model._default_manager.first().pk) for screen in SCREENS]
    own = [address(model, page, pk) for model, pk in rows for page in ("change", "history", "delete")]
    return [reverse("admin:index"), *LISTS, *(address(screen.model, "add") for screen in SCREENS), *own]


def statuses(client: Client, addresses: list[str]) -> set[int]:
    return {client.get(page).status_code for page in addresses}


def test_every_model_has_its_screen():
    ours = {model._meta.label for model in apps.get_models() if model.__module__.startswith("newsreview.")}

    assert ours - {screen.opts.label for screen in SCREENS} == WITH_THE_APP


def test_pages_have_nothing_inline(everything, at_administrator):
    draft = make_label_set(scheme=default_scheme())
    asking = [
        reverse("admin:labels_labelsetversion_publication", args=[draft.pk]),
        reverse("admin:labels_labelset_versions", args=[draft.label_set_id]),
        address(type(draft), "change", draft.pk),
    ]

    found = {page: INLINE.findall(at_administrator.get(page).content.decode()) for page in [*pages(), *asking]}

    assert {page: inline for page, inline in found.items() if inline} == {}
    assert statuses(at_administrator, asking) == {200}


def test_policy_is_that_of_the_app(at_administrator):
    policy = at_administrator.get(reverse("admin:index")).headers["Content-Security-Policy"]

    parts = dict(part.split(" ", 1) for part in policy.split("; "))
    assert {name: parts[name] for name in ("script-src", "style-src")} == {
        "script-src": "'self'",
        "style-src": "'self'",
    }


def test_administrator_sees_every_list(everything, at_administrator):
    assert statuses(at_administrator, LISTS) == {200}


def test_chief_sees_every_list_but_those_of_the_installation(everything, at_chief):
    refused = {
        screen.opts.label for screen in SCREENS if at_chief.get(address(screen.model, "changelist")).status_code == 403
    }

    assert refused == ADMINISTRATORS_ONLY


def test_annotator_finds_nothing(everything, annotator, sign_in):
    assert statuses(sign_in(annotator), pages()) == {404}


def test_deactivated_chief_is_sent_to_the_sign_in_page(everything, chief, at_chief):
    chief.is_active = False
    chief.save()

    answer = at_chief.get(reverse("admin:index"), follow=True)

    assert answer.request["PATH_INFO"] == reverse("account_login")


def test_anonymous_person_is_sent_to_the_sign_in_page_and_comes_back(everything, client):
    for page in LISTS:
        answer = client.get(page, follow=True)

        assert answer.request["PATH_INFO"] == reverse("account_login")
        assert parse_qs(answer.request["QUERY_STRING"]) == {"next": [page]}


def test_sign_in_page_of_the_admin_is_the_app_s_own(at_chief, annotator, sign_in, client):
    answers = [visitor.get(reverse("admin:login")) for visitor in (at_chief, sign_in(annotator), client)]

    assert [answer.status_code for answer in answers] == [302, 404, 302]
    assert answers[0].headers["Location"] == reverse("admin:index")
    assert answers[2].headers["Location"] == f"{reverse('account_login')}?next={reverse('admin:index')}"


def test_signing_out_and_changing_a_password_are_the_app_s_own(at_chief):
    answers = [at_chief.get(reverse(f"admin:{page}")) for page in ("logout", "password_change")]

    assert [answer.headers["Location"] for answer in answers] == [
        reverse("account_logout"),
        reverse("account_change_password"),
    ]


def rows_of(client: Client, screen: Any) -> set[Any]:
    return {row.pk for row in client.get(address(screen.model, "changelist")).context["cl"].queryset}


def test_chief_finds_nothing_of_another_project(everything, elsewhere, at_chief, at_administrator):
    for screen in OF_A_PROJECT:
        seen = rows_of(at_chief, screen)
        hidden = rows_of(at_administrator, screen) - seen

        assert (screen.opts.label, bool(seen), bool(hidden)) == (screen.opts.label, True, True)
        assert statuses(at_chief, [address(screen.model, "change", pk) for pk in seen]) == {200}
        assert statuses(at_chief, [address(screen.model, "change", pk) for pk in hidden]) == {404}
