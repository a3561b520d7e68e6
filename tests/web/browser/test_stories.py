"""A reviewer accepts what is proposed, reads the articles side by side, and mends the story; on a wide screen and on a
small one."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from newsreview.accounts.models import User
from newsreview.corpus.models import Article
from newsreview.projects.models import Task
from newsreview.stories.models import ProposedArticle, ProposedStory
from tests.web.browser.articles import LANTERN_ROW
from tests.web.browser.test_screens import faults
from tests.web.browser.watching import Watched

ENDLESS = "Hochwasserschutzanlagenbetriebsgesellschaftsvertreterversammlung" * 4
TITLES = {
    "Harbour Post": "Gates stood open for 31 minutes",
    "Strait Online": "Gates stood open as the sea came in",
    "קו החוף": "הסערה, המעבורת ו־31 הדקות: מי ביקש להשאיר את השערים פתוחים?",
    "Fathom": f"The voice on the line <b>&amp; {ENDLESS}",
    "Torvane Daily": "The night the gates stood open",
}


def fits(page: Page, width: int) -> bool:
    page.set_viewport_size({"width": width, "height": 800})
    return bool(page.evaluate("document.documentElement.scrollWidth") == width)


def test_a_proposed_story_is_accepted_and_mended(
    open_page: Callable[..., Watched], reviewer: User, make_task: Callable[..., Task]
) -> None:
    proposal = ProposedStory.objects.create()
    for outlet, title in TITLES.items():
        article = make_task(f"{LANTERN_ROW}\n{outlet} {ENDLESS}\n", outlet=outlet, title=title).article
        ProposedArticle.objects.create(article=article, proposal=proposal)
    page = open_page(reviewer).page
    page.goto(reverse("queue"))
    page.get_by_role("link", name="Stories").click()
    assert faults(page, {"proposed": page.url}) == {}
    assert [fits(page, width) for width in (1366, 375, 320)] == [True] * 3

    page.get_by_label("The voice on the line").uncheck()
    page.get_by_label("Name of the story").fill("The night of the gates")
    page.keyboard.press("Enter")
    expect(page.get_by_text("4 articles tell “The night of the gates” now.")).to_be_visible()
    assert faults(page, {"known": page.url}) == {}
    page.get_by_role("link", name="The night of the gates").click()

    page.get_by_text("Split, merge, rename").click()
    assert faults(page, {"story": page.url}) == {}
    assert [fits(page, width) for width in (1024, 375, 320, 1366)] == [True] * 4
    beside = page.get_by_role("region", name="The articles side by side")
    assert beside.evaluate("region => region.scrollWidth > region.clientWidth")
    beside.focus()
    page.keyboard.press("ArrowRight")
    expect(beside).not_to_have_js_property("scrollLeft", 0)

    page.get_by_text("Split, merge, rename").click()
    page.get_by_label("Choose: Gates stood open for 31 minutes").check()
    page.get_by_role("button", name="Take the chosen out").click()
    expect(page.get_by_text("3 articles")).to_be_visible()
    page.get_by_role("listitem").filter(has_text="→ no story").get_by_role("button", name="Put back").click()
    expect(page.get_by_text("4 articles")).to_be_visible()
    assert Article.objects.filter(story__name="The night of the gates").count() == 4
