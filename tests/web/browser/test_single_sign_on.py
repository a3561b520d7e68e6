"""A person comes in by an issuer on another host, is asked for nothing, and disconnects it; the policy lets them."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from newsreview.accounts.models import User
from tests import issuer as issuers
from tests.web.browser.watching import Watched

PASSWORD = "a kettle of northern fish"


def test_the_way_to_the_issuer_and_back(
    open_page: Callable[..., Watched], server: str, person: Callable[..., User], settings: Any
) -> None:
    person("ada", password=PASSWORD)
    watched = open_page(viewport={"width": 375, "height": 800})
    page = watched.page
    with issuers.running() as issuer:
        issuers.set_up(settings, issuer)
        page.goto(f"{server}/projects/")
        page.get_by_role("button", name="Sign in with Example Times").click()
        expect(page).to_have_url(f"{server}/projects/")
        expect(page.locator(".settings .person")).to_have_text("Ada")

        page.goto(f"{server}/account/")
        expect(page.get_by_text("by single sign-on")).to_be_visible()
        page.get_by_role("button", name="Disconnect").click()
        expect(page.get_by_text("Single sign-on is disconnected.")).to_be_visible()

        page.get_by_role("button", name="Connect", exact=True).click()
        expect(page.get_by_text("Single sign-on is connected")).to_be_visible()
        assert issuer.asked.count("/authorize") == 2

        issuer.person["sub"] = "somebody else"
        page.goto(f"{server}/accounts/logout/")
        page.get_by_role("main").get_by_role("button", name="Sign out").click()
        watched.expect("403")
        page.get_by_role("button", name="Sign in with Example Times").click()
        expect(page.get_by_role("heading", name="Single sign-on did not work.")).to_be_visible()
        expect(page.locator("[data-advice]")).to_contain_text("connected with somebody else’s sign-on")
