"""What each person of the desk does in the browser, in the order of test_whole_desk.py."""

import csv
import re
from collections.abc import Mapping

from playwright.sync_api import Page, expect

from newsreview.accounts.models import User
from newsreview.commands.demo import FOLDER
from tests.web.browser import two_readings
from tests.web.browser.hands import Hands
from tests.web.browser.two_readings import CARRIED, HEADLINE, OFFICIAL, ONE, OTHER, WAITED, send
from tests.working import carry_out_jobs_beside_a_browser

with (FOLDER / "manifest.csv").open(encoding="utf-8", newline="") as manifest:
    ARTICLES = {row["file"]: row for row in csv.DictReader(manifest)}
GATES, NEIGHBOURS, HEBREW = two_readings.ARTICLE, "torvane-daily.txt", "kav-hahof.txt"
TITLES = {file: row["title"] for file, row in ARTICLES.items()}
LATE = "the Kelder Gates closed about 40 minutes late"
LATE_FOR = f"{LATE} so that the passenger ferry Belle Aurore could reach harbour"


def told(page: Page, words: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(words)


# The manager --------------------------------------------------------------------------------------------------------


def set_up(page: Page, team: Mapping[User, str]) -> None:
    """From the scheme that comes with the app, for two people to an article, each of whom is dealt their work."""
    page.goto("/projects/")
    page.get_by_role("link", name="New project").click()
    page.wait_for_url("**/projects/new/")  # and until its scripts are there, which write the short name
    page.get_by_label("Name", exact=True).fill("Kelder Gates")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Short name")).to_have_value("kelder-gates")
    page.get_by_label("People to an article").fill("2")
    page.get_by_label("People take articles by themselves").uncheck()
    expect(page.get_by_label("Blind", exact=True)).to_be_checked()
    page.get_by_role("button", name="Make the project").click()
    for person, role in team.items():
        page.get_by_label("E-mail address").fill(person.email)
        page.get_by_label("Role", exact=True).select_option(role)
        page.get_by_role("button", name="Add to the team").click()
        told(page, f"{person} is in the team.")
    page.get_by_role("link", name="Kelder Gates", exact=True).click()


def bring_in(page: Page, *files: str) -> None:
    page.get_by_role("link", name="Bring articles in").click()
    page.get_by_label("Files").set_input_files([FOLDER / "articles" / file for file in files])
    page.get_by_label("Story, where none is given").fill(ARTICLES[files[0]]["story"])
    page.get_by_role("button", name="Read them").click()
    for file in files:
        about = page.get_by_role("group", name=file)
        about.get_by_label("Title").fill(TITLES[file])
        about.get_by_label("Outlet").fill(ARTICLES[file]["outlet"])
        about.get_by_label("Language").fill(ARTICLES[file]["language"])
    page.get_by_role("button", name=f"Import {len(files)} articles").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    carry_out_jobs_beside_a_browser()
    expect(page.get_by_role("progressbar")).to_be_hidden()
    page.get_by_role("link", name="To Kelder Gates").click()


def deal_out(page: Page, file: str, *people: str) -> None:
    page.get_by_role("link", name="Deal out").click()
    for person in people:
        page.get_by_label(f"{person},").check()
    page.get_by_label(TITLES[file]).check()
    page.get_by_role("button", name="Deal out the chosen").click()
    told(page, "1 article dealt out.")
    page.get_by_role("link", name="Back to the project").click()


# The annotators -----------------------------------------------------------------------------------------------------


def open_own(hands: Hands, file: str) -> None:
    hands.page.goto("/")
    hands.page.get_by_role("link", name=TITLES[file]).click()
    hands.page.locator("#text .sent").first.wait_for()


def hand_in(hands: Hands, file: str) -> None:
    hands.press("Control+Enter")
    expect(hands.page.get_by_role("dialog")).to_be_visible()
    hands.press("Control+Enter")
    told(hands.page, f"“{TITLES[file]}” is submitted.")


def mark_headline(hands: Hands) -> None:
    hands.mark(HEADLINE, "h")
    hands.press("1")
    hands.saved()


def mark_as_one(hands: Hands) -> None:
    """With each pronoun that speaks, the official as source of what the agency passes on, and the agency as relay."""
    open_own(hands, GATES)
    send(hands, ONE)
    mark_headline(hands)
    hands.mark("she", "s", nth=1)
    hands.press("1")
    hands.mark(WAITED, "c")  # tied to her by itself
    hands.mark(CARRIED, "c")
    hands.press("l", "a")
    hands.saved()
    hands.press("Escape")
    hands.click(OFFICIAL)
    hands.press("l", "l")
    hands.saved()
    hand_in(hands, GATES)


def mark_as_other(hands: Hands) -> None:
    """Without a pronoun, and with the nearest source."""
    open_own(hands, GATES)
    send(hands, OTHER)
    mark_headline(hands)
    hands.mark(WAITED, "c")
    hands.mark(CARRIED, "c")
    hands.press("l", "l")
    hands.saved()
    hand_in(hands, GATES)


def mark_alone(hands: Hands) -> None:
    """A source, and what it said, which ends too early."""
    open_own(hands, NEIGHBOURS)
    hands.mark("Port officials", "s")
    hands.press("3")
    hands.mark(LATE, "c")
    hand_in(hands, NEIGHBOURS)


def mend(hands: Hands) -> None:
    open_own(hands, NEIGHBOURS)
    expect(hands.page.get_by_text("One thing only.")).to_be_visible()
    expect(hands.card).to_contain_text("Change asked for · 3.2")
    hands.press("f", "h", "a")  # to “harbour”
    expect(hands.card.locator("blockquote")).to_have_text(LATE_FOR)
    hands.page.get_by_role("button", name="Done").click()
    expect(hands.card).not_to_contain_text("Change asked for")
    hand_in(hands, NEIGHBOURS)


def read_why(page: Page) -> None:
    """From the inbox, which gives the reasons, to what was decided for them."""
    page.goto("/notices/")
    settled = page.get_by_role("listitem").filter(has_text=f"Reviewer settled “{TITLES[GATES]}”")
    expect(settled).to_contain_text(re.compile(r"4\.2\s+Take the mention nearest .*5 disagreements", re.DOTALL))
    settled.get_by_role("button", name="Open").click()
    page.locator(".walk a").first.click()
    expect(page.locator("#adjudication-question")).to_contain_text("Decided by Reviewer. 4.2 Take the mention nearest")


# The reviewer -------------------------------------------------------------------------------------------------------


def open_waiting(page: Page, file: str) -> None:
    page.goto("/")
    page.get_by_role("link", name=TITLES[file]).click()
    expect(page.locator("#text .act").first).to_be_visible()  # the keys are there


def settle(page: Page, one: str, other: str) -> list[str]:
    """Decide for the one or the other, whose digits these are. The keys that it took, before it is handed in."""
    open_waiting(page, GATES)
    state = page.locator("#adjudication-state")
    expect(state).to_contain_text("15 agreed · 0 of 10 decided")
    assert page.locator(".walk li b").all_inner_texts() == [
        "1 missing",
        "×5",
        "2 label",
        "6 link",
        "7 link",
        "8 attribute",
        "9 boundary",
    ]
    expect(page.locator("#adjudication-question")).to_contain_text("All 5 that are alike They have the same words.")
    pressed: list[str] = []

    def press(key: str) -> None:
        pressed.append(key)
        page.keyboard.press(key)

    press("A")
    expect(state).not_to_contain_text("Accept")
    press("w")
    expect(page.locator("[name=rule]:checked").first).to_have_value("4.2")
    following = ["2 of 10 · label", "6 of 10 · link", "7 of 10 · link", "8 of 10 · attribute", "9 of 10 · boundary"]
    for key, then in zip([f"Shift+Digit{one}", one, one, one, other], following, strict=True):
        press(key)
        expect(page.locator("#adjudication-question h2")).to_have_text(then)
    press(one)
    expect(state).to_contain_text("10 of 10 decided")
    page.keyboard.press("Control+Enter")
    told(page, "is settled")
    return pressed


def give_back(page: Page) -> None:
    """The source is right; the claim is not whole (3.2)."""
    open_waiting(page, NEIGHBOURS)
    state = page.locator("#review-state")
    expect(state).to_contain_text("3 to look at")
    page.keyboard.press("a")
    expect(page.locator("#review-item blockquote")).to_have_text(LATE)
    page.keyboard.press("r")
    page.keyboard.press("2")
    expect(state).to_contain_text("1 change asked for")
    page.keyboard.press("R")
    page.get_by_label("A note about the whole").fill("One thing only.")
    page.get_by_label("What I ask nothing about is right").check()
    page.get_by_role("button", name="Return", exact=True).click()
    told(page, "is back with Annotator")


def accept(page: Page) -> None:
    open_waiting(page, NEIGHBOURS)
    expect(page.locator("#review-state")).to_contain_text("1 to look at")
    expect(page.get_by_role("region", name="Changed since it was looked at")).to_contain_text(LATE_FOR)
    page.keyboard.press("A")
    told(page, "is accepted")
