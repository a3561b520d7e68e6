"""One moment of the database, whoever writes meanwhile: over one connection, or over several."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

READ_ONLY = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
# The limits of a verb do not fit: a reader may be slow, and each of these bounds one batch or one wait, not the whole.
# Every table is read by key and in its order, a batch at a time, which the planner cannot know right after a big
# import; and compiling so large a query takes longer than running it.
SETTINGS = """
SET LOCAL statement_timeout = '10min';
SET LOCAL idle_in_transaction_session_timeout = '10min';
SET LOCAL work_mem = '32MB';
SET LOCAL enable_seqscan = off;
SET LOCAL enable_bitmapscan = off;
SET LOCAL jit = off;
SET LOCAL TimeZone = 'UTC';
"""


@contextmanager
def one_moment(*, besides: int = 0) -> Iterator[list[BaseDatabaseWrapper]]:
    """A transaction that sees the database as it is now; it cannot be part of another one.

    It gives this thread's connection, and so many more which see the same.
    """
    own = connections[DEFAULT_DB_ALIAS]
    with transaction.atomic(durable=True), ExitStack() as others:
        with own.cursor() as cursor:
            cursor.execute(f"{READ_ONLY}; {SETTINGS}{only_reading()}")
            cursor.execute("SELECT pg_export_snapshot()")
            [snapshot] = cursor.fetchone()
        yield [own, *(others.enter_context(beside(own, snapshot)) for _ in range(besides))]


@contextmanager
def beside(own: BaseDatabaseWrapper, snapshot: str) -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own that sees the same moment."""
    other = own.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(f"{READ_ONLY}; SET TRANSACTION SNAPSHOT '{snapshot}'; {SETTINGS}{only_reading()}")
        yield other
    finally:
        other.rollback()
        other.close()


def only_reading() -> str:
    """Until its end the transaction is the export role's, which may read what exports are made of, and nothing else."""
    return f'SET LOCAL ROLE "{settings.EXPORT_ROLE}"' if settings.EXPORT_ROLE else ""
