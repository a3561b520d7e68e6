"""D11: migrations run on a desk with work in it, and leave its rows, spans and history as they were.

No release has been made yet whose data could be upgraded: each app goes one migration back, where that is possible, and
forward again.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from newsreview import embedded
from newsreview.projects.models import Project
from tests.commands.fingerprint import fingerprint, schema_of
from tests.commands.serving import ROOT, environment, manage
from tests.owner import as_owner

LOADER = MigrationLoader(None)
APPS = sorted(
    {
        app
        for app, _name in LOADER.disk_migrations
        if LOADER.disk_migrations[app, _name].__module__.startswith("newsreview.")
    }
)


def before_last(app: str) -> tuple[str, str | None]:
    """Where the app stood one migration ago; None: nowhere."""
    [leaf] = LOADER.graph.leaf_nodes(app)
    parents = [parent.key for parent in LOADER.graph.node_map[leaf].parents if parent.key[0] == app]
    return parents[0] if parents else (app, None)


@pytest.mark.xdist_group("demo")
@pytest.mark.parametrize("app", APPS)
def test_last_migration_of_each_app_leaves_the_work_as_it_was(kelder: Project, app: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered while one waits
        before = fingerprint(cursor.cursor)
        leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
        with transaction.atomic():
            MigrationExecutor(connection).migrate([before_last(app)])
        MigrationExecutor(connection).migrate(leaves)
        after = fingerprint(cursor.cursor)

    assert after == before
    assert before["annotation_span"][0] > 20
    assert before["annotation_edit"][0] > 100


@pytest.mark.xdist_group("serve")
def test_migration_that_is_killed_leaves_all_or_nothing_and_runs_again(with_demo: Path) -> None:
    with psycopg.connect(**embedded.start(with_demo, keep=True).dsn(), autocommit=True) as owner:
        before, schema = fingerprint(owner.cursor()), schema_of(with_demo)
        assert manage(with_demo, "migrate", "annotation", "0005").returncode == 0
        with psycopg.connect(**embedded.start(with_demo).dsn()) as other:
            other.execute("LOCK TABLE annotation_edit IN SHARE ROW EXCLUSIVE MODE")
            migrating = subprocess.Popen(
                [sys.executable, "manage.py", "migrate"],
                cwd=ROOT,
                env=environment(with_demo),
                stdout=subprocess.DEVNULL,
            )
            wait_until_it_waits(owner)
            os.kill(migrating.pid, signal.SIGKILL)
            migrating.wait()
            other.rollback()
        applied = owner.execute("SELECT max(name) FROM django_migrations WHERE app = 'annotation'").fetchone()
        assert applied == ("0006_drafts_move_to_newer_labels",)
        assert owner.execute("SELECT to_regclass('annotation_decision')").fetchone() == (None,)

        again = manage(with_demo, "migrate")

        assert again.returncode == 0, again.stderr
        assert (fingerprint(owner.cursor()), schema_of(with_demo)) == (before, schema)
    assert manage(with_demo, "check_journal").returncode == 0
    embedded.stop(with_demo)


def wait_until_it_waits(owner: psycopg.Connection) -> None:
    """In the middle of a migration, for the lock."""
    until = time.monotonic() + 60
    while not owner.execute(
        "SELECT FROM pg_locks WHERE NOT granted AND relation = 'annotation_edit'::regclass"
    ).fetchall():
        assert time.monotonic() < until
        time.sleep(0.05)
