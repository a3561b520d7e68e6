"""Hands at three pages of one annotation set, everything that can go wrong, and a log of what screens showed."""

import random
import re
import signal
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from playwright.sync_api import Browser, BrowserContext, Error, Route, expect

from newsreview import embedded
from tests.commands.serving import Served, begin, manage, wait_until_ready
from tests.web.browser.hands import Hands
from tests.web.browser.watching import Watched

OPS = "**/ops/**"
EMAIL, PASSWORD = "ana@example.org", "a kettle of northern fish"
SECONDS_TO_RECOVER = 90
WORDS_A_LINE = 12

SET_UP = """
from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.corpus.models import Article
from newsreview.projects import setting_up
ana = User.objects.create_user({email!r}, {password!r}, name="Ana")
project = setting_up.create_project(slug="chaos")
setting_up.set_role(project=project, person=ana, role="annotator")
article = Article.objects.create(text={text!r}, first_line="Chaos")
[task] = setting_up.add_tasks(project=project, articles=[article])
print("made", task.pk, taking.take(task=task, person=ana).pk)
"""

# What a person could read off the screen, whenever it changes: the pill, and the words drawn as not yet saved. That an
# operation was made is seen where it comes out of the app: on its way into the browser's database.
READER = """
(() => {
  const made = [];
  const add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function (record, ...rest) {
    made.push(record.op.quote);
    show("made", [record.op.id, record.op.quote]);
    return add.call(this, record, ...rest);
  };
  const read = () => {
    const pill = document.getElementById("saved").textContent;
    const pending = [...(CSS.highlights.get("pending") ?? [])].map(String);
    if (pill === "Saved") show("saved", made);
    else if (pill !== "Saving …") show("waiting", pending);
  };
  addEventListener("DOMContentLoaded", () => {
    const pill = document.getElementById("saved");
    if (pill) new MutationObserver(read).observe(pill, { childList: true });
  });
})();
"""


def text_of(words: int) -> str:
    """Words that occur once each."""
    spelled = [f"w{number:03d}" for number in range(words)]
    return "\n".join(" ".join(spelled[at : at + WORDS_A_LINE]) for at in range(0, words, WORDS_A_LINE))


@dataclass
class Log:
    """By the words of a mark: the operation that made it, what screens called it, or that its page closed before."""

    made: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    saved: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)

    @property
    def promised(self) -> set[str]:
        return self.saved | self.waiting

    def take(self, kind: str, shown: list[str]) -> None:
        if kind == "made":
            self.made[shown[1]].append(shown[0])
        else:
            getattr(self, kind).update(shown)


