"""The browser of tests/web/browser, on real articles."""

from tests.web.browser.conftest import (  # noqa: F401 -- fixtures
    chromium,
    db,
    hands,
    open_page,
    playwright,
    server,
)
from tests.web.browser.test_scripts import run  # noqa: F401
