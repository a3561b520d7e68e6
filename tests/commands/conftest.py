"""The demo story, loaded once for a module, since its two hundred verbs take seconds."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from newsreview.commands import demo
from newsreview.projects.models import Project


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Project]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield demo.load()
        transaction.set_rollback(True)


@pytest.fixture
def kelder(loaded: Project, db: None) -> Project:
    """The demo's project. What a test does to it is undone by a savepoint."""
    return Project.objects.get(pk=loaded.pk)
