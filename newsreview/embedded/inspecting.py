"""Whether tables and indexes on the disk are whole: PostgreSQL's own `amcheck`, over everything in the database. (D14)

A damaged index finds too little, or what is gone, and lets a duplicate in: nothing else would tell of it.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
from psycopg import sql

from newsreview.embedded.folders import CLUSTER, cluster_in
from newsreview.embedded.locks import held_alone
from newsreview.embedded.roles import DATABASE, superuser
from newsreview.embedded.supervising import start

# Of every index that is in use, with the table; what a session keeps for itself is not there for others to read.
INDEXES = """
SELECT i.indexrelid::regclass::text, i.indrelid::regclass::text, am.amname
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am am ON am.oid = c.relam
 WHERE am.amname IN ('btree', 'gin') AND c.relpersistence = 'p' AND i.indisvalid AND i.indisready
 ORDER BY 1
"""
TABLES = """
SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'm', 't') AND relpersistence = 'p' ORDER BY 1
"""
# Each entry of the table is looked for in the index, too; writing goes on meanwhile.
CHECKS = {
    "btree": "SELECT bt_index_check(%s::regclass, heapallindexed => true)",
    "gin": "SELECT gin_index_check(%s::regclass)",
}
CHECK_TABLE = "SELECT msg FROM verify_heapam(%s::regclass) LIMIT 1"


def damage_in(data_dir: Path, *, go_on: Callable[[], object] = lambda: None) -> Iterator[str]:
    """A sentence for each table or index that is damaged, and what to do. Takes as long as reading it all.

    `go_on` is called before each of them, and may raise. `amcheck` is there for this transaction only: a dump knows
    nothing of it.
    """
    start(data_dir)
    with ExitStack() as session:
        with held_alone(data_dir / f"{CLUSTER}.lock"):
            connection = session.enter_context(superuser(cluster_in(data_dir), DATABASE))
        with connection.transaction(force_rollback=True):
            connection.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
            for [table] in connection.execute(TABLES).fetchall():
                go_on()
                if wrong := told(connection, CHECK_TABLE, table):
                    yield f"The table {table} is damaged: {wrong}. Keep this folder, and restore the last good backup."
            for index, table, kind in connection.execute(INDEXES).fetchall():
                go_on()
                if wrong := told(connection, CHECKS[kind], index):
                    yield (
                        f"The index {index} of {table} is damaged: {wrong}. "
                        f"Make it anew: REINDEX INDEX CONCURRENTLY {index}; then check again."
                    )


def told(connection: psycopg.Connection, check: str, name: str) -> str:
    """What is wrong, or nothing."""
    try:
        with connection.transaction():
            row = connection.execute(sql.SQL(check), [name]).fetchone()
    except psycopg.Error as error:
        return str(error).splitlines()[0]
    return str(row[0]) if row and row[0] else ""
