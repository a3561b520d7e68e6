"""From the keyboard: what is suggested is accepted or not, and what the outlet changed is read."""

import pytest
from playwright.sync_api import Page, expect

from newsreview.projects.models import Task
from tests.annotation.hand import Hand
from tests.suggestions.conftest import earlier, later, marked, mine
from tests.web.browser.hands import Hands

__all__ = ["earlier", "later", "marked", "mine"]  # fixtures


def press(page: Page, *keys: str, at_hand: str) -> None:
    """What is at hand afterwards, on a page that hears the next key."""
    for key in keys:
        page.keyboard.press(key)
    expect(page.locator("#at-hand mark")).to_have_text(at_hand)
    page.wait_for_load_state()


@pytest.mark.usefixtures("marked")
def test_suggestions_are_answered_without_the_mouse(hands: Hands, mine: Hand, later: Task) -> None:
    hands.open(later)
    page = hands.page
    press(page, "g", "a", at_hand="The ferry is safe")
    press(page, "j", at_hand="Ada Brandt")
    press(page, "k", at_hand="The ferry is safe")
    press(page, "r", at_hand="Ada Brandt")
    press(page, "j", at_hand="Repairs will take twelve days")
    press(page, "a", at_hand="Subscribe to our letter.")
    page.keyboard.press("A")
    expect(page.get_by_text("Nothing is left to decide.")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("Escape")
    expect(page.locator("#counts")).to_contain_text("1")
    assert list(mine.annotation_set.spans.values_list("quote", "origin")) == [
        ("Ada Brandt", "accepted"),
        ("Repairs will take twelve days", "accepted"),
        ("Subscribe to our letter.", "accepted"),
    ]
