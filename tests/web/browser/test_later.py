"""Keys that are pressed before what they ask for has come: none is lost, and none does something else."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Route, expect

from newsreview.annotation.models import AnnotationSet
from tests.web.browser.hands import Hands

AIDS = "**/js/aids*.js"


@pytest.fixture
def coming(hands: Hands, draft: AnnotationSet) -> Iterator[list[Route]]:
    """Of a workbench whose aids are on their way."""
    held: list[Route] = []
    hands.page.route(AIDS, lambda route: held.append(route))  # noqa: PLW0108 -- Playwright marks what it is given
    with hands.page.expect_request(AIDS):
        hands.open(draft.task)
    yield held
    hands.page.unroute(AIDS)


def test_words_typed_before_find_has_come_are_found(hands: Hands, draft: AnnotationSet, coming: list[Route]) -> None:
    hands.press("/")
    hands.page.keyboard.type("c bay")
    for route in coming:
        route.continue_()

    expect(hands.page.locator("#find .places")).to_have_text("0/0")
    expect(hands.page.get_by_label("Find")).to_have_value("c bay")
    assert draft.spans.count() == 0


def test_keys_after_one_that_waits_are_pressed_in_their_order(
    hands: Hands, draft: AnnotationSet, coming: list[Route]
) -> None:
    """The menu opens, is closed, and the second paragraph becomes boilerplate."""
    hands.press("j", "Enter", "Escape", "j", "j", "b")
    expect(hands.page.locator("#where")).to_contain_text("¶1 ")
    for route in coming:
        route.continue_()

    expect(hands.page.locator("#where")).to_contain_text("¶2 ")
    hands.saved()
    assert draft.spans.get().quote.endswith(" “They gave us a day.”")


def test_what_cannot_be_loaded_says_so_and_comes_with_the_next_press(hands: Hands, coming: list[Route]) -> None:
    hands.watched.expect("net::ERR_FAILED .*aids")
    hands.press("j", "Enter")
    for route in coming:
        route.abort()
    expect(hands.page.locator("#live")).to_have_text("This could not be loaded: there is no connection. Try again.")

    hands.page.unroute(AIDS)
    hands.press("Enter")
    expect(hands.page.get_by_role("menu")).to_be_visible()
