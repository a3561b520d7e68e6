"""Start, stop, look: what is done to a cluster, by one process at a time."""

import logging
import shlex
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypedDict

from psycopg.pq import Ping

from newsreview import room
from newsreview.embedded import ballast
from newsreview.embedded.account import Account, account_for
from newsreview.embedded.creating import create_cluster, sweep_unfinished
from newsreview.embedded.errors import (
    ClusterBusyError,
    DiskFullError,
    ProgramFailedError,
    StartFailedError,
    StopFailedError,
)
from newsreview.embedded.folders import (
    CLUSTER,
    PORT,
    check_version,
    cluster_in,
    holds_cluster,
    make_data_dir,
    settle_place,
    settle_socket_dir,
)
from newsreview.embedded.locks import held_alone
from newsreview.embedded.postmaster import (
    Postmaster,
    ask,
    clear_stale_lock,
    ended_in_order,
    find_postmaster,
    processes_in,
)
from newsreview.embedded.programs import programs_for, remove_old_copies
from newsreview.embedded.roles import DATABASE, OWNER, roles_stand, set_up_roles

log = logging.getLogger(__name__)

# An article's text has no place in a log: neither statements nor the rows that they were refused for. On the command
# line it holds for clusters of before, too. Slow statements are told by the app (newsreview/statements.py).
WITHOUT_TEXTS = " ".join(
    f"-c {name}={value}"
    for name, value in {
        "log_error_verbosity": "terse",
        "log_min_duration_statement": "-1",
        "log_min_error_statement": "panic",
    }.items()
)
Progress = Callable[[str], object]

# Redo after a crash reads at most max_wal_size (1 GB) of log and more after a burst: minutes on a slow disk, not hours.
SECONDS_TO_RECOVER = 600
SECONDS_FOR_ORPHANS = 90
# An orderly stop writes out at most shared_buffers. PostgreSQL 18 that is told to stop while it restarts itself after
# the death of a backend never ends: then an immediate stop, which costs the next start a recovery, and nothing else.
SECONDS_TO_STOP = 30
SOCKET = f".s.PGSQL.{PORT}"


class Dsn(TypedDict):
    host: str
    port: str
    user: str
    dbname: str


@dataclass(frozen=True)
class Cluster:
    """A running server, and how to reach it."""

    data_dir: Path
    socket_dir: Path
    user: str
    pid: int

    def dsn(self, dbname: str = DATABASE) -> Dsn:
        """What psycopg.connect() takes as keywords, as the database's owner."""
        return Dsn(host=str(self.socket_dir), port=str(PORT), user=self.user, dbname=dbname)


class State(StrEnum):
    ABSENT = "absent"
    STOPPED = "stopped"
    CRASHED = "crashed"
    STARTING = "starting"
    RUNNING = "running"


@dataclass(frozen=True)
class Status:
    state: State
    folder: Path
    pid: int | None = None
    socket_dir: Path | None = None
    stays: bool = False


def start(data_dir: Path, *, keep: bool = False, progress: Progress = log.warning) -> Cluster:
    """Attach to the server of a data folder; or make, recover or start it first. Safe to call at any time, by many.

    `keep`: it stays up when the last process that uses it leaves. `progress` gets a sentence before each long wait.
    Raises an EmbeddedError that says what to do.
    """
    data_dir = make_data_dir(data_dir)
    cluster = _accepting(data_dir)
    if cluster is None or not roles_stand(cluster_in(data_dir)):
        with held_alone(data_dir / f"{CLUSTER}.lock") as lock:
            cluster = _accepting(data_dir) or _start(data_dir, lock, progress)
            if not roles_stand(folder := cluster_in(data_dir)):
                set_up_roles(folder)
    if keep:
        _keep_file(data_dir).write_text(str(cluster.pid))
    return cluster


def stop(data_dir: Path, *, progress: Progress = log.info) -> bool:
    """Stop the server, whoever uses it; False when none was running. Its clients are told so and disconnected."""
    data_dir = data_dir.expanduser().resolve()
    cluster = cluster_in(data_dir)
    if not holds_cluster(cluster):
        return False
    with held_alone(data_dir / f"{CLUSTER}.lock"):
        _keep_file(data_dir).unlink(missing_ok=True)
        if find_postmaster(cluster) is None:
            return False
        account = account_for(cluster)
        progress("Stopping the database …")
        halt(cluster, account, programs_for(account, cluster.parent))
        return True


