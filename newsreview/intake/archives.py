"""Files that hold other files. Names in them are only shown and compared: nothing is ever written under one."""

import io
import re
import shutil
import stat
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, cast

import msgspec
from django.utils.translation import gettext as _

from newsreview.intake import limits
from newsreview.intake.filenames import BadName
from newsreview.intake.kinds import Kind
from newsreview.intake.packing import Allowance, BadPacking, Stream, unpacked

# What Python's modules raise for files that no program would write.
DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    RecursionError,
    ValueError,
)
LEADS_OUT = re.compile(r"[/\\]|[A-Za-z]:")
ENCRYPTED = 0x1
BESIDE = "__MACOSX"  # where macOS puts what only it needs


class Entry(msgspec.Struct, frozen=True):
    """A file in an archive, by its name there; `refused` says why it is not to be opened. `open` raises BadPacking."""

    name: str
    open: Callable[[], BinaryIO]
    refused: str = ""


def entries(file: BinaryIO, kind: Kind, allowance: Allowance) -> Iterator[Entry]:
    """In the order of their names, without hidden ones. Raises BadPacking when the archive cannot be read."""
    if kind.packing:
        with tempfile.TemporaryFile() as plain:
            shutil.copyfileobj(unpacked(file, kind.packing, allowance), plain)
            plain.seek(0)
            yield from _entries(cast("BinaryIO", plain), kind, allowance)
    else:
        yield from _entries(file, kind, allowance)


def _entries(file: BinaryIO, kind: Kind, allowance: Allowance) -> Iterator[Entry]:
    within = cast("BinaryIO", _InPieces(file))
    try:
        found = _in_zip(within, allowance) if kind.archive == ".zip" else _in_tar(within)
    except DAMAGED as error:
        if isinstance(error, BadPacking):
            raise
        raise BadPacking(_("The archive is damaged: %(reason)s.") % {"reason": error}) from error
    yield from sorted((entry for entry in found if not _is_hidden(entry.name)), key=lambda entry: entry.name)


def check_entry_name(name: str) -> None:
    """Raises BadName for a name that, taken for a path, would lead out of the archive."""
    if LEADS_OUT.match(name) or "\\" in name or ".." in PurePosixPath(name).parts:
        raise BadName(_("The name leads out of the archive. Pack the file again, under a plain name."))


def _is_hidden(name: str) -> bool:
    return any(
        part == BESIDE or (part.startswith(".") and not part.startswith("..")) for part in PurePosixPath(name).parts
    )


class _InPieces:
    """A file for Python's modules, which take a list of contents in at once, however long: here it may be refused."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.tell, self.seekable = file.tell, file.seekable

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_SET and offset < 0:
            raise BadPacking(_("The archive is damaged: %(reason)s.") % {"reason": offset})
        return self._file.seek(offset, whence)

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size if 0 <= size <= limits.LISTING_BYTES else limits.LISTING_BYTES + 1)
        if len(data) > limits.LISTING_BYTES:
            raise BadPacking(too_many())
        return data


def _in_zip(file: BinaryIO, allowance: Allowance) -> list[Entry]:
    archive = zipfile.ZipFile(file)
    files = [info for info in archive.infolist() if not info.filename.endswith("/")]
    if len(files) > limits.ENTRIES:
        raise BadPacking(too_many())
    # What an entry says of its size is the most that is ever unpacked of it.
    allowance.take(sum(info.file_size for info in files))
    return [_zipped(archive, info) for info in files]


def _zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Entry:
    def open_it() -> BinaryIO:
        try:
            return _guarded(cast("BinaryIO", archive.open(info)))
        except DAMAGED as error:
            raise BadPacking(_("It is damaged: %(reason)s.") % {"reason": error}) from error

    refused = ""
    if info.flag_bits & ENCRYPTED:
        refused = _("It is encrypted. Pack it again without a password.")
    elif info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        refused = _("It is packed in a way that is not read here. Pack it again in the ordinary way (deflate).")
    elif stat.S_IFMT(info.external_attr >> 16) not in {0, stat.S_IFREG}:
        refused = no_file()
    return Entry(_plain(info.orig_filename), open_it, refused)


def _in_tar(file: BinaryIO) -> list[Entry]:
    archive = tarfile.TarFile(fileobj=file)
    found = []
    for number, member in enumerate(archive):
        if number >= limits.ENTRIES:
            raise BadPacking(too_many())
        if not member.isdir():
            found.append(_tarred(archive, member))
    file.seek(archive.offset)
    if file.read(tarfile.BLOCKSIZE).strip(b"\0"):  # Python takes a header that it cannot read for the end
        raise BadPacking(_("The archive is damaged: %(reason)s.") % {"reason": _("it goes on after its end")})
    return found


def _tarred(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Entry:
    def open_it() -> BinaryIO:
        return _guarded(cast("BinaryIO", archive.extractfile(member)))

    # A sparse file may say that it is of any size, and then has zeros.
    is_file = member.isreg() and not member.issparse() and member.size >= 0
    return Entry(_plain(member.name), open_it, "" if is_file else no_file())


def _guarded(file: BinaryIO) -> BinaryIO:
    return io.BufferedReader(Stream(file, damaged=DAMAGED, allowance=None))


def _plain(name: str) -> str:
    """`./a//b` is `a/b`; what leads elsewhere stays as it is."""
    return str(PurePosixPath(name))


def no_file() -> str:
    return _("This is a link or a device, not a file. Put the file itself into the archive.")


def too_many() -> str:
    most = {"most": f"{limits.ENTRIES:,}"}
    return _("There are too many files in the archive: at most %(most)s. Make several of it.") % most
