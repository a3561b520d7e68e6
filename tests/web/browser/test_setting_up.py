"""A manager sets a project up from nothing, in the app."""

import time
from collections.abc import Callable

from playwright.sync_api import Route, expect

from newsreview.accounts.models import User
from newsreview.projects.models import Project
from tests.web.browser.watching import Watched, sent_in


def later(route: Route) -> None:
    time.sleep(0.3)
    route.continue_()


def test_a_project_is_made_with_its_team_and_guideline(
    open_page: Callable[..., Watched], manager: User, stranger: User, project: Project
) -> None:
    page = open_page(manager).page
    page.goto("/projects/")
    page.get_by_role("link", name="New project").click()
    page.wait_for_url("**/projects/new/")
    page.get_by_label("Name", exact=True).fill("Bridge closure")
    with page.expect_request("**/short-name/*") as asked:
        page.keyboard.press("Tab")
    short = page.get_by_label("Short name")
    assert sent_in(asked.value.url) == ["name", "slug", "proposed"]
    expect(short).to_have_value("bridge-closure")
    expect(short).to_be_focused()
    page.get_by_label("Name", exact=True).fill("Ferry")
    page.keyboard.press("Tab")
    expect(short).to_have_value("ferry-2")
    short.fill("ferries")
    page.get_by_label("Name", exact=True).fill("The ferries")
    page.keyboard.press("Tab")
    page.wait_for_load_state("networkidle")
    expect(short).to_have_value("ferries")
    short.fill("")
    page.route("**/short-name/*", later)
    page.get_by_label("Name", exact=True).fill("The ferries ")
    page.keyboard.press("Tab")
    page.keyboard.type("ferries")  # before an answer can come
    page.wait_for_timeout(600)
    expect(short).to_have_value("ferries")
    page.unroute("**/short-name/*")
    short.fill("")
    page.get_by_label("Name", exact=True).fill("The ferries")
    page.keyboard.press("Tab")
    expect(short).to_have_value("the-ferries")
    page.keyboard.type("ferries")  # over what is proposed
    expect(short).to_have_value("ferries")
    page.get_by_role("button", name="Make the project").click()

    expect(page.get_by_text("The ferries is set up, and you manage it.")).to_be_visible()
    page.get_by_label("E-mail address").fill(stranger.email)
    page.get_by_role("button", name="Add to the team").click()
    page.get_by_label("Role of Stranger").select_option("reviewer")
    page.get_by_role("row", name="Stranger").get_by_role("button", name="Change").click()
    expect(page.get_by_text("Stranger is reviewer now.")).to_be_visible()

    page.get_by_role("link", name="The ferries").click()
    page.get_by_role("link", name="Guideline").click()
    page.get_by_role("link", name="Change its text").click()
    page.get_by_label("Guideline").press("Control+End")
    page.keyboard.type("\n**6.4** Ask the desk.\n- Right: `asked` - so\n")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("The guideline of News marks v1 is kept.")).to_be_visible()
    made = Project.objects.get(slug="ferries")
    assert {m.person: m.role for m in made.memberships.all()} == {manager: "manager", stranger: "reviewer"}
    assert made.label_set_version.guideline["sections"][-1]["rules"][-1] == {
        "number": "6.4",
        "text": "Ask the desk.",
        "right": [{"quote": "asked", "says": "so"}],
        "wrong": [],
    }
