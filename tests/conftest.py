"""The database, the fixed cast, and a small article."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, TransactionTestCase
from pytest_django import DjangoDbBlocker

from newsreview import embedded
from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet
from newsreview.commands.owning import as_owner
from newsreview.commands.server import spare_the_collector
from newsreview.projects import setting_up
from newsreview.projects.models import Membership, Project, Task
from tests import cast, watching
from tests.commands.folders import empty, first_start, with_demo  # noqa: F401 -- fixtures
from tests.sessions import signed_in
from tests.sweeping import sweep
from tests.web.browser.chromium import chromium, playwright  # noqa: F401 -- fixtures

TEXT = """Ferry talks stall

“We asked for a week,” said Ada Brandt, the harbour master. “They gave us a day.”
Her deputy, Jonas Eék 👩‍👩‍👧, told 𝒳-Radio that the crossing had lost 1,200 passengers since May.

Leave a comment
"""

# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

# What of the database's work only a crash of the machine would make worth while.
WITHOUT_LOSS = ("fsync", "full_page_writes", "synchronous_commit")


def starts_the_run(config: pytest.Config) -> bool:
    """Not a worker of a parallel run."""
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """One embedded PostgreSQL for the whole run, unless DATABASE_URL names another; a database a worker."""
    watching.watch()
    if starts_the_run(config) and settings.USES_EMBEDDED_DATABASE:
        spare_the_disk(embedded.use(Path(settings.DATA_DIR)))


def spare_the_disk(cluster: embedded.Cluster) -> None:
    """Rows of tests need not outlive a power cut. Servers that tests start for themselves keep the app's settings."""
    with (cluster.data_dir / "pg18" / "postgresql.conf").open("a") as settings_of_the_server:
        settings_of_the_server.writelines(f"{name} = off\n" for name in WITHOUT_LOSS)
    os.kill(cluster.pid, signal.SIGHUP)


def pytest_collection_finish() -> None:
    spare_the_collector()


def pytest_unconfigure(config: pytest.Config) -> None:
    if starts_the_run(config):
        embedded.leave(Path(settings.DATA_DIR))
        shutil.rmtree(settings.DATA_DIR)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What tests have to say at the end, beside that they passed."""
    for report in terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", []):
        for name, sentence in report.user_properties:
            if name == "says" and report.when == "call":
                terminalreporter.write_line(sentence)


@pytest.fixture(scope="session")
def owning(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[ExitStack]:
    """While it is open, connections are the owner's: only that role makes and drops databases."""
    with ExitStack() as owner:
        owner.enter_context(as_owner())
        yield owner


@pytest.fixture(scope="session")
def django_db_modify_db_settings(owning: ExitStack) -> None:
    """The database of the tests is about to be made."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, owning: ExitStack, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Tests that commit sweep up after themselves; Django's flush would also write its permissions anew.

    At the end nobody may still use the database that is dropped: neither our pool nor a thread left behind.
    """
    owning.close()
    with pytest.MonkeyPatch.context() as instead:
        instead.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: sweep())
        yield
    owning.enter_context(as_owner())
    others = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND backend_type = 'client backend'"  # autovacuum's is not ours to end
    )
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute(f"{others} AND pid <> pg_backend_pid()")
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def kept_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a fixture of a module makes on it is there for each of its tests: what a test does is undone by a savepoint.

    What such a fixture hands out in Python, each test needs a copy of.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def nobody_else_is_called() -> Iterator[None]:
    """S10: no test makes the app reach another machine, not even where it would make nothing of the answer."""
    yield
    assert watching.tried_to_go_abroad() == []


@pytest.fixture(autouse=True)
def no_attempts() -> None:
    """What was counted of sign-ins belongs to the test before."""
    cache.clear()


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    return cast.person


@pytest.fixture
def project(db: None) -> Project:
    return setting_up.create_project(slug="ferry", name="Ferry")


@pytest.fixture
def member(project: Project) -> Callable[..., User]:
    return partial(cast.member, project)


@pytest.fixture
def annotator(member: Callable[..., User]) -> User:
    return member("annotator", Membership.Role.ANNOTATOR)


@pytest.fixture
def colleague(member: Callable[..., User]) -> User:
    return member("colleague", Membership.Role.ANNOTATOR)


@pytest.fixture
def reviewer(member: Callable[..., User]) -> User:
    return member("reviewer", Membership.Role.REVIEWER)


@pytest.fixture
def manager(member: Callable[..., User]) -> User:
    return member("manager", Membership.Role.MANAGER)


@pytest.fixture
def ml_client(member: Callable[..., User]) -> User:
    return member("mlclient", Membership.Role.ML)


@pytest.fixture
def stranger(person: Callable[..., User]) -> User:
    return person("stranger")


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    return signed_in


@pytest.fixture
def make_task(project: Project) -> Callable[..., Task]:
    """A task on an article with this text; the outlet is named “Harbour Post” unless told otherwise."""

    def make(text: str = TEXT, **fields: Any) -> Task:
        return cast.task_on(project, text, **fields)

    return make


@pytest.fixture
def task(make_task: Callable[..., Task]) -> Task:
    return make_task()


@pytest.fixture
def draft(task: Task, annotator: User) -> AnnotationSet:
    """The annotator's set of the task, still empty."""
    return taking.take(task=task, person=annotator)
