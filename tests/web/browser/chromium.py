"""The Chromium of this machine, one a worker: none is ever downloaded."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str:
    """Raises FileNotFoundError, saying what to install, where there is none."""
    named = os.environ.get("NEWSREVIEW_CHROMIUM")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise FileNotFoundError(
            "The browser tests need Chromium. Debian and Ubuntu: apt-get install chromium. "
            "Elsewhere set NEWSREVIEW_CHROMIUM to its path."
        )
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """It keeps an event loop in this thread, where Django would refuse the database."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    try:
        path = chromium_path()
    except FileNotFoundError as missing:
        pytest.exit(str(missing), returncode=1)
    browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, "--process-per-site"])
    yield browser
    browser.close()