class Chaos:
    def __init__(self, data_dir: Path, chromium: Browser, operations: int, seed: int) -> None:
        self.data_dir, self.chromium, self.chance = data_dir, chromium, random.Random(seed)
        self.words = text_of(operations).split()
        self.log = Log()
        self.served = start(data_dir)
        made = manage(data_dir, "shell", "-c", SET_UP.format(email=EMAIL, password=PASSWORD, text=text_of(operations)))
        found = re.search(r"^made (\S+) (\S+)$", made.stdout, re.MULTILINE)
        assert found, made.stderr
        self.task, self.set = found.groups()
        self.contexts = [self.new_browser() for _ in range(2)]
        self.cut = self.contexts[0]
        # Two tabs of one browser, and the same person at another machine.
        self.pages = [self.open(context) for context in (self.contexts[0], *self.contexts)]

    # The pages -------------------------------------------------------------------------------------------------------

    def new_browser(self) -> BrowserContext:
        context = self.chromium.new_context(base_url=self.served.url, viewport={"width": 1366, "height": 900})
        context.set_default_timeout(30_000)
        context.expose_function("show", self.log.take)
        context.add_init_script(READER)
        return context

    def open(self, context: BrowserContext) -> Hands:
        hands = Hands(Watched(context.new_page()))
        hands.page.on("dialog", lambda leaving: leaving.accept())
        hands.page.goto(f"/tasks/{self.task}/")
        if "/accounts/login/" in hands.page.url:
            hands.page.get_by_label("Email").fill(EMAIL)
            hands.page.get_by_label("Password").fill(PASSWORD)
            hands.page.get_by_role("button", name="Sign in", exact=True).click()
            hands.page.wait_for_url(f"/tasks/{self.task}/")
        return hands

    def mark(self, number: int, word: str) -> None:
        """At each page in turn; once more where a dialog has come between."""
        hands = self.pages[number % len(self.pages)]
        hands.page.bring_to_front()
        while word not in self.log.made:
            later = hands.page.get_by_role("dialog", name="Sign in again").get_by_role("button", name="Later")
            if later.is_visible():
                later.click()
            hands.press("Escape")
            hands.double_click(word)
            hands.press("c" if number % 2 else "s")
            hands.settle()

    # What goes wrong -------------------------------------------------------------------------------------------------

    def cut_line(self) -> None:
        self.cut = self.chance.choice(self.contexts)
        self.cut.set_offline(offline=True)

    def mend_line(self) -> None:
        for context in self.contexts:
            context.set_offline(offline=False)

    def drop_answers(self) -> None:
        """Of the next three requests of one page, after the server has carried them out."""

        def drop(route: Route) -> None:
            with suppress(Error):  # the server may be gone
                route.fetch()
            with suppress(Error):  # and the page with its request
                route.abort()

        self.chance.choice(self.pages).page.route(OPS, drop, times=3)

    def kill_server(self) -> None:
        """And start it again on the same port and data."""
        for process in [*self.served.workers(), self.served.process]:
            process.send_signal(signal.SIGKILL)
        self.served.process.wait(10)
        self.served = start(self.data_dir, port=self.served.url.rpartition(":")[2])

    def end_sessions(self) -> None:
        with self.database() as connection:
            connection.execute("DELETE FROM accounts_session")

    def reload(self) -> None:
        """A page whose line is cut is closed, whatever waits in it; and opened again when the line is back."""
        place = next(n for n, hands in enumerate(self.pages) if hands.page.context == self.cut)
        self.pages[place].page.close()
        here = {word for number, word in enumerate(self.words, start=1) if number % len(self.pages) == place}
        self.log.closed |= (here & self.log.made.keys()) - self.log.promised
        self.mend_line()
        self.pages[place] = self.open(self.cut)

    # What puts it right ----------------------------------------------------------------------------------------------

    def sign_in(self) -> None:
        """Where a page has found out that it is signed out; a second tab is told that it was done in the first."""
        for hands in self.pages:
            hands.page.bring_to_front()
            alert = hands.alert.get_by_role("button", name="Sign in")
            dialog = hands.page.get_by_role("dialog", name="Sign in again")
            if not dialog.is_visible():
                if not alert.is_visible():
                    continue
                with suppress(Error):  # the dialog has come by itself meanwhile
                    alert.click(timeout=2_000)
            with suppress(Error, AssertionError):  # signed in already, in the other tab: it closes by itself
                dialog.get_by_label("Email").fill(EMAIL, timeout=2_000)
                dialog.get_by_label("Password").fill(PASSWORD, timeout=2_000)
                dialog.get_by_role("button", name="Sign in", exact=True).click(timeout=2_000)
            expect(dialog).to_be_hidden(timeout=15_000)

    def settle(self) -> None:
        self.mend_line()
        for hands in self.pages:
            hands.page.unroute_all(behavior="wait")
        end = time.monotonic() + SECONDS_TO_RECOVER
        while any(hands.pill.inner_text() != "Saved" for hands in self.pages):
            assert time.monotonic() < end, [(h.pill.inner_text(), h.alert.inner_text()) for h in self.pages]
            self.sign_in()
            for hands in self.pages:
                hands.evaluate("() => dispatchEvent(new Event('online'))")
                hands.settle()

    # What is left ----------------------------------------------------------------------------------------------------

    def database(self) -> psycopg.Connection[Any]:
        return psycopg.connect(**embedded.start(self.data_dir).dsn(), autocommit=True)

    def stored(self) -> dict[str, list[str]]:
        """By the words of a mark that stands, the edits that made it."""
        query = """
            SELECT s.quote, e.id::text FROM annotation_span s JOIN annotation_edit e
              ON e.annotation_set_id = s.annotation_set_id AND e.result ->> 'span' = s.id::text
             WHERE s.annotation_set_id = %s
        """
        found = defaultdict(list)
        with self.database() as connection:
            for quote, edit in connection.execute(query, [self.set]).fetchall():
                found[quote].append(edit)
        return dict(found)


def start(data_dir: Path, port: str = "0") -> Served:
    served = begin(data_dir, "--no-demo", "--port", port)
    wait_until_ready(served)
    return served


@contextmanager
def chaos(data_dir: Path, chromium: Browser, *, operations: int, seed: int) -> Iterator[Chaos]:
    made = Chaos(data_dir, chromium, operations, seed)
    try:
        yield made
    finally:
        for context in made.contexts:
            context.close()
        made.served.process.terminate()
        made.served.process.wait(30)


def work(made: Chaos, every: int) -> None:
    """Every word of the article is marked, and after each few of them something else goes wrong or right."""
    faults: list[Callable[[], None]] = [
        made.cut_line,
        made.reload,
        made.drop_answers,
        made.end_sessions,
        made.kill_server,
        made.sign_in,
        made.mend_line,
    ]
    for number, word in enumerate(made.words, start=1):
        made.mark(number, word)
        if number % every == 0:
            shown = set(made.log.saved)
            assert shown <= made.stored().keys()
            faults[(number // every - 1) % len(faults)]()
    made.settle()
