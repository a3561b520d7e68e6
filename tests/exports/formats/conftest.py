"""The demo's export, made once for a module, and what it says as the standard library reads it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from newsreview.exports import exporting
from newsreview.exports.formats import FORMATS
from newsreview.exports.formats.format import FileFormat
from newsreview.projects.models import Project
from tests.commands.conftest import loaded  # noqa: F401 -- a fixture
from tests.exports.plain_reader import Export, read


@pytest.fixture(scope="module")
def demo_export(loaded: Project, django_db_blocker: DjangoDbBlocker) -> bytes:  # noqa: F811
    with django_db_blocker.unblock():
        return b"".join(exporting.blocks_of(loaded))


@pytest.fixture(scope="module")
def demo(demo_export: bytes) -> Export:
    return read(demo_export)


@pytest.fixture
def written(demo_export: bytes) -> Callable[..., bytes]:
    """The demo, or another export, as one file of the format."""

    def make(name: str, export: bytes = demo_export) -> bytes:
        chosen = FORMATS[name]
        assert isinstance(chosen, FileFormat)
        return b"".join(chosen.convert(export.splitlines(keepends=True)))

    return make


def marks_of(export: Export) -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """Each span with its article and its set."""
    for article in export.articles:
        for annotation_set in article["annotation_sets"]:
            for span in annotation_set["spans"]:
                yield article, annotation_set, span
