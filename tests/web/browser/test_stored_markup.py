"""S5, S6, S7: a corpus of stored markup in every field that takes words, and every page open in a browser: nothing
runs, nothing is asked of anybody else, nothing of it becomes an element."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Dialog, Page, Request

from newsreview.accounts.models import User
from newsreview.projects.models import Task
from tests.annotation.hand import Hand
from tests.conftest import TEXT
from tests.web.browser.watching import Watched
from tests.web.payloads import ALL, CANARY, LEFT_ALONE, MARK, PAYLOADS, attack_everything, fields, name_of
from tests.web.site import Site
from tests.web.site_table import CAST, TABLE

# What of a page came out of somebody's words. A link may lead anywhere by http; only a press of the mouse follows it.
MADE_OF_WORDS = """
([canary, mark]) => [...document.querySelectorAll("*")].flatMap((element) => [...element.attributes]
  .filter(({ name, value }) => /^on/.test(name) || name === "srcdoc"
    || (["id", "class", "name"].includes(name) && value.includes(mark))
    || (/^(data-)?hx-|^(src|srcset|action|formaction|style|data|poster|background|ping)$/.test(name)
        && (value.includes(canary) || value.includes(mark)))
    || /(href|src|action)$/.test(name) && /^\\s*(javascript|data:text)/i.test(value))
  .map(({ name, value }) => `${element.tagName} ${name}=${value.slice(0, 60)}`))
  .concat(mark in window ? ["it ran"] : [])
"""
ASKED = (
    *(f"/articles/?words={one}" for one in ("%22%3E%3Csvg/onload=window.pwned=1%3E", "javascript:window.pwned=1")),
    "/accounts/login/?next=javascript:window.pwned=1//canary.invalid",
    "/admin/corpus/article/?q=%3Cimg%20src=//canary.invalid%3E",
    "/nowhere/%3Cscript%3Ewindow.pwned=1%3C/script%3E/",
)


class Listening:
    """Who is asked by a page, and what it says in dialogs."""

    def __init__(self, page: Page, server: str) -> None:
        self.server = server
        self.heard: list[str] = []
        page.on("request", self.on_request)
        page.on("dialog", self.on_dialog)

    def on_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.server}/", "data:image/")):
            self.heard.append(request.url)

    def on_dialog(self, dialog: Dialog) -> None:
        self.heard.append(dialog.message)
        dialog.dismiss()


def whose(methods: dict[str, str]) -> str | None:
    """Who of the cast may read the page: an administrator rather than anybody else."""
    answers = dict(zip(CAST, methods["GET"].split(), strict=False)) if "GET" in methods else {}
    return next((who for who in ("administrator", "manager", "annotator") if answers.get(who) == "200"), None)


def pages_of(site: Site) -> Iterator[tuple[str, str]]:
    """Every page of the site, with who opens it, and every screen of the back office with its first row."""
    for route, methods in TABLE.items():
        if who := whose(methods):
            yield who, site.url(route)
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield "administrator", reverse(f"{name}_changelist")
        if row := model._default_manager.first():
            yield "administrator", reverse(f"{name}_change", args=[row.pk])
    yield "administrator", reverse("admin:index")
    for address in ASKED:
        yield "administrator", address


def opens(client: Client, address: str) -> bool:
    """A page, and not a file."""
    answer = client.get(address)
    answer.close()
    return answer.headers.get("Content-Type", "").startswith("text/html") and not answer.has_header(
        "Content-Disposition"
    )


@pytest.fixture
def make_task(make_task: Callable[..., Task]) -> Callable[..., Task]:
    """Articles with all of it in their text."""

    def make(text: str = TEXT, **more: Any) -> Task:
        return make_task(text.rstrip() + "\n\n" + "\n".join(PAYLOADS) + "\n", **more)

    return make


def test_no_stored_words_run(site: Site, open_page: Callable[..., Watched], server: str, annotator: User) -> None:
    """One browser for each of those who look."""
    mine = Hand(site.sets["held"], annotator)
    mine.add("source", PAYLOADS[0], attributes={"who": ALL[:500]}, note=ALL)
    Group.objects.create(name="Night desk")
    LogEntry.objects.log_actions(annotator.pk, Task.objects.all(), CHANGE, "Told.")
    routes = list(pages_of(site))
    attacked = attack_everything()
    found: dict[str, list[str]] = {}
    seen: dict[str, int] = {}
    for who in ("administrator", "manager", "annotator"):
        client = Client(raise_request_exception=True)
        client.force_login(site.people[who])
        watched = open_page(site.people[who])
        watched.expect("status of 40[03459]|status of 410")
        heard = Listening(watched.page, server)
        for address in [address for reader, address in routes if reader == who]:
            if opens(client, address):
                watched.page.goto(server + address, wait_until="domcontentloaded")
                told = [*watched.page.evaluate(MADE_OF_WORDS, [CANARY, MARK]), *heard.heard]
                heard.heard.clear()
                seen[who] = seen.get(who, 0) + 1
                if told:
                    found[address] = told
        watched.page.wait_for_load_state("networkidle")
        assert heard.heard == []

    assert found == {}
    assert seen["administrator"] > 100
    assert attacked | {*LEFT_ALONE} == {name_of(model, field) for model, field in fields()}
