"""D12: a code that does not know what a newer one did to the database keeps off, where that is marked as breaking."""

from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import DeleteModel, RemoveField, RenameField, RenameModel

from newsreview import embedded
from newsreview.commands import breaking, starting
from tests.commands.serving import load_wsgi, manage
from tests.owner import as_owner

TAKES_AWAY = (DeleteModel, RemoveField, RenameField, RenameModel)
APPLIED = "INSERT INTO django_migrations (app, name, applied) VALUES ('annotation', '0999_of_a_newer_one', now())"
NOTED = f"INSERT INTO {breaking.TABLE} VALUES ('annotation', '0999_of_a_newer_one')"


@pytest.fixture
def newer(db: None) -> None:
    """A newer code has been here."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(APPLIED)


def note() -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(NOTED)


def test_migrations_that_take_something_away_are_marked() -> None:
    ours = [migration for migration in MigrationLoader(None).disk_migrations.values() if is_ours(migration)]
    taking = {migration for migration in ours if any(isinstance(step, TAKES_AWAY) for step in migration.operations)}

    assert {str(migration) for migration in taking if not getattr(migration, "breaking", False)} == set()
    assert len(taking) >= 2


def is_ours(migration: object) -> bool:
    return type(migration).__module__.startswith("newsreview.")


def test_what_is_marked_is_noted_in_the_database(db: None) -> None:
    marked = {(m.app_label, m.name) for m in MigrationLoader(None).disk_migrations.values() if hasattr(m, "breaking")}

    assert breaking.noted() == marked
    assert ("notices", "0002_notices_are_marked_as_mailed") in marked


def test_database_of_this_code_holds_nothing_unknown(db: None) -> None:
    assert breaking.unknown_migrations() == ([], [])
    assert starting.refuse_newer_database() == []


def test_unknown_migration_is_told_and_worked_beside(newer: None) -> None:
    (warning,) = starting.refuse_newer_database()

    assert "has applied annotation.0999_of_a_newer_one" in warning


def test_breaking_one_is_refused(newer: None) -> None:
    note()

    with pytest.raises(starting.NotReadyError, match=r"does not know: annotation\.0999_of_a_newer_one"):
        starting.refuse_newer_database()


def test_note_of_what_was_never_applied_misleads_nobody(db: None) -> None:
    note()

    assert starting.refuse_newer_database() == []


@pytest.mark.xdist_group("serve")
def test_every_door_keeps_off(with_demo: Path) -> None:
    with psycopg.connect(**embedded.start(with_demo, keep=True).dsn(), autocommit=True) as owner:
        for statement in (APPLIED, NOTED):
            owner.execute(statement)

    commands = (["serve", "--port", "0"], ["migrate"], ["load_demo"], ["procrastinate", "worker"])
    starts = [load_wsgi(with_demo), *(manage(with_demo, *command) for command in commands)]
    embedded.stop(with_demo)

    assert [start.returncode for start in starts] == [1] * 5
    for start in starts:
        assert "A newer newsreview has changed the database" in start.stderr
