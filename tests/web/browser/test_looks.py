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


@pytest.mark.parametrize("width", [320, 375])
def test_nothing_is_wider_than_a_small_screen(
    open_page: Callable[..., Watched], manager: User, annotator: User, make_task: Callable[..., Task], width: int
) -> None:
    task = make_task(LANTERN_ROW, first_line="Lantern Row loses its last tram")
    taking.take(task=task, person=annotator)
    wide = {}
    for person in (annotator, manager):
        page = open_page(person, viewport={"width": width, "height": 700}).page
        for url in (
            reverse("queue"),
            reverse("project-list"),
            reverse("project", args=["ferry"]),
            reverse("task", args=[task.pk]),
            reverse("task-submission", args=[task.pk]),
            *([reverse("project-upload", args=["ferry"])] if person == manager else []),
        ):
            if person == manager and "submission" in url:
                continue
            page.goto(url)
            wide[person.name, url] = page.evaluate("() => document.scrollingElement.scrollWidth")

    assert {place: found for place, found in wide.items() if found > width} == {}


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
    assert len(boxes) == 4
    bar.get_by_role("button", name="source").click()
    hands.saved()

    assert [span.quote for span in draft.spans.all()] == ["harbour"]
