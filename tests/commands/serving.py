"""`manage.py serve` as a process of its own, on a data folder of its own."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import psutil

ROOT = Path(__file__).parents[2]
SECONDS_TO_START = 90


@contextmanager
def data_folder(like: Path | None = None) -> Iterator[Path]:
    """A data folder yet to be made, or a copy of one that is at rest.

    An account that runs PostgreSQL for root can pass to it. Whoever still works in it at the end, because a test has
    failed or was broken off, ends with it.
    """
    parent = Path(tempfile.mkdtemp(prefix="nr-serve-")).resolve()
    parent.chmod(0o711)
    try:
        if like:
            subprocess.run(["cp", "-a", like, parent / "data"], check=True)
            (parent / "data" / "pg18.sockets").unlink(missing_ok=True)  # each has its own
        yield parent / "data"
    finally:
        end_whoever_works_in(parent / "data")
        shutil.rmtree(parent)


def end_whoever_works_in(data_dir: Path) -> None:
    """Servers, their workers and commands, and the database: nothing that they would leave behind is needed."""
    working = [process for process in psutil.process_iter() if works_in(process, data_dir)]
    found = [*working, *databases(data_dir)]
    for process in found:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    living(found)


def works_in(process: psutil.Process, data_dir: Path) -> bool:
    try:
        return bool(process.environ().get("NEWSREVIEW_DATA_DIR") == str(data_dir))
    except psutil.Error:
        return False  # it has ended, or is somebody else's


def environment(data_dir: Path, **variables: str) -> dict[str, str]:
    # What would come from the test run and not from the machine, Playwright's leave to use the database included.
    ours = ("DATABASE_", "DJANGO_", "NEWSREVIEW_DATA_DIR", "NEWSREVIEW_SECRET_KEY")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    ours_now = {"NEWSREVIEW_DATA_DIR": str(data_dir), "PYTHONWARNINGS": "default"}
    # Else a server of a test would back itself up when the clock says so.
    return inherited | ours_now | {"NEWSREVIEW_BACKUPS_DAILY": "0"} | variables


def run(data_dir: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(data_dir, **variables),
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS_TO_START,
    )


def manage(data_dir: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return run(data_dir, "manage.py", *arguments, **variables)


def load_wsgi(data_dir: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """As a server that is not ours loads the app."""
    return run(data_dir, "-c", "import newsreview.wsgi", DJANGO_SETTINGS_MODULE="newsreview.settings", **variables)


@dataclass
class Served:
    process: psutil.Popen
    output: Path
    data_dir: Path
    url: str = ""
    seconds: float = 0.0

    def words(self) -> str:
        return self.output.read_text()

    def links(self) -> list[str]:
        return re.findall(r"http://\S+/(?:sign-in|first-administrator)/\S+", self.words())

    def workers(self) -> list[psutil.Process]:
        return list(self.process.children())

    def family(self) -> list[psutil.Process]:
        """The server, its workers, and the database's processes."""
        return [psutil.Process(self.process.pid), *self.workers(), *databases(self.data_dir)]

    def stop(self, signal: int) -> int:
        self.process.send_signal(signal)
        return int(self.process.wait(30))


def databases(data_dir: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter(["name", "cmdline"]):
        if process.info["name"] == "postgres" and any(str(data_dir) in word for word in process.info["cmdline"] or []):
            found += [process, *process.children()]
    return found


def living(processes: list[psutil.Process], seconds: float = 15) -> list[str]:
    """Those that still run after some time to end."""
    end = time.monotonic() + seconds
    while (alive := [f"{process}" for process in processes if runs(process)]) and time.monotonic() < end:
        time.sleep(0.1)
    return alive


def runs(process: psutil.Process) -> bool:
    """A zombie does not: it waits for whoever is process 1 here to bury it."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def begin(data_dir: Path, *options: str, **variables: str) -> Served:
    """Start on any free port, with these variables in its environment; it is not ready yet."""
    output = data_dir.parent / "output.txt"
    with output.open("w") as file:
        process = psutil.Popen(
            [sys.executable, "manage.py", "serve", "--port", "0", *options],
            cwd=ROOT,
            env=environment(data_dir, **variables),
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    return Served(process, output, data_dir)


def wait_until_ready(served: Served) -> None:
    began = time.monotonic()
    while not (ready := re.search(r"newsreview is ready: (http://\S+)/\n", served.words())):
        assert served.process.poll() is None, served.words()
        assert time.monotonic() - began < SECONDS_TO_START, served.words()
        time.sleep(0.05)
    served.url, served.seconds = ready.group(1), time.monotonic() - began


@contextmanager
def serving(data_dir: Path, *options: str, **variables: str) -> Iterator[Served]:
    served = begin(data_dir, *options, **variables)
    try:
        wait_until_ready(served)
        yield served
    finally:
        if served.process.poll() is None:
            served.process.terminate()
            served.process.wait(30)


def browser() -> OpenerDirector:
    return build_opener(HTTPCookieProcessor(CookieJar()))


def follow(opener: OpenerDirector, link: str) -> str:
    """Open a sign-in link and press its button; the page that comes then."""
    link = link.strip()
    page = opener.open(link, timeout=20).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None, page
    return str(
        opener.open(link, urlencode({"csrfmiddlewaretoken": token.group(1)}).encode(), timeout=20).read().decode()
    )
