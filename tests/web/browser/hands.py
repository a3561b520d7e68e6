"""What a person does at the workbench: drag, click, press keys, and read what the screen says."""

from dataclasses import dataclass
from typing import Any, Literal

from django.urls import reverse
from playwright.sync_api import Locator, Page

from newsreview.offsets import paragraphs
from newsreview.projects.models import Task
from tests.web.browser.watching import Watched

# First and last line of the place of some words, each [left, top, right, bottom]; and whether they run right to left.
PLACE = """
([words, nth]) => {
  for (const tx of document.querySelectorAll("#text .para > .tx:first-child")) {
    let at = -1;
    do { at = tx.textContent.indexOf(words, at + 1); } while (at >= 0 && nth-- > 0);
    if (at < 0) continue;
    tx.scrollIntoView({ block: "center" });
    const range = new Range();
    const walker = document.createTreeWalker(tx, NodeFilter.SHOW_TEXT);
    let before = 0;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (at >= before && at < before + node.length) range.setStart(node, at - before);
      const end = at + words.length - before;
      if (end > 0 && end <= node.length) range.setEnd(node, end);
      before += node.length;
    }
    const rects = [...range.getClientRects()].filter((rect) => rect.width);
    const box = ({ left, top, right, bottom }) => [left, top, right, bottom];
    return { first: box(rects[0]), last: box(rects.at(-1)), backwards: /[\\u0590-\\u08ff]/.test(words) };
  }
  return null;
}
"""

STORED = """
() => new Promise((done) => {
  indexedDB.open("newsreview").onsuccess = ({ target: { result } }) => {
    const store = result.transaction("operations").objectStore("operations");
    store.getAll().onsuccess = ({ target }) => { result.close(); done(target.result.map(({ op }) => op.op)); };
  };
})
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand on the screen: the points just inside their first and their last letter."""

    start: tuple[float, float]
    end: tuple[float, float]

    @property
    def middle(self) -> tuple[float, float]:
        return (self.start[0] + self.end[0]) / 2, self.start[1]


class Hands:
    def __init__(self, watched: Watched) -> None:
        self.watched = watched
        self.page: Page = watched.page

    def open(self, task: Task, query: str = "") -> None:
        self.page.goto(reverse("task", args=[task.pk]) + query)
        stored = [task.article.text[p.start : p.end] for p in paragraphs(task.article.text)]
        self.page.evaluate("(stored) => watchText(stored)", stored)

    # Pointing ---------------------------------------------------------------------------------------------------------

    def place(self, words: str, nth: int = 0) -> Place:
        found = self.page.evaluate(PLACE, [words, nth])
        assert found, f"“{words}” is not on the page"
        (a, top, b, bottom), (c, top_2, d, bottom_2) = found["first"], found["last"]
        start, end = ((b - 1.5, top, bottom), (c + 1.5, top_2, bottom_2))
        if not found["backwards"]:
            start, end = ((a + 1.5, top, bottom), (d - 1.5, top_2, bottom_2))
        return Place((start[0], (start[1] + start[2]) / 2), (end[0], (end[1] + end[2]) / 2))

    def drag(self, words: str, to: str | None = None, *, nth: int = 0, exact: bool = False) -> None:
        """From the first letter of the words to their last, or to the last of others further on."""
        start, end = self.place(words, nth).start, self.place(to or words, 0 if to else nth).end
        if exact:
            self.page.keyboard.down("Alt")
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        self.page.mouse.move(*end, steps=3)
        self.page.mouse.up()
        if exact:
            self.page.keyboard.up("Alt")
        self.settle()

    def click(self, words: str, nth: int = 0) -> None:
        self.page.mouse.click(*self.place(words, nth).middle)
        self.settle()

    def double_click(self, words: str, nth: int = 0) -> None:
        self.page.mouse.dblclick(*self.place(words, nth).middle)
        self.settle()

    def drag_handle(self, side: Literal["start", "end"], words: str) -> None:
        """One end of the selected span to the same end of these words."""
        handle = self.page.locator(f".handle.{side}").bounding_box()
        target = self.place(words)
        assert handle
        to = target.start if side == "start" else target.end
        self.page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
        self.page.mouse.down()
        self.page.mouse.move(to[0] + 40, to[1])
        self.page.mouse.move(*to, steps=3)
        self.page.mouse.up()
        self.saved()

    # Pressing ---------------------------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def mark(self, words: str, key: str, *, nth: int = 0, exact: bool = False) -> None:
        self.mark_unsaved(words, key, nth=nth, exact=exact)
        self.saved()

    def mark_unsaved(self, words: str, key: str, *, nth: int = 0, exact: bool = False) -> None:
        self.press("Escape")
        self.drag(words, nth=nth, exact=exact)
        self.press(key)

    # Reading ----------------------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """The page takes up a gesture after the event that ended it."""
        self.page.evaluate("() => new Promise((done) => setTimeout(done, 20))")

    def saved(self) -> None:
        """Wait until the screen says that everything is saved. The page looks itself, at every frame."""
        self.settle()
        self.page.wait_for_function("() => document.getElementById('saved').textContent === 'Saved'")

    def chosen(self) -> str:
        """The words of the range at hand, as the foot of the page says them."""
        return str(self.page.evaluate("() => [...(CSS.highlights.get('cursor') ?? [])].map(String).join('|')"))

    @property
    def card(self) -> Locator:
        return self.page.locator("#inspector .card[data-span]")

    @property
    def alert(self) -> Locator:
        return self.page.locator("#alert")

    @property
    def said(self) -> Locator:
        """What the screen says when the reader is free."""
        return self.page.locator("#live")

    @property
    def pill(self) -> Locator:
        return self.page.locator("#saved")

    def pending(self) -> list[str]:
        """The words of the marks that the screen shows as not yet saved."""
        return sorted(self.evaluate("() => [...(CSS.highlights.get('pending') ?? [])].map(String)"))

    def stored(self) -> list[str]:
        """The operations in the browser's database, as what they do, oldest first."""
        return list(self.evaluate(STORED))

    def evaluate(self, script: str, *arguments: Any) -> Any:
        return self.page.evaluate(script, *arguments)
