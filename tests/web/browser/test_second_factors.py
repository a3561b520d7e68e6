"""A passkey is made, signs in by itself, and is asked for after a password; all pages pass the policy, by axe too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from newsreview.accounts.models import User
from tests.web.browser.watching import Watched

PASSWORD = "a kettle of northern fish"


@pytest.fixture
def chief(person: Callable[..., User]) -> User:
    return person("chief", password=PASSWORD, is_staff=True)


def plug_in(page: Page) -> None:
    """A device that always says yes, as somebody who touches it would."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": device | {"isUserVerified": True, "automaticPresenceSimulation": True}},
    )


def sign_in(page: Page, person: User) -> None:
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_passkey_opens_the_back_office_and_signs_in_alone(
    open_page: Callable[..., Watched], server: str, chief: User
) -> None:
    page = open_page().page
    plug_in(page)
    server = server.replace("127.0.0.1", "localhost")  # passkeys belong to names
    page.goto(f"{server}/admin/")
    sign_in(page, chief)
    expect(page.get_by_text("This asks for a second factor.")).to_be_visible()

    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("Laptop")
    page.get_by_role("button", name="Add it").click()

    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.get_by_role("link", name="I have them: go on").click()
    expect(page).to_have_title("Back office · newsreview")

    page.goto(f"{server}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator(".settings .person")).to_have_text("Chief")
    page.goto(f"{server}/admin/")
    expect(page).to_have_title("Back office · newsreview")

    page.goto(f"{server}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    sign_in(page, chief)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator(".settings .person")).to_have_text("Chief")
    page.goto(f"{server}/accounts/2fa/")
    page.get_by_role("link", name="Remove : Laptop").click()
