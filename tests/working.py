"""The worker, carrying out jobs on the connection of a test: inside its transaction, so that nothing is left behind."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from asgiref.sync import async_to_sync
from django.db import DEFAULT_DB_ALIAS, connection, connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

JSONB = 3802
T = TypeVar("T")


class OnThisConnection(DjangoConnector):
    def _dictfetch(self, cursor: Any) -> Iterator[dict[str, Any]]:
        """Django leaves JSON a string outside of its own fields; a worker's own connection reads it."""
        written = {column.name for column in cursor.description if column.type_code == JSONB}
        for row in super()._dictfetch(cursor):
            yield row | {name: json.loads(row[name]) for name in written if row[name] is not None}


def aside(act: Callable[[], T]) -> T:
    """In a thread of its own, on this connection: the event loop of this thread may be Playwright's."""
    ours = connections[DEFAULT_DB_ALIAS]

    def work() -> T:
        connections[DEFAULT_DB_ALIAS] = ours
        return act()

    ours.inc_thread_sharing()
    try:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(work).result()
    finally:
        ours.dec_thread_sharing()


def carry_out_jobs() -> None:
    """Until none waits. Nobody closes the connection between two of them."""
    aside(work_off)


def carry_out_jobs_beside_a_browser() -> None:
    """On a connection of its own, as the server's threads have theirs."""

    def work() -> None:
        work_off()
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


def work_off() -> None:
    alone: Any = {"wait": False, "listen_notify": False, "install_signal_handlers": False, "task_middleware": []}
    with app.replace_connector(OnThisConnection()) as ours:
        async_to_sync(ours.run_worker_async)(**alone)
