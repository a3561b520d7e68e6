"""Working as the database's owner: for what makes, changes or drops tables, and for nothing else.

Served requests, jobs and commands work as the app's role, which can do none of that (granting.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection

from newsreview.commands.starting import NotReadyError, close_connections

# Commands that do nothing but what only the owner may. `migrate` and `serve` become the owner for a part of their work.
AS_OWNER = frozenset({"remove_demo"})


def become_owner() -> dict[str, Any]:
    """From now on this process connects as the owner; what it connected as before. Raises NotReadyError.

    Not inside a transaction: its connections are closed. Where the app's role is the owner, nothing changes.
    """
    if settings.EXPORT_ROLE and not settings.DATABASE_OWNER:
        raise NotReadyError(
            f"{settings.APP_ROLE}, as whom DATABASE_URL connects, may not do this: it is for the database's owner. "
            "Set DATABASE_OWNER_URL for this command alone; the served app does not need it."
        )
    before = {key: connection.settings_dict[key] for key in settings.DATABASE_OWNER}
    if before != settings.DATABASE_OWNER:
        close_connections()
        connection.settings_dict.update(settings.DATABASE_OWNER)
    return before


@contextmanager
def as_owner() -> Iterator[None]:
    before = become_owner()
    try:
        yield
    finally:
        if before != settings.DATABASE_OWNER:
            close_connections()
            connection.settings_dict.update(before)
