"""What is shown only once is copied by a button, and by hand where the browser keeps its clipboard to itself."""

from collections.abc import Callable

from playwright.sync_api import expect

from newsreview.accounts.models import User
from tests.web.browser.watching import Watched


def test_the_link_of_an_invitation_is_copied_by_a_button(open_page: Callable[..., Watched], manager: User) -> None:
    page = open_page(manager, viewport={"width": 375, "height": 800}).page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/projects/ferry/team/")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_role("button", name="Add to the team").click()
    page.get_by_role("button", name="Copy", exact=True).click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    link = page.get_by_label("The link").input_value()
    assert "/invitations/" in link
    assert page.evaluate("navigator.clipboard.readText()") == link
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('kept')); }")
    page.get_by_role("button", name="Copied").click()
    expect(page.get_by_role("button", name="Selected: press Ctrl+C")).to_be_visible()
    assert page.evaluate("[link.selectionStart, link.selectionEnd]") == [0, len(link)]
