"""What is drawn: no word moves when it is marked, box and line show together, names are not text, small screens fit."""

import base64
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Task
from tests.web.browser.articles import LANTERN_ROW
from tests.web.browser.hands import Hands
from tests.web.browser.watching import Watched

# Left and top of every word of the article, to the half pixel.
WORDS = """
() => [...document.querySelectorAll("#text .para > .tx:first-child")].flatMap((tx) => {
  const top = tx.getBoundingClientRect().top;
  const nodes = document.createTreeWalker(tx, NodeFilter.SHOW_TEXT);
  const letters = [];
  while (nodes.nextNode()) for (let i = 0; i < nodes.currentNode.length; i += 1) letters.push([nodes.currentNode, i]);
  return [...tx.textContent.matchAll(/\\S+/g)].map(({ index }) => {
    const range = new Range();
    range.setStart(...letters[index]);
    range.setEnd(letters[index][0], letters[index][1] + 1);
    const { left, top: y } = range.getBoundingClientRect();
    return [Math.round(left), Math.round(y - top)];
  });
})
"""
# The colours in a picture, each with the number of its pixels.
COLOURS = """
async (png) => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const drawing = canvas.getContext("2d");
  drawing.drawImage(image, 0, 0);
  const counts = {};
  const { data } = drawing.getImageData(0, 0, image.width, image.height);
  for (let i = 0; i < data.length; i += 4) {
    const hex = "#" + [0, 1, 2].map((n) => data[i + n].toString(16).padStart(2, "0")).join("");
    counts[hex] = (counts[hex] ?? 0) + 1;
  }
  return counts;
}
"""
TOKENS = {
    "light": {"bg": "#fbfaf7", "claim": "#0b5cad", "sourcefill": "#fae3c8"},
    "dark": {"bg": "#17181a", "claim": "#7db9ff", "sourcefill": "#4a2f12"},
}


def test_marking_moves_no_word(at_draft: Hands) -> None:
    before = at_draft.evaluate(WORDS)
    for words, key in (("We asked for a week", "c"), ("asked for", "c"), ("for a week,” said", "c"), ("a week", "s")):
        at_draft.mark(words, key)
    at_draft.press("Escape")

    assert at_draft.evaluate(WORDS) == before
    assert len(before) > 30


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_source_in_a_claim_shows_box_and_line(
    open_page: Callable[..., Watched], annotator: User, draft: AnnotationSet, scheme: str
) -> None:
    hands = Hands(open_page(annotator, color_scheme=scheme))
    hands.open(draft.task)
    hands.mark("the crossing had lost 1,200 passengers", "c")
    hands.mark("1,200 passengers", "s")
    hands.press("Escape")
    hands.page.mouse.move(5, 5)
    box = hands.page.locator(".g.src").first.bounding_box()
    assert box
    picture = hands.page.screenshot(clip=box)
    colours = hands.evaluate(COLOURS, base64.b64encode(picture).decode())

    area = box["width"] * box["height"]
    assert colours[TOKENS[scheme]["sourcefill"]] > area / 5
    assert colours[TOKENS[scheme]["claim"]] >= box["width"] * 1.5


def test_names_over_the_text_are_not_read_out(at_draft: Hands) -> None:
    at_draft.mark("the harbour master", "s")
    at_draft.press("Escape")
    assert at_draft.page.locator("#text .f").get_attribute("data-f") == "S1"

    said = at_draft.page.locator("#text").aria_snapshot()
    assert "the harbour master" in said
    assert "S1" not in said


def test_nothing_is_wider_than_a_small_screen(
    open_page: Callable[..., Watched], manager: User, annotator: User, make_task: Callable[..., Task]
) -> None:
    task = make_task(LANTERN_ROW, first_line="Lantern Row loses its last tram")
    taking.take(task=task, person=annotator)
    everybody = [
        reverse("queue"),
        reverse("project-list"),
        reverse("project", args=["ferry"]),
        reverse("task", args=[task.pk]),
    ]
    places = {
        annotator: [*everybody, reverse("task-submission", args=[task.pk])],
        manager: [*everybody, reverse("project-upload", args=["ferry"]), reverse("new-project")],
    }
    wide = {}
    for person, urls in places.items():
        page = open_page(person).page
        for url in urls:
            page.goto(url)
            for width in (375, 320):
                page.set_viewport_size({"width": width, "height": 700})
                wide[person.name, url, width] = page.evaluate("() => document.scrollingElement.scrollWidth") - width

    assert {place: over for place, over in wide.items() if over > 0} == {}


def test_on_a_small_screen_an_article_is_marked_too(
    open_page: Callable[..., Watched], annotator: User, draft: AnnotationSet
) -> None:
    hands = Hands(open_page(annotator, viewport={"width": 375, "height": 667}))
    hands.open(draft.task)
    hands.drag("harbour")
    bar = hands.page.get_by_role("toolbar", name="Labels")
    expect(bar).to_be_visible()
    boxes = [box for button in bar.get_by_role("button").all() if (box := button.bounding_box())]
    assert all(box["height"] >= 44 and box["x"] >= 0 and box["x"] + box["width"] <= 375 for box in boxes)
    assert len(boxes) == 8
    bar.get_by_role("button", name="source").click()
    hands.saved()

    assert [span.quote for span in draft.spans.all()] == ["harbour"]


