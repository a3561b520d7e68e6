"""A page, and everything that goes wrong in it."""

import re
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page

# Reports violations of the content security policy, and any paragraph that ever reads otherwise than it is stored.
WATCHER = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
window.swaps = 0;
window.watchText = (stored) => {
  const read = () => {
    swaps += 1;
    const shown = [...document.querySelectorAll("#text .para > .tx:first-child")].map((tx) => tx.textContent);
    if (shown.length !== stored.length) console.error(`misread: ${shown.length} paragraphs, not ${stored.length}`);
    const wrong = stored.findIndex((text, i) => shown[i] !== text);
    if (wrong >= 0) console.error(`misread: paragraph ${wrong + 1} is ${shown[wrong]}`);
  };
  read();
  const seen = { childList: true, characterData: true, subtree: true };
  new MutationObserver(read).observe(document.getElementById("text"), seen);
};
"""


def sent_in(address: str) -> list[str]:
    """The names of the fields that an address carries."""
    return [name for name, _ in parse_qsl(urlsplit(address).query, keep_blank_values=True)]


class Watched:
    """Faults of a page: what its console says (answers of 400 and above too), what throws, what the policy blocks."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: list[str] = []
        self.expected: list[str] = []
        page.add_init_script(WATCHER)
        page.on("console", self.on_console)
        page.on("pageerror", self.on_error)

    def expect(self, pattern: str) -> None:
        """From now on a fault that matches is part of the test."""
        self.expected.append(pattern)

    def faults(self) -> list[str]:
        return [fault for fault in self.found if not any(re.search(pattern, fault) for pattern in self.expected)]

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.found.append(f"console: {message.text} {message.location.get('url', '')}")

    def on_error(self, error: Error) -> None:
        self.found.append(f"thrown: {error}")