def status(data_dir: Path) -> Status:
    """What is there, without touching it."""
    data_dir = data_dir.expanduser().resolve()
    cluster = cluster_in(data_dir)
    check_version(data_dir)
    if not holds_cluster(cluster):
        return Status(state=State.ABSENT, folder=cluster)
    if postmaster := find_postmaster(cluster):
        state = State.RUNNING if _accepting(data_dir) else State.STARTING
        return Status(state, cluster, postmaster.pid, postmaster.socket_dir, stays=stays(data_dir, postmaster.pid))
    return Status(state=State.STOPPED if ended_in_order(cluster) else State.CRASHED, folder=cluster)


def attached(data_dir: Path) -> Cluster | None:
    """The server, if it runs, says that it is ready and can be reached. Takes half a millisecond and no lock."""
    folder = cluster_in(data_dir)
    if not holds_cluster(folder):
        return None
    postmaster = find_postmaster(folder)
    if postmaster is None or postmaster.state != "ready" or not _is_reachable(folder, postmaster.socket_dir):
        return None
    return Cluster(data_dir=data_dir, socket_dir=Path(str(postmaster.socket_dir)), user=OWNER, pid=postmaster.pid)


def stays(data_dir: Path, pid: int) -> bool:
    """Whether this very server was started to stay up without users."""
    file = _keep_file(data_dir)
    return file.is_file() and file.read_text().strip() == str(pid)


def was_stopped(data_dir: Path) -> bool:
    """Whether the server ended in order, and did not die."""
    return ended_in_order(cluster_in(data_dir))


def _keep_file(data_dir: Path) -> Path:
    return data_dir / f"{CLUSTER}.keep"


def _is_reachable(folder: Path, socket_dir: Path | None) -> bool:
    if socket_dir is None or not (socket_dir / SOCKET).exists():
        return False
    # Elsewhere than in the cluster, a folder could have been swept away and made anew by somebody else.
    return socket_dir == folder or account_for(folder).owns_privately(socket_dir)


def _accepting(data_dir: Path) -> Cluster | None:
    """The same, if it answers too: a server that restarts itself after the death of a backend calls itself ready."""
    cluster = attached(data_dir)
    return cluster if cluster and ask(cluster.socket_dir, role=OWNER) is Ping.OK else None


def _start(data_dir: Path, lock: int, progress: Progress) -> Cluster:
    check_version(data_dir)
    account = account_for(cluster_in(data_dir))
    if settle_place(data_dir, account):
        progress(f"{account.name}, as whom PostgreSQL runs, may not enter {data_dir}: {CLUSTER} in it becomes a link.")
    cluster = cluster_in(data_dir)
    programs = programs_for(account, cluster.parent)
    if not holds_cluster(cluster):
        sweep_unfinished(cluster.parent)
        progress(f"Creating the database in {cluster} …")
        create_cluster(cluster, account, programs, lock=lock)
    elif _settled(cluster, progress):
        if found := _accepting(data_dir):
            return found
        progress("The database runs but cannot be reached. Starting it again …")
        halt(cluster, account, programs)
    remove_old_copies(cluster.parent)
    _launch_with_what_room_there_is(cluster, account, programs, progress)
    ballast.lay_in(cluster)
    if found := attached(data_dir):
        return found
    raise StartFailedError(folder=cluster, reason="it ended again at once.", log=_last_words(cluster))


def _settled(cluster: Path, progress: Progress) -> Postmaster | None:
    """Wait until a server that is starting is ready, or one that is ending, or died, has left nothing behind.

    Returns a server that is stuck or out of reach, too. While a process of the old server lives it may still write:
    only when all are gone may the next one begin.
    """
    began, told = time.monotonic(), False
    while True:
        postmaster, waited = find_postmaster(cluster), time.monotonic() - began
        if postmaster and _is_to_be_dealt_with(cluster, postmaster, waited):
            return postmaster
        working = [postmaster.pid] if postmaster else processes_in(cluster)
        if not working:
            return None
        if waited > (SECONDS_TO_RECOVER if postmaster else SECONDS_FOR_ORPHANS):
            listed = " ".join(map(str, working))
            reason = f"processes {listed} work in it. Wait, or end them with `kill -QUIT {listed}`, and try again"
            raise ClusterBusyError(folder=cluster, reason=reason)
        if waited > 1 and not told:
            progress("Waiting for the database: it is starting, stopping or recovering …")
            told = True
        time.sleep(0.02)


