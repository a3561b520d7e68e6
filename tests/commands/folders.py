"""Data folders to serve from: one yet to be made, and copies of what the first start of all left."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.serving import Served, data_folder, serving


@pytest.fixture(scope="session")
def first_start() -> Iterator[Served]:
    """From nothing to a desk with the demo, and stopped in order. It takes ten times as long as the next start."""
    with data_folder() as folder:
        with serving(folder) as served:
            served.stop(signal.SIGINT)
        yield served


@pytest.fixture
def with_demo(first_start: Served) -> Iterator[Path]:
    """A data folder with the demo in it, which nobody serves yet."""
    with data_folder(like=first_start.data_dir) as folder:
        yield folder


@pytest.fixture
def empty() -> Iterator[Path]:
    """A data folder yet to be made."""
    with data_folder() as folder:
        yield folder
