"""What is on a desk, to be compared with what is on another."""

import hashlib
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from newsreview import embedded
from newsreview.backups.packing import MANIFEST, SUMS, packing
from tests.commands.serving import ROOT, environment, manage

PLACES = {"default": "raw", "releases": "releases"}


@contextmanager
def connected(folder: Path, database: str = "newsreview") -> Iterator[psycopg.Connection]:
    with psycopg.connect(**embedded.use(folder).dsn(database), autocommit=True) as connection:
        yield connection


def databases_in(folder: Path) -> list[str]:
    with connected(folder, "postgres") as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'newsreview%' ORDER BY 1")
        return [name for (name,) in rows]


def files_in(folder: Path) -> dict[str, bytes]:
    """Of the storages of a data folder, by their paths in it."""
    found = [path for place in PLACES.values() for path in (folder / place).rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(found)}


def exports_of(folder: Path) -> dict[str, str]:
    """The digest of each project's export as the command line gives it, but for the moment when it was made."""
    with connected(folder) as connection:
        slugs = [slug for (slug,) in connection.execute("SELECT slug FROM projects_project WHERE NOT is_practice")]
    found = {}
    for slug in slugs:
        path = folder.parent / f"{slug}.jsonl"
        done = manage(folder, "export_project", slug, "--out", str(path))
        assert done.returncode == 0, done.stderr
        digest = hashlib.sha256()
        with path.open("rb") as file:
            for line in file:
                if not line.startswith(b'{"type":"trailer"'):  # it has the digest of that moment too
                    digest.update(re.sub(rb'"exported_at":"[^"]*"', b"", line, count=1))
        found[slug] = digest.hexdigest()
    return found


def run_until_killed(folder: Path, *, verb: str, path: Path, step: str, block: int = 0) -> int:
    """Back up or restore in a process that kills itself in that step, after so many blocks; how it ended."""
    lines = f"""
import django, os, pathlib, signal
from contextlib import contextmanager
django.setup()
from newsreview.backups.making import make_backup
from newsreview.backups.restoring import restore
from newsreview.backups.watching import Watching

class Killer(Watching):
    left = None
    @contextmanager
    def step(self, what, *, of=0):
        self.left = {block} if what == {step!r} else None
        self.advance(0)
        yield self.advance
        self.left = None
    def advance(self, number):
        if self.left is not None and number == 0 == {block} or self.left == 1 and number:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.left and number:
            self.left -= 1

path = pathlib.Path({str(path)!r})
make_backup(path, watching=Killer()) if {verb!r} == "backup" else restore(path, replace=True, watching=Killer())
"""
    return subprocess.run(
        [sys.executable, "-c", lines],
        cwd=ROOT,
        env=environment(folder, DJANGO_SETTINGS_MODULE="newsreview.settings"),
        check=False,
        stderr=subprocess.DEVNULL,
    ).returncode


def packed_anew(path: Path, to: Path, **changed: bytes) -> Path:
    """The same backup with another content of some members, and digests that agree with it."""
    with tarfile.open(path) as tar, to.open("w+b") as file, packing(file, moment=0) as pack:
        for member in tar:
            if member.name != SUMS:
                content = tar.extractfile(member)
                assert content is not None
                key = "manifest" if member.name == MANIFEST else member.name
                pack.add(member.name, [changed.get(key, content.read())])
    return to
