"""S7: what every kind of answer says to the browser, asked of every address of the site; and what HTTPS adds."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client, override_settings
from django.urls import reverse

from newsreview.web.middleware import PERMISSIONS
from tests.commands.serving import manage
from tests.web.site import Site
from tests.web.site_table import TABLE
from tests.web.test_untrusted_words import POLICY

# On every answer, whatever it is, whoever asks.
EVERYWHERE = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
# What may be kept, and by whom. Everything else: by nobody.
KEPT = {"words": "max-age=3600, public"}
ASKING = ("anonymous", "stranger", "manager", "administrator")


def told(answer: Any) -> dict[str, str]:
    headers = {name: answer.headers.get(name, "") for name in EVERYWHERE}
    return headers | {"Content-Security-Policy": "; ".join(sorted(headers["Content-Security-Policy"].split("; ")))}


def faults(answer: Any, kept: str = "no-store") -> Iterator[str]:
    yield from (f"{name}: {value}" for name, value in told(answer).items() if value != EVERYWHERE[name])
    if answer.headers.get("X-Frame-Options") != "DENY":
        yield "X-Frame-Options"
    cache = ", ".join(sorted(answer.headers.get("Cache-Control", "").split(", ")))
    if cache != kept and not {"no-store", "private"} <= {*cache.split(", ")}:
        yield f"Cache-Control: {cache}"
    if answer.headers.get("Content-Type", "").startswith("text/html") and "HX-Request" not in answer.headers["Vary"]:
        yield f"Vary: {answer.headers['Vary']}"


def addresses_of_the_back_office() -> Iterator[str]:
    yield reverse("admin:index")
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")


def test_every_address_says_the_same(site: Site) -> None:
    """Pages, parts of pages, files, refusals, redirects; the back office and signing in."""
    found: dict[tuple[str, str, str], list[str]] = {}
    statuses = set()
    for route, method, who in product(TABLE, ("GET", "PATCH"), ASKING):
        answer = site.answer(site.url(route), method, who)
        statuses.add(answer.status_code)
        found[route, method, who] = list(faults(answer, KEPT.get(route, "no-store")))
    for address, who in product(addresses_of_the_back_office(), ASKING):
        found[address, "GET", who] = list(faults(site.answer(address, "GET", who)))

    assert {asked: wrong for asked, wrong in found.items() if wrong} == {}
    assert statuses >= {200, 302, 404, 405, 410}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nowhere/", 404),
        ("/api/v1/nowhere", 404),
        ("/api/v1/me/", 401),
        ("/api/v1/openapi.json", 200),
        ("/tasks/%00/", 404),
        ("/admin/nowhere/", 302),
    ],
)
def test_what_is_no_page_says_it_too(db: None, client: Client, address: str, status: int) -> None:
    answer = client.get(address)

    assert (told(answer), answer.status_code) == (EVERYWHERE, status)


@pytest.mark.django_db  # the end of an answer lets go of the database
def test_static_files_say_it_too() -> None:
    with override_settings(WHITENOISE_USE_FINDERS=True, WHITENOISE_AUTOREFRESH=True):
        answer = Client().get("/static/css/tokens.css")
        answer.close()  # it is a file

    assert (told(answer), answer.status_code) == (EVERYWHERE, 200)
    assert "public" in answer.headers["Cache-Control"]


def test_signing_out_empties_the_browser_s_cache_but_not_what_others_have_not_sent(site: Site) -> None:
    url = reverse("account_logout")
    leaving, looking = site.answer(url, "POST", "annotator"), site.answer(url, "GET", "reviewer")

    assert (leaving.headers["Clear-Site-Data"], looking.has_header("Clear-Site-Data")) == ('"cache"', False)


def test_no_cookie_is_for_scripts_or_other_sites(site: Site) -> None:
    link = site.url("sign-in")
    cookies = {**site.answer(link, "GET", "anonymous").cookies, **site.answer(link, "POST", "anonymous").cookies}

    flags = {name: (bool(cookie["httponly"]), cookie["samesite"], cookie["path"]) for name, cookie in cookies.items()}
    assert flags == dict.fromkeys((settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME), (True, "Lax", "/"))


def test_https_adds_hsts_and_leads_everybody_there(db: None, client: Client) -> None:
    with override_settings(
        SECURE_HSTS_SECONDS=31_536_000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True, SECURE_SSL_REDIRECT=True
    ):
        plain, safe = Client().get("/projects/"), Client().get("/projects/", secure=True)

    assert (plain.status_code, plain.headers["Location"]) == (301, "https://testserver/projects/")
    assert safe.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_https_is_all_that_an_installation_has_to_say(tmp_path: Path) -> None:
    start = manage(tmp_path / "data", "diffsettings", NEWSREVIEW_HTTPS="true")
    found = dict(line.split(" = ", 1) for line in start.stdout.splitlines() if " = " in line)

    assert {
        name: found[name].removesuffix("  ###")
        for name in found
        if name.startswith(("SESSION_COOKIE_", "CSRF_COOKIE_"))
    } == {
        "CSRF_COOKIE_HTTPONLY": "True",
        "CSRF_COOKIE_NAME": "'__Host-csrftoken'",
        "CSRF_COOKIE_SECURE": "True",
        "SESSION_COOKIE_NAME": "'__Host-sessionid'",
        "SESSION_COOKIE_SECURE": "True",
    }
    assert {name: found[name] for name in ("SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT")} == {
        "SECURE_HSTS_SECONDS": "31536000",
        "SECURE_SSL_REDIRECT": "True",
    }
