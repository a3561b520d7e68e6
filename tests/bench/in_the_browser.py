"""What an editor waits for, in Chromium: the page, the mark under a key, the server's answer to it, the next sentence.

Times run from the event, as the browser stamps it, to the frame in which the change is on screen. The floor is the
same in the same page with nothing to do: from a key that means nothing to the next frame.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import quantiles

from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, sync_playwright

from newsreview.accounts.models import User
from tests.bench.bench import Bench
from tests.bench.desks import make_desk
from tests.bench.generating import uuid_of
from tests.bench.rows import Row, Target, judged, row_without_floor
from tests.bench.serving import Browser
from tests.bench.writing import Copy
from tests.web.browser.chromium import FLAGS, chromium_path

# `seen(tell)` calls `tell` once the change is there: a frame in which nothing is drawn any more ends the time.
TIMING = """
window.until = (kind, seen) => {
  window.timed = new Promise((done, fail) => {
    setTimeout(() => fail(new Error(`${kind}: nothing seen in 10 s`)), 10_000);
    addEventListener(kind, (event) => {
      seen(() => requestAnimationFrame(() => setTimeout(() => done(performance.now() - event.timeStamp))));
    }, { once: true, capture: true });
  });
};
const soon = (there) => (tell) => {
  const look = () => (there() ? tell() : requestAnimationFrame(look));
  look();
};
window.nothing = soon(() => true);
window.pending = soon(() => CSS.highlights.has("pending"));
window.chosen = soon(() => CSS.highlights.has("cursor"));
window.moved = (tell) => {
  const before = CSS.highlights.get("cursor");
  soon(() => CSS.highlights.has("cursor") && CSS.highlights.get("cursor") !== before)(tell);
};
// Watched for, not looked for at every frame: drawing frames meanwhile would take the server's time on a small machine.
window.swapped = (tell) => {
  const text = document.getElementById("text");
  new MutationObserver((_, self) => { self.disconnect(); tell(); }).observe(text, { childList: true });
};
"""
NOTHING, PENDING, SWAPPED, MOVED = "nothing", "pending", "swapped", "moved"
USABLE = """
() => new Promise((done) => {
  const ready = () => document.querySelector("#text .sent") && document.readyState === "complete";
  const painted = () => requestAnimationFrame(() => setTimeout(() => done(performance.now())));
  const look = () => (ready() ? painted() : setTimeout(look, 4));
  look();
})
"""


def rows(bench: Bench) -> Iterator[Row]:
    yield from at_work(bench, Copy(3_000, 12), bench.many(100, least=2), seconds_to_open=0.5)
    yield from at_work(bench, bench.long_copy, bench.many(40, least=2), seconds_to_open=1.5)


def at_work(bench: Bench, copy: Copy, rounds: int, *, seconds_to_open: float) -> Iterator[Row]:
    [person] = make_desk(copy, range(1, 4))
    name = f"in Chromium, {copy.characters:,} characters / {copy.spans:,} spans"
    address, path = bench.address, reverse("task", args=[uuid_of("task", 1)])
    with open_page(address, person) as page:
        opened = [open_cold(page, f"http://{address}{path}") for _ in range(max(3, rounds // 10))]
        weight, requests = weigh(page, f"http://{address}{path}")
        yield milliseconds_row(f"{name}: cold open to usable", opened, None, 1000 * seconds_to_open, quantile=50)
        yield row_without_floor(f"{name}: requests of one open", "requests", requests)
        yield row_without_floor(f"{name}: bytes of one open", "KB", weight / 1000)
        yield from keys(page, name, rounds)


def keys(page: Page, name: str, rounds: int) -> Iterator[Row]:
    page.evaluate(TIMING)
    page.keyboard.press("j")
    idle = [pressed(page, "F9", NOTHING) for _ in range(rounds)]
    painted, swapped, stepped, dropped = [], [], [], []
    for _ in range(rounds):
        page.keyboard.press("k")  # to and fro: a short article has few sentences
        page.keyboard.press("k")
        stepped.append(pressed(page, "j", MOVED))
        take_words(page)
        painted.append(pressed(page, "c", PENDING))
        settle(page)
        undo(page)
        take_words(page)
        swapped.append(pressed(page, "c", SWAPPED))
        settle(page)
        undo(page)
        dropped.append(dragged(page))
        undo(page)
    yield milliseconds_row(f"{name}: key to pending mark", painted, idle, 50)
    yield milliseconds_row(f"{name}: key to the server's fragment", swapped, idle, 200)
    yield milliseconds_row(f"{name}: mouse up to range on screen", dropped, idle, 60)
    yield milliseconds_row(f"{name}: sentence step", stepped, idle, 50)


def take_words(page: Page) -> None:
    """Four of them, which no claim of a bench article covers exactly."""
    for key in ("Alt+ArrowRight", *["Alt+Shift+ArrowRight"] * 3):
        page.keyboard.press(key)


def pressed(page: Page, key: str, seen: str) -> float:
    page.evaluate(f"() => until('keydown', {seen})")
    page.keyboard.press(key)
    return float(page.evaluate("() => timed"))


def dragged(page: Page) -> float:
    """Over some words of the sentence at hand."""
    box = page.evaluate("() => document.activeElement.getClientRects()[0].toJSON()")
    page.evaluate("() => { CSS.highlights.delete('cursor'); until('pointerup', chosen); }")
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + min(200, box["width"] / 2), box["y"] + box["height"] / 2, steps=2)
    page.mouse.up()
    took = float(page.evaluate("() => timed"))
    page.keyboard.press("c")
    settle(page)
    return took


def settle(page: Page) -> None:
    page.wait_for_function("() => !CSS.highlights.has('pending')")


def undo(page: Page) -> None:
    page.evaluate("() => until('keydown', swapped)")
    page.keyboard.press("u")
    page.evaluate("() => timed")


def open_cold(page: Page, address: str) -> float:
    """Milliseconds until the text can be used, with nothing in the cache."""
    empty_the_cache(page)
    page.goto(address, wait_until="commit")
    took = float(page.evaluate(USABLE))
    page.wait_for_load_state("networkidle")
    return took


def weigh(page: Page, address: str) -> tuple[int, int]:
    """Bytes over the wire and requests of one opening. It is not timed: to be told of each takes the browser's time."""
    empty_the_cache(page)
    network = page.context.new_cdp_session(page)
    sizes: list[int] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    network.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    network.detach()
    return sum(sizes), len(sizes)


def empty_the_cache(page: Page) -> None:
    browser = page.context.new_cdp_session(page)
    browser.send("Network.clearBrowserCache")
    browser.detach()


def milliseconds_row(
    name: str, measured: Sequence[float], floor: Sequence[float] | None, bound: float, *, quantile: int = 95
) -> Row:
    ours, idle = percentile(measured, quantile), floor and percentile(floor, quantile)
    ratio = ours / idle if idle else None
    title = f"{name}, p{quantile}"
    row = Row(name=title, unit="ms", ours=ours, floor=idle or None, ratio=ratio, target=None, met=None)
    return judged(row, Target("ours", "≤", bound))


def percentile(values: Sequence[float], which: int) -> float:
    return quantiles(values, n=100, method="inclusive")[which - 1]


@contextmanager
def open_page(address: str, person: User) -> Iterator[Page]:
    name = settings.SESSION_COOKIE_NAME
    session = {"name": name, "value": Browser(address, person).cookies[name].value, "url": f"http://{address}"}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        context = browser.new_context(viewport={"width": 1366, "height": 900})
        context.add_cookies([session])  # type: ignore[list-item]
        context.set_default_timeout(20_000)
        try:
            yield context.new_page()
        finally:
            browser.close()
