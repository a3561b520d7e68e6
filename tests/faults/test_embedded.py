"""Kills under load, again and again: every acknowledged row is there afterwards, and the next start needs no help."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from newsreview import embedded
from newsreview.embedded.postmaster import processes_in

pytestmark = pytest.mark.faults
REPOSITORY = Path(__file__).parents[2]
ROUNDS = 12

WRITE = """
import pathlib, sys, psycopg
from newsreview import embedded
data_dir, acknowledged = pathlib.Path(sys.argv[1]), open(sys.argv[2], "a")
connection = psycopg.connect(**embedded.use(data_dir).dsn(), autocommit=True)
connection.execute("CREATE TABLE IF NOT EXISTS written (n bigint PRIMARY KEY, filler text)")
n = connection.execute("SELECT coalesce(max(n), 0) FROM written").fetchone()[0]
while True:
    n += 1
    connection.execute("INSERT INTO written VALUES (%s, repeat('x', 500))", [n])
    print(n, file=acknowledged, flush=True)
"""
START = "import pathlib, sys; from newsreview import embedded; embedded.start(pathlib.Path(sys.argv[1]))"


@pytest.fixture
def data_dir() -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="nr-faults-")).resolve()
    if os.geteuid() == 0:
        parent.chmod(0o711)
    yield parent / "data"
    embedded.stop(parent / "data")
    shutil.rmtree(parent)


def python(code: str, *arguments: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code, *arguments], cwd=REPOSITORY, stderr=subprocess.DEVNULL)


def kill(*pids: int) -> None:
    """Kill, and wait until they are gone: a kill takes effect in its own time."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    while any(runs(pid) for pid in pids):
        time.sleep(0.01)


def runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def acknowledged_in(file: Path) -> set[int]:
    """Whole lines only: the writer may have been killed in the middle of one."""
    return {int(line) for line in file.read_text().splitlines(keepends=True) if line.endswith("\n")}


def stored_in(data_dir: Path) -> set[int]:
    """Asked again when the server notices only now that a backend of it was killed, and disconnects everybody."""
    for _ in range(10):
        try:
            with psycopg.connect(**embedded.start(data_dir).dsn()) as connection:
                return {row[0] for row in connection.execute("SELECT n FROM written")}
        except psycopg.OperationalError:
            time.sleep(0.2)
    raise AssertionError("ten connections in a row were lost")


@pytest.mark.parametrize("victims", ["writer", "postmaster", "backend", "tree", "everything"])
def test_acknowledged_rows_survive_kills_under_load(data_dir, tmp_path, victims):
    acknowledged = tmp_path / "acknowledged"
    acknowledged.touch()
    embedded.start(data_dir)
    for _ in range(ROUNDS):
        before = len(acknowledged_in(acknowledged))
        writer = python(WRITE, data_dir, acknowledged)
        while len(acknowledged_in(acknowledged)) < before + 50:
            assert writer.poll() is None
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.2))
        postmaster = embedded.start(data_dir).pid
        tree = processes_in(data_dir / "pg18")
        kill(
            *{
                "writer": [writer.pid],
                "postmaster": [postmaster],
                "backend": tree[-1:],
                "tree": tree,
                "everything": [writer.pid, *tree],
            }[victims]
        )
        kill(writer.pid)
        writer.wait()
        assert acknowledged_in(acknowledged) - stored_in(data_dir) == set()


def test_starters_killed_at_any_moment_leave_nothing_that_stops_the_next(data_dir):
    for _ in range(ROUNDS):
        starters = [python(START, data_dir) for _ in range(4)]
        for starter in starters:
            time.sleep(random.uniform(0, 0.4))
            starter.kill()
        for starter in starters:
            starter.wait()
        cluster = embedded.start(data_dir)
        with psycopg.connect(**cluster.dsn()) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("newsreview",)
        assert not (data_dir / "pg18.init").exists()
        embedded.stop(data_dir)
        shutil.rmtree(data_dir)


def test_server_that_cannot_stop_in_order_is_stopped_at_once(data_dir, monkeypatch):
    cluster = embedded.start(data_dir)
    os.kill(processes_in(data_dir / "pg18")[-1], signal.SIGSTOP)
    monkeypatch.setattr("newsreview.embedded.supervising.SECONDS_TO_STOP", 8)
    assert embedded.stop(data_dir) is True
    assert embedded.start(data_dir).pid != cluster.pid
