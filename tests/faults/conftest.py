from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.serving import data_folder
from tests.web.browser.conftest import chromium, playwright

__all__ = ["chromium", "empty", "playwright"]


@pytest.fixture
def empty() -> Iterator[Path]:
    with data_folder() as folder:
        yield folder
