"""A token is made by plain forms, shown once, opens the API, and is revoked."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from newsreview.accounts.models import User
from tests.web.browser.watching import Watched


def opens(page: Page, secret: str) -> int:
    return page.request.get("/api/v1/me/", headers={"Authorization": f"Bearer {secret}"}).status


def test_a_token_from_making_it_to_revoking_it(open_page: Callable[..., Watched], annotator: User) -> None:
    page = open_page(annotator, java_script_enabled=False).page
    page.goto("/")
    page.get_by_text("Annotator", exact=True).click()
    page.get_by_role("link", name="API tokens").click()
    page.get_by_label("Name").fill("Training on gpu-2")
    page.get_by_label("Take exports out").check()
    page.get_by_label("It works for").select_option("30 days")
    page.get_by_role("button", name="Make the token").click()
    secret = page.get_by_label("The token").input_value()
    assert opens(page, secret) == 200

    page.goto("/tokens/")
    row = page.get_by_role("row").filter(has_text="Training on gpu-2")
    expect(row).to_contain_text("export, read")
    assert secret not in page.content()
    row.get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("row").filter(has_text="Training on gpu-2")).to_contain_text("revoked")
    assert opens(page, secret) == 401
