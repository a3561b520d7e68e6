from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.serving import data_folder


@pytest.fixture
def empty() -> Iterator[Path]:
    with data_folder() as folder:
        yield folder
