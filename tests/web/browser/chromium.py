"""The Chromium of this machine: none is ever downloaded."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
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
