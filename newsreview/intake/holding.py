"""Who has an import in hand: a lock of their connection to the database, which is let go whatever happens to them."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection

from newsreview.intake.models import Import


class Busy(Exception):
    """Somebody else has this import in hand."""


@contextmanager
def alone(of: Import) -> Iterator[None]:
    """Raises Busy: a worker that is taken for dead may live."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [of.lock])
        if cursor.fetchone() != (True,):
            raise Busy
        try:
            yield
        finally:
            with suppress(DatabaseError):  # a connection that is gone has let it go
                cursor.execute("SELECT pg_advisory_unlock(%s)", [of.lock])
