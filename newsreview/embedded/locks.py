"""Locks that the kernel lets go of when their holder dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsreview.embedded.errors import DataFolderUnusableError


@contextmanager
def held_alone(path: Path) -> Iterator[int]:
    """Wait for the lock, and hold it; yields its descriptor."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def held_alone_now(path: Path) -> Iterator[bool]:
    """Hold the lock if nobody else has it; yields whether."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(descriptor)


def hold_shared(path: Path) -> int:
    """Share the lock until the returned descriptor, and every copy of it that a fork made, is closed."""
    descriptor = _open(path)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def _open(path: Path) -> int:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise DataFolderUnusableError(folder=path.parent, reason=f"{path.name}: {error.strerror}") from error
    folder = path.parent.stat()
    if os.geteuid() == 0 and folder.st_uid:
        # The folder's owner, if root has been here first, can still take the lock.
        os.fchown(descriptor, folder.st_uid, folder.st_gid)
    return descriptor
