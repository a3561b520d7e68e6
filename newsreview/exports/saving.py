"""Writing a file, or a folder of files, whole or not at all."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def whole_or_not_at_all(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name, over whatever had the name before, once the block ends well.

    It grows beside its place under a temporary name, for us alone to read, and is on the disk before it is renamed.
    """
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    growing = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        growing.replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            growing.unlink()
        raise
    sync(path.parent)


@contextmanager
def folder_whole_or_not_at_all(path: Path) -> Iterator[Path]:
    """A folder that appears under its name, where there is none or an empty one, once the block ends well."""
    growing = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part"))
    try:
        yield growing
        settle(growing, path)
    except BaseException:
        shutil.rmtree(growing, ignore_errors=True)
        raise


@contextmanager
def folder_that_goes_on_growing(path: Path) -> Iterator[Path]:
    """As above, but what was written before the block ended badly is there for whoever tries again."""
    growing = path.with_name(f".{path.name}.part")
    growing.mkdir(mode=0o700, exist_ok=True)
    with held_alone(growing):
        yield growing
        settle(growing, path)


@contextmanager
def held_alone(folder: Path) -> Iterator[None]:
    """Raises BlockingIOError where somebody else does."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def settle(growing: Path, path: Path) -> None:
    for file in growing.rglob("*"):
        sync(file)
    sync(growing)
    growing.replace(path)
    sync(path.parent)


def may_become_a_folder(path: Path) -> bool:
    """Whether there is a place for it, and nothing in it yet."""
    free = not path.exists() or (path.is_dir() and not any(path.iterdir()))
    return free and path.parent.is_dir()


def sync(place: Path) -> None:
    """Without this a power cut may forget what was written, or in a folder the new name."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
