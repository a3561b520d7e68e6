"""The demo story, loaded once for a module, since its two hundred verbs take seconds."""

import pytest

from newsreview.commands import demo
from newsreview.projects.models import Project


@pytest.fixture(scope="module")
def loaded(kept_rows: None) -> Project:
    return demo.load()


@pytest.fixture
def kelder(loaded: Project, db: None) -> Project:
    """The demo's project. What a test does to it is undone by a savepoint."""
    return Project.objects.get(pk=loaded.pk)
