"""What helps to read: find, sizes and themes, a pause, the way from task to task; and the time that was worked."""

from collections.abc import Callable

from playwright.sync_api import expect

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet
from newsreview.corpus.models import Story
from newsreview.projects.models import Task
from tests.web.browser.hands import Hands


def test_find_goes_from_place_to_place_and_leaves_the_cursor_there(at_draft: Hands) -> None:
    places = at_draft.page.locator("#find .places")
    at_draft.press("/")
    at_draft.page.keyboard.type("zz")
    expect(places).to_have_text("0/0")
    at_draft.press("Control+a")
    at_draft.page.keyboard.type("a W")
    expect(places).to_have_text("1/1")
    at_draft.press("Control+a")
    at_draft.page.keyboard.type("AY")
    expect(places).to_have_text("1/2")
    at_draft.press("Enter")
    expect(places).to_have_text("2/2")
    assert at_draft.evaluate("() => [...CSS.highlights.get('find')].map(String)") == ["ay", "ay"]

    at_draft.press("Escape")
    assert at_draft.chosen() == "ay"
    assert at_draft.evaluate("() => [document.activeElement.id, CSS.highlights.has('find')]") == ["s-3-0", False]


def test_theme_and_size_are_kept_and_there_before_the_page_is_drawn(at_draft: Hands) -> None:
    page = at_draft.page
    look = "() => { const s = getComputedStyle(document.querySelector('.tx')); return [s.color, s.fontSize]; }"
    light = at_draft.evaluate(look)
    page.get_by_text("Annotator", exact=True).click()
    page.get_by_label("dark").check()
    page.get_by_label("large").check()
    assert light == ["rgb(29, 28, 26)", "19px"]
    assert at_draft.evaluate(look) == ["rgb(231, 228, 221)", "22px"]

    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { window.early = document.documentElement.dataset.theme; })"
    )
    page.reload()
    assert at_draft.evaluate(look) == ["rgb(231, 228, 221)", "22px"]
    assert at_draft.evaluate("() => window.early") == "dark"

    page.get_by_text("Annotator", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("/accounts/login/")


def test_a_pause_covers_the_text_and_does_not_count(at_draft: Hands, draft: AnnotationSet) -> None:
    page = at_draft.page
    page.clock.install()
    at_draft.open(draft.task)
    at_draft.press("j")
    page.clock.run_for(20_000)
    at_draft.press("j")
    page.clock.run_for(61_000)
    at_draft.press("c")
    page.clock.run_for(200)
    at_draft.saved()
    page.clock.run_for(25_000)
    at_draft.press("P", "j", "x")
    expect(page.get_by_role("dialog", name="Paused")).to_be_visible()
    page.clock.run_for(30_000)
    page.get_by_role("button", name="Go on").press("Enter")
    page.clock.run_for(15_000)
    at_draft.press("1")
    page.clock.run_for(200)
    at_draft.saved()

    took = draft.edits.order_by("number").values_list("milliseconds", flat=True)
    assert [(ms or 0) // 10_000 for ms in took] == [2, 4]


def test_keys_lead_from_task_to_task(hands: Hands, annotator: User, make_task: Callable[..., Task]) -> None:
    one, two = (taking.take(task=make_task(outlet=name, first_line=name), person=annotator) for name in ("One", "Two"))
    hands.open(two.task)
    hands.press("j", "c", "g", "n")
    hands.page.wait_for_url(f"**/tasks/{one.task_id}/")
    assert two.spans.count() == 1
    hands.press("g", "n")
    expect(hands.page.locator("#live")).to_have_text("There is no other task in this direction.")
    hands.press("g", "p")
    hands.page.wait_for_url(f"**/tasks/{two.task_id}/")
    hands.press("\\")
    expect(hands.page.get_by_role("navigation", name="Your queue")).to_be_hidden()
    hands.press("g", "q")
    hands.page.wait_for_url("/")


def test_the_guideline_of_a_label_opens_in_the_inspectors_place(at_draft: Hands) -> None:
    guideline = at_draft.page.locator("#inspector #guideline")
    at_draft.mark("the harbour master", "s")
    at_draft.press("i")
    expect(guideline.get_by_role("heading")).to_have_text(["4 Sources"])
    expect(guideline.get_by_role("heading")).to_be_focused()
    expect(guideline.locator("#rule-4\\.1 .right").first).to_contain_text("Right")

    at_draft.press("Escape")
    expect(at_draft.card).to_contain_text("Source S1")
    assert at_draft.evaluate("() => document.activeElement.id") == "s-2-0"


def test_an_article_of_the_same_story_is_read_beside(
    hands: Hands, annotator: User, make_task: Callable[..., Task]
) -> None:
    story = Story.objects.create(name="Ferry")
    mine = taking.take(task=make_task(story=story), person=annotator)
    make_task("<b>Gates</b> shut\nNobody was told.", outlet="Radio", story=story, first_line="Gates shut")
    make_task("Third line.", outlet="Wire", story=story, first_line="Third")
    hands.open(mine.task)
    hands.press("j", "g", "s")
    beside = hands.page.get_by_role("region", name="Another article of the story")
    expect(beside.locator(".words p")).to_have_text(["<b>Gates</b> shut", "Nobody was told."])
    beside.get_by_role("link", name="Wire").click()
    expect(beside.locator(".words p")).to_have_text(["Third line."])
    assert hands.evaluate("() => document.activeElement.textContent") == "Third"

    hands.press("Escape")
    expect(beside).to_have_count(0)
    hands.press("c")
    hands.saved()
    assert mine.spans.count() == 1


def test_the_outline_shows_what_was_visited_and_leads_there(at_draft: Hands) -> None:
    outline = at_draft.page.locator("#outline")
    at_draft.mark("the harbour master", "s")
    at_draft.press("Escape")
    outline.get_by_text("Outline · 1 of 4 visited").click()
    expect(outline.get_by_role("button")).to_contain_text(["¶1", "¶2 ✓ · 1", "¶3", "¶4"])
    outline.get_by_role("button").nth(2).click()
    assert at_draft.evaluate("() => document.activeElement.id") == "s-3-0"

    at_draft.page.reload()
    expect(outline.locator("summary")).to_have_text("Outline · 2 of 4 visited")
