"""Who uses the server of a data folder: the last process to leave stops it, unless it was started to stay.

Every process that uses it holds a shared lock, which the kernel takes back however the process ends. A process that is
killed stops nothing: the next one to use the database attaches to the server and takes its place.
"""

import atexit
import logging
import os
import threading
from pathlib import Path
from typing import Any

from newsreview.embedded.errors import EmbeddedError, StoppedOnPurposeError
from newsreview.embedded.folders import CLUSTER, PORT, cluster_in, make_data_dir
from newsreview.embedded.locks import held_alone_now, hold_shared
from newsreview.embedded.postmaster import find_postmaster
from newsreview.embedded.roles import APP, DATABASE
from newsreview.embedded.supervising import Cluster, Progress, attached, start, stays, stop, was_stopped

log = logging.getLogger(__name__)
_holds: dict[Path, int] = {}
_one_thread = threading.Lock()


def use(data_dir: Path, *, progress: Progress = log.warning) -> Cluster:
    """Start the server, or attach to it, and hold it until this process ends or calls leave().

    Called again it recovers a server that died meanwhile, and raises StoppedOnPurposeError for one that was stopped.
    """
    data_dir = make_data_dir(data_dir)
    with _one_thread:
        if data_dir not in _holds:
            _holds[data_dir] = hold_shared(data_dir / f"{CLUSTER}.users")
            atexit.register(leave, data_dir)
        elif cluster := attached(data_dir):
            return cluster
        elif was_stopped(data_dir):
            raise StoppedOnPurposeError(folder=cluster_in(data_dir))
        return start(data_dir, progress=progress)


def leave(data_dir: Path) -> bool:
    """Let go of the server; True when nobody else held it and it was stopped."""
    data_dir = data_dir.expanduser().resolve()
    with _one_thread:
        if (hold := _holds.pop(data_dir, None)) is None:
            return False
        atexit.unregister(leave)
        for held in _holds:
            atexit.register(leave, held)
        os.close(hold)  # never LOCK_UN: a fork's parent shares this lock
    return _stop_if_unused(data_dir)


def _stop_if_unused(data_dir: Path) -> bool:
    if not data_dir.is_dir():
        return False
    try:
        # Whoever wants to use it now waits for this lock, and then starts it anew.
        with held_alone_now(data_dir / f"{CLUSTER}.users") as unused:
            postmaster = find_postmaster(cluster_in(data_dir))
            if not unused or postmaster is None or stays(data_dir, postmaster.pid):
                return False
            return stop(data_dir, progress=log.debug)
    except EmbeddedError as error:
        log.warning("%s", error)
        return False


class ServerSocket(os.PathLike[str]):
    """The folder of the server's socket, as a database's HOST: who asks where it is has the server started.

    So the settings can be read without a server, and every new connection finds one, recovered if need be.
    """

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._used = False

    def __bool__(self) -> bool:
        """Django asks this in the thread that wants a connection: errors surface there, and not in a pool's worker."""
        if not self._used:
            use(self.data_dir)
            self._used = True
        return True

    def __fspath__(self) -> str:
        return str(use(self.data_dir).socket_dir)

    __str__ = __fspath__

    def __repr__(self) -> str:
        return f"ServerSocket({str(self.data_dir)!r})"


def django_settings(data_dir: Path) -> dict[str, Any]:
    """NAME, USER (the app's role), HOST and PORT of Django's DATABASES. Starts nothing: the first connection does."""
    return {"NAME": DATABASE, "USER": APP, "HOST": ServerSocket(data_dir), "PORT": str(PORT)}