# Words that are cut off: boxes with hidden overflow that hold more than they show. Single lines may end in an ellipsis.
CUT = """
() => [...document.querySelectorAll("body *")].filter((element) => {
  const { overflowX, overflowY, textOverflow } = getComputedStyle(element);
  const hides = [overflowX, overflowY].includes("hidden") && textOverflow !== "ellipsis";
  const inside = element.closest(".visually-hidden, .skip, .tx.blank, textarea") === null && element.checkVisibility();
  const { scrollHeight, clientHeight, scrollWidth, clientWidth } = element;
  return inside && hides && (scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1);
}).map((element) => element.className || element.localName)
"""
# What WCAG 1.4.12 lets a reader ask for.
SPACED = """
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}
"""
SMALL = """
() => [...document.querySelectorAll("button, a[href], summary, input, select, textarea")]
  .filter((target) => target.checkVisibility() && !target.closest("p, .skip"))
  .map((target) => [target.textContent.trim() || target.name, target.getBoundingClientRect()])
  .filter(([, { width, height }]) => width < 24 || height < 24).map(([words]) => words)
"""


# Line, box, hatching, slant and rule, whatever the colours: what each kind of mark draws.
PATTERNS = """
() => [".g.c0", ".g.src", ".g.boil", ".para[class*=edge]"].map((name) => {
  const { backgroundImage, fontStyle, borderInlineStartWidth } = getComputedStyle(document.querySelector(name));
  return [backgroundImage.replaceAll(/(rgb|color)\\([^)]*\\)/g, ""), fontStyle, borderInlineStartWidth].join(" ");
})
"""


def test_everything_can_be_hit_and_read_when_spaced_or_enlarged(at_draft: Hands) -> None:
    at_draft.mark("the harbour master", "s")
    at_draft.page.get_by_text("Outline").click()
    assert at_draft.evaluate(SMALL) == []

    at_draft.evaluate(SPACED)
    assert at_draft.evaluate(CUT) == []
    at_draft.page.set_viewport_size({"width": 341, "height": 225})  # 1366 × 900 at 400 %
    assert at_draft.evaluate("() => document.scrollingElement.scrollWidth") == 341
    assert at_draft.evaluate(CUT) == []


def test_in_forced_colours_lines_and_boxes_are_drawn(
    open_page: Callable[..., Watched], annotator: User, draft: AnnotationSet
) -> None:
    hands = Hands(open_page(annotator, forced_colors="active"))
    hands.open(draft.task)
    for words in ("crossing had lost", "had lost 1,200", "lost 1,200 passengers"):
        hands.mark(words, "c")
    hands.press("Escape")
    drawn = hands.evaluate("""() => {
      const { backgroundImage, forcedColorAdjust } = getComputedStyle(document.querySelector(".g.c0.c1.c2"));
      return [backgroundImage.match(/linear-gradient/g).length, forcedColorAdjust];
    }""")

    assert drawn == [3, "none"]


def test_marks_differ_by_pattern_without_any_colour(at_draft: Hands) -> None:
    at_draft.mark("We asked for a week", "c")
    at_draft.mark("Ada Brandt", "s")
    at_draft.press("Escape", "ArrowUp", "ArrowUp", "ArrowUp", "h")
    at_draft.saved()
    at_draft.press("Escape", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "b")
    at_draft.saved()
    at_draft.press("Escape")
    patterns = at_draft.evaluate(PATTERNS)

    assert len(set(patterns)) == 4


def test_a_finger_selects_and_buttons_move_the_ends(
    open_page: Callable[..., Watched], annotator: User, draft: AnnotationSet
) -> None:
    hands = Hands(open_page(annotator, viewport={"width": 375, "height": 667}, has_touch=True))
    hands.open(draft.task)
    hands.page.touchscreen.tap(*hands.place("1,200 passengers").middle)
    hands.settle()
    hands.evaluate("""() => {
      const words = [...document.querySelectorAll("#s-3-0 span")].at(-1).firstChild;
      const at = words.data.indexOf("1,200");
      getSelection().setBaseAndExtent(words, at, words, at + 5);
    }""")
    bar = hands.page.get_by_role("toolbar", name="Labels")
    expect(bar).to_be_visible()
    box, last = bar.bounding_box(), hands.place("1,200")
    assert box
    assert last.end[1] < box["y"]

    bar.get_by_role("button", name="End: one word to the right").tap()
    bar.get_by_role("button", name="Start: one word to the left").tap()
    bar.get_by_role("button", name="claim").tap()
    hands.saved()
    assert [span.quote for span in draft.spans.all()] == ["lost 1,200 passengers"]

    hands.page.locator("#inspector").get_by_role("button", name="Start: one word to the right").tap()
    hands.page.wait_for_timeout(800)
    hands.saved()
    assert [span.quote for span in draft.spans.all()] == ["1,200 passengers"]
