"""What a database holds, as numbers that two databases can be compared by: a count and a digest for each table.

A row's digest is the SHA-256 of how PostgreSQL writes the row; a table's is the sum of these, so that nothing has to be
sorted or kept. Equal sums mean equal rows unless somebody has aimed at it: damage is found, forgery is not.
"""

import psycopg
from psycopg import sql

from newsreview.backups.manifest import Contents, Table

# Whoever restores a backup signs in anew, and whoever steals one gets nobody's session.
LEFT_OUT = ("accounts_session", "django_session")

TABLES = """
SELECT relname FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname
"""

DIGEST = """
SELECT count(*), coalesce(sum(('x' || left(hex, 16))::bit(64)::bigint), 0),
       coalesce(sum(('x' || substr(hex, 17, 16))::bit(64)::bigint), 0)
  FROM (SELECT encode(sha256(convert_to(r::text, 'UTF8')), 'hex') FROM {} r) AS digests (hex)
"""

# Kinds of constraint that every PostgreSQL since 15 counts the same way; 18 counts NOT NULL as well.
GUARDS = """
SELECT (SELECT count(*) FROM pg_constraint
         WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'p', 'u', 'x')),
       (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('i', 'I')),
       (SELECT count(*) FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
         WHERE c.relnamespace = 'public'::regnamespace AND NOT tgisinternal),
       (SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace)
"""


def contents_of(connection: psycopg.Connection) -> Contents:
    """Of the moment that the connection's transaction sees."""
    tables = {name: _table(connection, name) for (name,) in connection.execute(TABLES).fetchall()}
    counts = connection.execute(GUARDS).fetchone()
    assert counts is not None  # noqa: S101 -- it is an aggregate
    return Contents(tables, dict(zip(("constraints", "indexes", "triggers", "functions"), counts, strict=True)))


def has_tables(connection: psycopg.Connection) -> bool:
    return connection.execute(TABLES).fetchone() is not None


def _table(connection: psycopg.Connection, name: str) -> Table:
    if name in LEFT_OUT:
        return Table(rows=0, digest=_in_hex(0, 0))
    row = connection.execute(sql.SQL(DIGEST).format(sql.Identifier("public", name))).fetchone()
    assert row is not None  # noqa: S101 -- it is an aggregate
    return Table(rows=row[0], digest=_in_hex(int(row[1]), int(row[2])))


def _in_hex(*sums: int) -> str:
    return "".join(f"{number % 2**64:016x}" for number in sums)
