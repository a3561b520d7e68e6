"""Which processes serve a cluster. Never trusts a process id alone: ids are used again after a reboot."""

import os
import struct
from dataclasses import dataclass
from pathlib import Path

import psutil
from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from newsreview.embedded.folders import PORT

SECONDS_BETWEEN_CLOCKS = 5
SHUT_DOWN = 1


@dataclass(frozen=True)
class Postmaster:
    pid: int
    socket_dir: Path | None
    state: str  # "starting", "ready", "stopping"; empty at the very beginning


def find_postmaster(cluster: Path) -> Postmaster | None:
    """The living postmaster of a cluster (an absolute path without links), whoever started it."""
    try:
        lines = os.fsdecode((cluster / "postmaster.pid").read_bytes()).splitlines()
        pid, started = int(lines[0]), int(lines[2])
    except (FileNotFoundError, NotADirectoryError, ValueError, IndexError):
        return None
    if not _is_postmaster(pid, started, cluster):
        return None
    socket_dir = Path(lines[4]) if len(lines) > 4 and lines[4] else None
    return Postmaster(pid=pid, socket_dir=socket_dir, state=lines[7].strip() if len(lines) > 7 else "")


def ended_in_order(cluster: Path) -> bool:
    """As the server itself has written down: one that died leaves its lock file, but not if it failed to recover too.

    `global/pg_control` begins with the system's identifier (8 bytes), two versions (4 each), and the state.
    """
    if (cluster / "postmaster.pid").exists():
        return False
    [state] = struct.unpack_from("=i", (cluster / "global" / "pg_control").read_bytes(), 16)
    return bool(state == SHUT_DOWN)


def processes_in(cluster: Path) -> list[int]:
    """Ids of PostgreSQL's processes that work in a cluster: all of them have it as their working directory."""
    return [
        process.pid
        for process in psutil.process_iter(["name", "cwd", "status"])
        if process.info["name"] in {"postgres", "pg_ctl"}
        and process.info["cwd"] == str(cluster)
        and process.info["status"] != psutil.STATUS_ZOMBIE
    ]


def ask(socket_dir: Path | None, *, role: str) -> Ping:
    """What a new client would meet: OK, REJECT (starting, recovering, stopping) or NO_RESPONSE. Takes milliseconds."""
    if socket_dir is None:
        return Ping.NO_RESPONSE
    # With a role and a database that exist, else the server's log fills with refusals.
    conninfo = make_conninfo(host=str(socket_dir), port=PORT, user=role, dbname=role, connect_timeout=5)
    return Ping(PGconn.ping(conninfo.encode()))


def clear_stale_lock(path: Path) -> None:
    """Remove a lock file of PostgreSQL which it would take for a living server's. Only after proof that none lives.

    PostgreSQL itself removes the lock of a process that is gone, after a look at its shared memory: that is left to it.
    What it cannot know is that the id now belongs to another program, or what a cut-off file means.
    """
    try:
        misleads = psutil.pid_exists(abs(int(path.read_bytes().splitlines()[0])))
    except FileNotFoundError:
        return
    except (ValueError, IndexError, OverflowError):
        misleads = True
    if misleads:
        path.unlink()


def _is_postmaster(pid: int, started: int, cluster: Path) -> bool:
    try:
        process = psutil.Process(pid)
        with process.oneshot():
            return (
                process.status() != psutil.STATUS_ZOMBIE
                and process.name() == "postgres"
                and str(cluster) in process.cmdline()
                # A clock that was set after the start moves create_time(); the working directory does not move.
                and (abs(process.create_time() - started) <= SECONDS_BETWEEN_CLOCKS or process.cwd() == str(cluster))
            )
    except (psutil.Error, ValueError, OverflowError):
        return False
