"""Databases beside the app's: for trying a backup, for restoring one, and for keeping what was there before."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import psycopg
from psycopg import sql

from newsreview.backups.errors import AtWork, InUse, MayNotMakeDatabases
from newsreview.backups.owner import Server

ELSEWHERE = "postgres"  # a database that every server has; nobody can rename the one he is in
TRIAL, RESTORING, BEFORE = "_trial", "_restoring", "_before_restore_"
ONE_AT_A_TIME = 0x6E72_0005

# What the new database has to have of the old one, or texts would be sorted otherwise.
LOCALE = """
SELECT pg_encoding_to_char(encoding) AS encoding, datcollate, datctype, datlocprovider::text AS provider,
       coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') AS locale
  FROM pg_database d WHERE datname = %s
"""
OTHERS = """
SELECT count(*) FROM pg_stat_activity
 WHERE datname = %s AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@contextmanager
def alone(server: Server) -> Iterator[psycopg.Connection]:
    """A connection from which databases are made and renamed, while no other backup or restore does so.

    What a killed one has left is removed. Raises AtWork and MayNotMakeDatabases.
    """
    with server.connect(ELSEWHERE) as connection:
        connection.execute("SET idle_session_timeout = 0")
        if not _value(connection, "SELECT pg_try_advisory_lock(%s)", ONE_AT_A_TIME):
            raise AtWork("Another backup or restore is at work on this database. Wait until it is done.")
        if not _value(connection, "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"):
            raise MayNotMakeDatabases(
                f"The role {server.user} may not make databases, so nothing can be restored beside what is there. "
                f"As an administrator of the server: ALTER ROLE {server.user} CREATEDB."
            )
        for left in (TRIAL, RESTORING):
            drop(connection, server.database + left)
        yield connection


def create(connection: psycopg.Connection, name: str, *, like: str) -> None:
    with connection.cursor(row_factory=psycopg.rows.dict_row) as cursor:
        told = cursor.execute(LOCALE, [like]).fetchone()
    assert told is not None  # noqa: S101 -- it is the app's database
    options = [("ENCODING", told["encoding"]), ("LC_COLLATE", told["datcollate"]), ("LC_CTYPE", told["datctype"])]
    if told["provider"] in PROVIDERS:
        word, of = PROVIDERS[told["provider"]]
        options += [("LOCALE_PROVIDER", word), (of, told["locale"])]
    said = sql.SQL(" ").join(sql.SQL(f"{word} {{}}").format(value) for word, value in options)
    connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 {}").format(sql.Identifier(name), said))


PROVIDERS = {"b": ("builtin", "BUILTIN_LOCALE"), "i": ("icu", "ICU_LOCALE")}


def drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def exists(connection: psycopg.Connection, name: str) -> bool:
    return bool(_value(connection, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = %s)", name))


def kept_before(connection: psycopg.Connection, database: str) -> list[str]:
    """What restoring has put aside, oldest first."""
    found = connection.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY datname", [database + BEFORE]
    )
    return [name for (name,) in found]


def refuse_company(connection: psycopg.Connection, database: str) -> None:
    """Raises InUse while anybody is connected."""
    if others := _value(connection, OTHERS, database):
        raise InUse(
            f"The database {database} is in use by {others} connections. Stop the app (and whatever else works with "
            "it), then restore."
        )


def swap(connection: psycopg.Connection, database: str, *, at: datetime) -> str:
    """The restored database takes the place of the app's, in one transaction: before it the old one stands, after it
    the new one. Returns what the old one is called now. Raises InUse."""
    before = f"{database}{BEFORE}{at:%Y%m%d_%H%M%S}"
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}").format
    try:
        with connection.transaction():
            connection.execute(rename(sql.Identifier(database), sql.Identifier(before)))
            connection.execute(rename(sql.Identifier(database + RESTORING), sql.Identifier(database)))
    except psycopg.errors.ObjectInUse as error:
        raise InUse(f"Somebody has begun to work with the database {database} meanwhile. Stop the app.") from error
    return before


def _value(connection: psycopg.Connection, query: str, *values: object) -> object:
    row = connection.execute(query, values).fetchone()
    return row[0] if row else None
