"""The practice article, by the keys that it teaches."""

from playwright.sync_api import expect

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from tests.web.browser.hands import Hands
from tests.web.browser.reading import linked, rows

TOLD = """
() => {
  window.told = [];
  const status = document.querySelector("#practice [role=status]");
  new MutationObserver(() => told.push(status.querySelector("small").textContent)).observe(status, { childList: true });
}
"""
BOARD, CLAIM = "the harbour board", "The night ferry to Corran Sound will sail again from March"


def test_six_steps_each_by_its_key(hands: Hands, annotator: User) -> None:
    page, press = hands.page, hands.press
    told = page.locator("#practice small")
    page.goto("/")
    page.get_by_role("button", name="Practise").click()
    expect(told).to_have_text("1 of 6")
    page.evaluate(TOLD)

    press("ArrowDown", "ArrowDown")
    expect(told).to_have_text("1 of 6")
    press("ArrowRight")
    expect(told).to_have_text("2 of 6")
    press("b", "1")
    expect(told).to_have_text("3 of 6")
    press("ArrowDown", "ArrowRight", "ArrowRight", "s")
    expect(told).to_have_text("4 of 6")
    press("ArrowLeft", "c", "2")
    expect(told).to_have_text("5 of 6")
    press("L")
    expect(page.locator("#inspector .links li")).to_have_count(0)
    press("l", "l")
    expect(page.locator("#inspector .links li")).to_have_count(1)
    expect(told).to_have_text("5 of 6")
    press("u", "U")
    expect(told).to_have_text("6 of 6")
    assert page.evaluate("told") == [f"{step} of 6" for step in range(2, 7)]

    mine = AnnotationSet.objects.get(person=annotator)
    assert {(label, quote) for label, quote, _, _ in rows(mine)} == {
        ("boilerplate", "A deckhand ties up at the old quay (Mirel Tove)"),
        ("source", BOARD),
        ("claim", CLAIM),
    }
    assert linked(mine) == {("attributed_to", CLAIM, BOARD)}

    press("Control+Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    press("Control+Enter")
    expect(page.get_by_role("heading", name="That was all six")).to_be_visible()
    page.get_by_role("link", name="To your queue").click()
    expect(page.get_by_role("heading", name="New here?")).to_have_count(0)


def test_steps_are_skipped_taken_up_again_and_left(hands: Hands, annotator: User) -> None:
    page, press = hands.page, hands.press
    told = page.locator("#practice small")
    skip = page.get_by_role("button", name="Skip this step")
    page.goto("/practice/")
    page.get_by_role("button", name="Start").click()
    skip.click()
    skip.click()
    expect(told).to_have_text("3 of 6")
    press("ArrowDown", "s")
    expect(told).to_have_text("4 of 6")
    hands.saved()
    page.reload()
    expect(told).to_have_text("4 of 6")

    press("ArrowDown", "Escape")
    hands.settle()
    expect(told).to_have_text("4 of 6")
    press("Escape")
    page.wait_for_url("/")

    page.get_by_role("button", name="Not now").click()
    expect(page.get_by_role("heading", name="New here?")).to_have_count(0)
    page.get_by_role("link", name="Practise the keys").click()
    page.get_by_role("button", name="Start again").click()
    expect(told).to_have_text("1 of 6")
    for _ in range(6):
        skip.click()
    page.wait_for_url("/")
    assert AnnotationSet.objects.get(person=annotator).spans.count() == 0
