"""The server that `serve` runs: gunicorn, in this process, which forks its workers and replaces those that die.

One of them carries out jobs, the others answer requests. Each also looks after the embedded database: the first to see
that it died starts it again.
"""

import errno
import gc
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from newsreview import embedded
from newsreview.commands.working import JobWorker

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 1.0
FEWEST = 2  # one answers requests, the other carries out jobs


class AddressTakenError(Exception):
    """The address cannot be listened on. The message says what to do."""


def default_workers() -> int:
    """A process for each processor: at least two, so that one may die; at most six, for the database's sake."""
    return min(6, max(2, os.cpu_count() or 1))


def listen(host: str, port: int) -> socket.socket:
    """A socket for the server; port 0 takes any that is free. Raises AddressTakenError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sentence = (
                f"Port {port} of {host} is taken: stop what uses it, or choose another: make serve PORT={port + 1}"
            )
        else:
            sentence = (
                f"Cannot listen on {host}, port {port}: {error}. Choose others: make serve HOST=127.0.0.1 PORT=8000"
            )
        raise AddressTakenError(sentence) from error


def local_url(listener: socket.socket) -> str:
    """Where a browser on this machine finds the app, without a slash at the end."""
    host, port = listener.getsockname()[:2]
    if ip_address(host).is_unspecified:
        host = "::1" if ":" in host else "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Server(BaseApplication):  # type: ignore[misc]
    """`when_ready` and `when_stopped` are called in this process, never in a worker."""

    def __init__(
        self,
        *,
        listener: socket.socket,
        workers: int,
        threads: int,
        when_ready: Callable[[], None],
        when_stopped: Callable[[], None],
    ) -> None:
        self.options = {
            "bind": f"fd://{listener.detach()}",
            "worker_class": "gthread",
            "workers": workers + 1,  # the one that carries out jobs
            "threads": threads,
            "preload_app": True,
            "loglevel": "warning",
            "logger_class": OurLog,
            "errorlog": None,
            "graceful_timeout": 15,
            "control_socket_disable": True,
            "when_ready": lambda _arbiter: when_ready(),
            "on_exit": lambda _arbiter: when_stopped(),
            "post_worker_init": prepare_worker,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return get_wsgi_application()

    def run(self) -> None:
        Supervisor(self).run()


class OurLog(Logger):  # type: ignore[misc]
    """The server's own lines go where the app's go, in the same form."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.propagate = True


class Supervisor(Arbiter):  # type: ignore[misc]
    """Sees to it that always one of its workers carries out jobs, and another answers requests."""

    @property
    def has_job_worker(self) -> bool:
        return any(isinstance(worker, JobWorker) for worker in self.WORKERS.values())

    def spawn_worker(self) -> Any:
        self.worker_class = self.cfg.worker_class if self.has_job_worker else JobWorker
        return super().spawn_worker()

    def manage_workers(self) -> None:
        """Told to load anew (SIGHUP) or to have fewer (SIGTTOU), gunicorn ends the oldest, whatever they do."""
        super().manage_workers()
        if not self.has_job_worker:
            self.spawn_worker()

    def stop(self, graceful: bool = True) -> None:  # noqa: FBT001, FBT002 -- gunicorn's
        """Whoever had to be killed holds the database until they have gone."""
        super().stop(graceful)
        for worker in list(self.WORKERS):
            with suppress(ChildProcessError):  # gone already
                os.waitpid(worker, 0)

    def handle_ttou(self) -> None:
        if self.num_workers > FEWEST:
            super().handle_ttou()


def prepare_worker(_worker: object) -> None:
    # Ctrl-C reaches every process of the terminal; only the server's decides what becomes of the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    spare_the_collector()
    if settings.USES_EMBEDDED_DATABASE:
        threading.Thread(target=watch_database, args=[Path(settings.DATA_DIR)], daemon=True).start()


def spare_the_collector() -> None:
    """What is loaded now stays: to look through it for garbage would hold up one request in fifty for 0.1 s.

    An answer about a long article makes some ten thousand objects that its end frees without the collector.
    """
    get_resolver().url_patterns  # noqa: B018 -- loads the views
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def watch_database(data_dir: Path) -> None:
    """Start the embedded database again whenever it has died. What was stopped on purpose stays stopped."""
    said = ""
    while True:
        time.sleep(SECONDS_BETWEEN_LOOKS)
        try:
            embedded.use(data_dir)
            said = ""
        except embedded.EmbeddedError as error:
            if said != (said := str(error)):
                log.error("%s", error)  # noqa: TRY400 -- the sentence says it all, once
