"""Raw files: the bytes of what was imported, kept once under their digest, durably before any row names them."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import msgspec
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.translation import gettext as _

from newsreview.object_storage import StorageAway

CHUNK = 1024 * 1024
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Kept(msgspec.Struct, frozen=True):
    """A raw file which the storage has; it may have no row yet."""

    sha256: str
    name: str
    size: int


def is_full(error: BaseException | None) -> bool:
    """Whether it says that a file could not be written for want of room."""
    return isinstance(error, OSError) and error.errno in NO_ROOM


def no_room() -> str:
    return _("The server's disk is full. Tell whoever runs it; once there is room, bring the files in again.")


def is_away(error: BaseException | None) -> bool:
    """Whether it says that the files are kept elsewhere, and nobody answers there."""
    return isinstance(error, StorageAway)


def nobody_answers() -> str:
    return _("Files cannot be stored or read just now. Nothing is lost: try again in a few minutes.")


def keep(file: BinaryIO, *, name: str) -> Kept:
    """Stores what is in the file from its beginning, unless its bytes are kept already. Raises OSError."""
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    for chunk in chunks(file):
        digest.update(chunk)
        size += len(chunk)
    kept = Kept(digest.hexdigest(), name, size)
    path = place(kept.sha256)
    if not _has(path, size):
        file.seek(0)
        _store(file, path)
    return kept


def place(sha256: str) -> str:
    """Where in the storage; made of the digest alone, whatever the file was called."""
    return f"{sha256[:2]}/{sha256}"


def _has(path: str, size: int) -> bool:
    try:
        return default_storage.size(path) == size
    except FileNotFoundError:
        return False


def is_there(sha256: str) -> bool:
    """Not any more once it was discarded (`discarding.py`)."""
    return bool(sha256) and default_storage.exists(place(sha256))


def all_there() -> set[str]:
    """The digests of all that is kept, without asking for each."""
    try:
        folders, _files = default_storage.listdir("")
        return {name for folder in folders for name in default_storage.listdir(folder)[1]}
    except FileNotFoundError:  # nothing was ever kept
        return set()


def open_kept(sha256: str) -> BinaryIO:
    return cast("BinaryIO", default_storage.open(place(sha256), "rb"))  # Django's File reads like one


def chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def _store(file: BinaryIO, path: str) -> None:
    if isinstance(default_storage, FileSystemStorage):
        _write_whole(file, Path(default_storage.path(path)))
    else:  # object stores keep a file whole or not at all
        default_storage.save(path, File(file))


def _write_whole(file: BinaryIO, path: Path) -> None:
    """On the disk, under its name, whole: or not there at all, whenever the power goes."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix="unfinished-", delete=False) as unfinished:
        try:
            for chunk in chunks(file):
                unfinished.write(chunk)
            unfinished.flush()
            os.fsync(unfinished.fileno())
            Path(unfinished.name).replace(path)
        except BaseException:
            Path(unfinished.name).unlink(missing_ok=True)
            raise
    for folder in (path.parent, path.parent.parent):
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """A new name is on the disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
