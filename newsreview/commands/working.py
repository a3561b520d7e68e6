"""The process of the server that carries out jobs, beside those that answer requests.

A worker of gunicorn's like them: forked from the process that has loaded the app, replaced when it dies, killed when it
hangs, and told to end when the server does. The job in hand is finished first.
"""

import asyncio
import logging
import os
import signal
from contextlib import suppress

from gunicorn.workers.base import Worker  # type: ignore[import-untyped]
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from psycopg import OperationalError

log = logging.getLogger(__name__)

SECONDS_BETWEEN_TRIES = 1.0
SECONDS_BETWEEN_LOOKS = 0.2


class JobWorker(Worker):  # type: ignore[misc]
    def init_signals(self) -> None:
        """From the first moment on, to be told to end is noted: the loop that looks may not run yet."""
        super().init_signals()
        for number in (signal.SIGTERM, signal.SIGQUIT):
            signal.signal(number, self.handle_exit)

    def run(self) -> None:
        for listener in self.sockets:  # it answers nobody
            listener.close()
        with suppress(asyncio.CancelledError):
            asyncio.run(self.work())

    async def work(self) -> None:
        """Tell the server that this process lives, until it is told to end or nobody would tell it."""
        jobs = asyncio.create_task(self.carry_out_jobs())
        while self.alive and os.getppid() == self.ppid and not jobs.done():
            self.notify()
            await asyncio.wait({jobs}, timeout=SECONDS_BETWEEN_LOOKS)
        jobs.cancel()
        while not jobs.done():  # with the job in hand
            self.notify()
            await asyncio.wait({jobs}, timeout=SECONDS_BETWEEN_LOOKS)
        await jobs

    async def carry_out_jobs(self) -> None:
        """Until cancelled. A database that does not answer is asked again.

        A connection that is just being made may turn the cancelling into an error of its own: who is told to end does
        not begin anew.
        """
        said = ""
        while self.alive:
            connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4)
            try:
                with app.replace_connector(connector) as ours:
                    async with ours.open_async():
                        await ours.run_worker_async(install_signal_handlers=False)
            except (ConnectorException, OperationalError) as error:
                if said != (said := str(error)):  # asked each second, told once
                    log.warning("Jobs wait for the database: %s", error)
            await asyncio.sleep(SECONDS_BETWEEN_TRIES)
