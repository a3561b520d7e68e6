"""What only the database's owner may do, in the middle of a test."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction


@contextmanager
def as_owner() -> Iterator[None]:
    """On the connection of the test, in a transaction: what fails leaves nothing behind, nor a right."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        yield
        cursor.execute(f"SET LOCAL ROLE {settings.APP_ROLE}")
