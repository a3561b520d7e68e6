"""Writing a file whole or not at all."""

import contextlib
import os
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
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Without this a power cut may forget the new name."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
