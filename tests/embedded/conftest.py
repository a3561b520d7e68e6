"""A throw-away data folder, and other processes that use it. None of these tests needs Django or its database."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from newsreview import embedded
from newsreview.embedded.postmaster import processes_in

REPOSITORY = Path(__file__).parents[2]


@contextmanager
def throw_away() -> Iterator[Path]:
    """A data folder that is not there yet; for root, as whom PostgreSQL will not run, others may enter its parent."""
    parent = Path(tempfile.mkdtemp(prefix="nr-embedded-"))
    if os.geteuid() == 0:
        parent.chmod(0o711)
    folder = parent.resolve() / "data"
    yield folder
    embedded.leave(folder)
    end_everything(folder)
    shutil.rmtree(parent)


@pytest.fixture
def data_dir(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A fresh data folder; the shared one for a test that asks for `made`."""
    if "made" not in request.fixturenames:
        with throw_away() as folder:
            yield folder
        return
    folder = request.getfixturevalue("shared_cluster")
    yield folder
    embedded.leave(folder)
    embedded.stop(folder)
    end_everything(folder)


@pytest.fixture(scope="session")
def shared_cluster() -> Iterator[Path]:
    with throw_away() as folder:
        embedded.start(folder)
        embedded.stop(folder)
        yield folder


@pytest.fixture
def made(data_dir: Path) -> Path:
    """A data folder with a cluster in it which other tests have stopped, or killed: a start must mend that anyhow."""
    return data_dir


@pytest.fixture
def copied(data_dir: Path, shared_cluster: Path) -> Path:
    """The data folder with a cluster that a test may spoil for good."""
    with subprocess.Popen(["cp", "-a", shared_cluster, data_dir]) as copying:
        assert copying.wait() == 0
    return data_dir


def end_everything(folder: Path) -> None:
    """Whatever a test did to the cluster: no process of it is left, and no folder of its socket."""
    cluster = (folder / "pg18").resolve()
    for pid in processes_in(cluster):
        with psutil.Popen(["kill", "-9", str(pid)]) as kill:
            kill.wait()
    note = cluster.parent / "pg18.sockets"
    if note.is_file():
        shutil.rmtree(note.read_text())


@pytest.fixture
def python(data_dir: Path) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Another Python that runs some lines, with `data_dir` and `embedded` at hand."""
    running = []

    def run(lines: str) -> subprocess.Popen[str]:
        start = f"import pathlib, time\nfrom newsreview import embedded\ndata_dir = pathlib.Path({str(data_dir)!r})\n"
        process = subprocess.Popen(
            [sys.executable, "-c", start + lines],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield run
    for process in running:
        process.kill()
        process.communicate()


@pytest.fixture
def connect(data_dir: Path) -> Iterator[Callable[[], psycopg.Connection]]:
    opened = []

    def run() -> psycopg.Connection:
        connection = psycopg.connect(**embedded.start(data_dir).dsn(), autocommit=True)
        opened.append(connection)
        return connection

    yield run
    for connection in opened:
        connection.close()


@pytest.fixture
def kill() -> Callable[..., None]:
    def run(*pids: int) -> None:
        """Kill, and wait until they are gone: a kill takes effect in its own time."""
        processes = [psutil.Process(pid) for pid in pids]
        for process in processes:
            process.kill()
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                while process.status() != psutil.STATUS_ZOMBIE:
                    time.sleep(0.01)

    return run