def _is_to_be_dealt_with(cluster: Path, postmaster: Postmaster, waited: float) -> bool:
    """Whether more waiting would change nothing: it takes clients, it has no socket, or it does not manage to stop."""
    if postmaster.state == "ready":
        is_open = ask(postmaster.socket_dir, role=OWNER) is Ping.OK
        return is_open or not _is_reachable(cluster, postmaster.socket_dir)
    return postmaster.state == "stopping" and waited > SECONDS_TO_STOP


def _launch_with_what_room_there_is(cluster: Path, account: Account, programs: Path, progress: Progress) -> None:
    try:
        launch(cluster, account, programs, progress)
    except (ProgramFailedError, StartFailedError) as error:
        if not room.is_full(cluster):
            raise
        if not ballast.give_up(cluster):
            raise DiskFullError(folder=cluster) from error
        progress("The disk is full: giving up what was held back for that, so that the database can start …")
        launch(cluster, account, programs, progress)


def launch(cluster: Path, account: Account, programs: Path, progress: Progress) -> None:
    """Start a server that is known not to run, and wait until it takes clients. Only under the cluster's lock."""
    socket_dir = settle_socket_dir(cluster, account)
    if (cluster / "postmaster.pid").exists():
        progress("The database was not shut down in order. Recovering it; nothing that was saved is lost …")
    if ask(socket_dir, role=OWNER) is not Ping.NO_RESPONSE:
        reason = "a server answers on its socket which cannot be seen from here (another container on the same folder?)"
        raise ClusterBusyError(folder=cluster, reason=reason)
    for stale in (cluster / "postmaster.pid", socket_dir / f"{SOCKET}.lock"):
        clear_stale_lock(stale)
    (cluster / "start.log").unlink(missing_ok=True)
    options = f"-D {shlex.quote(str(cluster))} -k {shlex.quote(str(socket_dir))} {WITHOUT_TEXTS}"
    try:
        _pg_ctl(cluster, account, programs, "start", "-l", "start.log", "-o", options, seconds=SECONDS_TO_RECOVER)
    except ProgramFailedError as error:
        # A starter that was killed may have left a pg_ctl on its way, which then won.
        if not _settled(cluster, progress):
            raise StartFailedError(folder=cluster, reason=error, log=_last_words(cluster)) from error


def halt(cluster: Path, account: Account, programs: Path) -> None:
    """Stop a server, and wait until it has gone. Only under the cluster's lock."""
    for mode in ("fast", "immediate"):
        postmaster = find_postmaster(cluster)
        if postmaster is None:
            return
        try:
            _pg_ctl(cluster, account, programs, "stop", "-m", mode, seconds=SECONDS_TO_STOP)
        except ProgramFailedError as error:
            if mode == "immediate" and find_postmaster(cluster):
                raise StopFailedError(folder=cluster, pid=postmaster.pid, reason=error) from error


def _pg_ctl(cluster: Path, account: Account, programs: Path, *arguments: str, seconds: int) -> None:
    """In the cluster, so that processes_in() sees it; with PGDATA, since pg_ctl hands its -D to a shell unquoted."""
    account.run(
        programs / "pg_ctl",
        *("-w", "-t", str(seconds), *arguments),
        folder=cluster,
        environment={"PGDATA": str(cluster)},
    )


def _last_words(cluster: Path) -> str:
    logs = [cluster / "start.log", *(cluster / "log").glob("*.log")]
    newest = sorted((path for path in logs if path.is_file()), key=lambda path: path.stat().st_mtime)[-2:]
    return "\n".join(line for path in newest for line in path.read_text(errors="replace").splitlines()[-8:])
