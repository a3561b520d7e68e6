"""The browser of tests/web/browser, on real articles."""

from tests.web.browser.conftest import (  # noqa: F401 -- fixtures
    contexts,
    db,
    hands,
    open_page,
    server,
)
from tests.web.browser.test_scripts import run  # noqa: F401
