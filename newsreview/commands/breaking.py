"""Migrations that older code cannot live with, told to that code by a table of the database. (D12)

A migration that takes something away, or gives it another meaning, says `breaking = True` in its class. `migrate` notes
it before it runs: the note counts once the migration is applied, so that a `migrate` killed between the two misleads
nobody.
"""

from django.db import connection
from django.db.migrations.loader import MigrationLoader

TABLE = "newsreview_breaking_migrations"
MAKE = f"CREATE TABLE IF NOT EXISTS {TABLE} (app text NOT NULL, name text NOT NULL, PRIMARY KEY (app, name))"
NOTE = f"INSERT INTO {TABLE} (app, name) VALUES (%s, %s) ON CONFLICT DO NOTHING"  # noqa: S608 -- no words from outside
NOTED = f"SELECT app, name FROM {TABLE}"  # noqa: S608


def note_breaking() -> None:
    """Those that this code knows. Only the owner can."""
    known = MigrationLoader(connection).disk_migrations.values()
    with connection.cursor() as cursor:
        cursor.execute(MAKE)
        for migration in known:
            if getattr(migration, "breaking", False):
                cursor.execute(NOTE, [migration.app_label, migration.name])


def unknown_migrations() -> tuple[list[str], list[str]]:
    """“app.name” of those that only a newer code can have applied here: what breaks this code, and the others."""
    loader = MigrationLoader(connection)
    replaced = {old for migration in loader.disk_migrations.values() for old in migration.replaces}
    unknown = set(loader.applied_migrations) - set(loader.disk_migrations) - replaced
    breaking = unknown & noted()
    return named(breaking), named(unknown - breaking)


def noted() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return set()
        cursor.execute(NOTED)
        return set(cursor.fetchall())


def named(migrations: set[tuple[str, str]]) -> list[str]:
    return [f"{app}.{name}" for app, name in sorted(migrations)]
