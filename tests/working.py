"""The worker, carrying out jobs on the connection of a test: inside its transaction, so that nothing is left behind."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

JSONB = 3802


class OnThisConnection(DjangoConnector):
    def _dictfetch(self, cursor: Any) -> Iterator[dict[str, Any]]:
        """Django leaves JSON a string outside of its own fields; a worker's own connection reads it."""
        written = {column.name for column in cursor.description if column.type_code == JSONB}
        for row in super()._dictfetch(cursor):
            yield row | {name: json.loads(row[name]) for name in written if row[name] is not None}


def carry_out_jobs() -> None:
    """Until none waits. Nobody closes the connection between two of them."""
    alone: Any = {"wait": False, "listen_notify": False, "install_signal_handlers": False, "task_middleware": []}
    with app.replace_connector(OnThisConnection()) as ours:
        async_to_sync(ours.run_worker_async)(**alone)


def carry_out_jobs_beside_a_browser() -> None:
    """In a thread of its own: this one's event loop is Playwright's."""

    def work() -> None:
        carry_out_jobs()
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()
