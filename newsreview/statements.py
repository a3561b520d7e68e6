"""How long the database takes: counted for whoever asks, and told to the log where a statement was slow.

Every connection of Django's is watched, whether a request, a job or a command uses it. What a statement was asked with
is never written down: it is article text as often as not.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

log = logging.getLogger(__name__)

LONGEST_SHOWN = 2_000  # characters of a statement


@dataclass
class Spent:
    """What statements took: how many, and seconds of waiting for them."""

    statements: int = 0
    seconds: float = 0.0


_spent: ContextVar[Spent | None] = ContextVar("spent", default=None)


@contextmanager
def counted() -> Iterator[Spent]:
    """Count what is asked within."""
    spent = Spent()
    token = _spent.set(spent)
    try:
        yield spent
    finally:
        _spent.reset(token)


def watch(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Called whenever a connection is made; the wrapper outlives it."""
    if time_statement not in connection.execute_wrappers:
        connection.execute_wrappers.append(time_statement)


def time_statement(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 -- Django's
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        seconds = time.perf_counter() - began
        if spent := _spent.get():
            spent.statements += 1
            spent.seconds += seconds
        if seconds * 1000 >= settings.SLOW_STATEMENT_MILLISECONDS:
            log.warning(
                "A statement was slow.",
                extra={"sql": str(sql)[:LONGEST_SHOWN], "database_milliseconds": round(seconds * 1000)},
            )
