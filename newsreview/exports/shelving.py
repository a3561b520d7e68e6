"""Where the files of releases are kept: written beside their place, and put there all together or not at all."""

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedRandom
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from django.core.files import File
from django.core.files.storage import FileSystemStorage, storages

from newsreview.exports.models import Release
from newsreview.exports.saving import sync

SUMS = "SHA256SUMS"
MANIFEST = "manifest.json"
CARD = "README.md"
BUFFER = 256 * 1024  # the system is asked to write thirty articles at once


class Kept(NamedTuple):
    """A file of a release."""

    name: str
    bytes: int
    sha256: str


@dataclass
class Growing:
    """A file that is being written, with the digest of what it has: from the start, of what it had before."""

    file: BufferedRandom

    def __post_init__(self) -> None:
        self.digest = hashlib.file_digest(self.file, "sha256")
        self.size = self.file.tell()

    def write(self, block: bytes) -> int:
        self.digest.update(block)
        self.size += len(block)
        return self.file.write(block)

    def flush(self) -> None:
        self.file.flush()


class Shelf:
    """A folder that fills with the files of a release."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: list[Kept] = []

    @contextmanager
    def file(self, name: str, *, begun: Path | None = None) -> Iterator[Growing]:
        """On the disk when the block ends. What was begun beside it becomes this file, and is gone on with."""
        if begun:
            begun.replace(self.folder / name)
        with (self.folder / name).open("r+b" if begun else "x+b", buffering=BUFFER) as file:
            growing = Growing(cast("BufferedRandom", file))
            yield growing
            file.flush()
            os.fsync(file.fileno())
        self.files.append(Kept(name, growing.size, growing.digest.hexdigest()))

    def add(self, name: str, content: bytes) -> None:
        with self.file(name) as file:
            file.write(content)


@contextmanager
def shelf_of(release: Release) -> Iterator[Shelf]:
    """An empty one; what is on it when the block ends becomes the release's, and otherwise nothing does."""
    storage = storages["releases"]
    if not isinstance(storage, FileSystemStorage):  # object stores keep a file whole or not at all; the row says when
        with tempfile.TemporaryDirectory() as folder:
            yield Shelf(Path(folder))
            for path in sorted(Path(folder).iterdir()):
                _keep_elsewhere(path, str(release.folder / path.name))
        return
    place = Path(storage.path(str(release.folder)))
    unfinished = place.with_name(f"unfinished-{place.name}")
    for left_behind in (unfinished, place):  # by a build that was killed: this release has no outcome yet
        shutil.rmtree(left_behind, ignore_errors=True)
    unfinished.mkdir(mode=0o700, parents=True)
    try:
        yield Shelf(unfinished)
        sync(unfinished)
        unfinished.replace(place)
        sync(place.parent)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _keep_elsewhere(path: Path, name: str) -> None:
    """Over what a build that was killed has left there."""
    with path.open("rb") as file:
        storages["releases"].save(name, File(file))


def discard(release: Release) -> None:
    """Every file it has. The app withdraws releases and deletes none; only the demo goes whole."""
    storage, folder = storages["releases"], str(release.folder)
    with contextlib.suppress(FileNotFoundError):
        for name in storage.listdir(folder)[1]:
            storage.delete(f"{folder}/{name}")
        storage.delete(folder)


def open_file(release: Release, name: str) -> BinaryIO:
    return cast("BinaryIO", storages["releases"].open(str(release.folder / name), "rb"))
