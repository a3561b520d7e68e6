"""What is killed, with kill -9 and in the middle of work. Only processes that the test has started."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import psutil

from newsreview import embedded
from newsreview.embedded.postmaster import processes_in
from tests.commands.serving import Served

SECONDS_TO_REPLACE = 30.0


def kill_all(processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):  # the rest may follow their postmaster before their turn comes
            process.kill()


def job_worker(served: Served) -> psutil.Process:
    """The one of the server's processes that does not hold its listening socket; waits for it where it was killed."""
    port, end = int(served.url.rpartition(":")[2]), time.monotonic() + SECONDS_TO_REPLACE
    while True:
        try:
            [found] = [process for process in served.workers() if not listens(process, port)]
        except (ValueError, psutil.NoSuchProcess):
            assert time.monotonic() < end
            time.sleep(0.05)
        else:
            return found


def listens(process: psutil.Process, port: int) -> bool:
    lines = process.net_connections("tcp")
    return any(line.status == psutil.CONN_LISTEN and line.laddr.port == port for line in lines)


def kill_a_web_worker(served: Served, chance: Random) -> None:
    others = [process for process in served.workers() if process != job_worker(served)]
    kill_all([chance.choice(others)])


def kill_the_job_worker(served: Served, _chance: Random) -> None:
    kill_all([job_worker(served)])


def postmaster_of(data_dir: Path) -> psutil.Process:
    pid = embedded.status(data_dir).pid
    assert pid is not None
    return psutil.Process(pid)


def kill_the_postmaster(served: Served, _chance: Random) -> None:
    """It alone: its backends see that for themselves, and end."""
    kill_all([postmaster_of(served.data_dir)])


def kill_a_backend(served: Served, chance: Random) -> None:
    """PostgreSQL then ends all others too, and recovers by itself."""
    kill_all([chance.choice(backends_of(served.data_dir))])


def backends_of(data_dir: Path) -> list[psutil.Process]:
    return [process for process in postmaster_of(data_dir).children() if "newsreview" in " ".join(process.cmdline())]


def kill_the_whole_database(served: Served, _chance: Random) -> None:
    """The postmaster and everything it has started, at once."""
    cluster = embedded.status(served.data_dir).folder
    kill_all([psutil.Process(pid) for pid in processes_in(cluster)])


Killer = Callable[[Served, Random], None]
KILLERS: dict[str, Killer] = {
    "web worker": kill_a_web_worker,
    "job worker": kill_the_job_worker,
    "backend": kill_a_backend,
    "postmaster": kill_the_postmaster,
    "whole database": kill_the_whole_database,
}
