"""Packed streams, unpacked as they are read, and never more of them than may come out of so many bytes."""

import gzip
import io
import sys
import zlib
from typing import TYPE_CHECKING, BinaryIO, cast

from django.utils.translation import gettext as _

from newsreview.intake import limits
from newsreview.intake.keeping import CHUNK

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PACKINGS = (".gz", ".zst")
DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error, zstd.ZstdError)


class BadPacking(ValueError):
    """Why what is packed cannot be read, or not to its end."""


class Allowance:
    """How many bytes may come out of a file, with all that is packed in it once more."""

    def __init__(self, packed: int) -> None:
        """`packed` is the file's own size in bytes."""
        self._most = self._left = limits.unpacked_bytes(packed)

    def take(self, size: int) -> None:
        """Raises BadPacking when these bytes are too many."""
        self._left -= size
        if self._left < 0:
            most = {"most": f"{self._most // 1_000_000:,}"}
            raise BadPacking(_("More than %(most)s MB would come out of it; the rest is not unpacked.") % most)


class Stream(io.RawIOBase):
    """Reads another, which may turn out damaged: then it raises BadPacking, whatever the other raises."""

    def __init__(self, inner: BinaryIO, *, damaged: tuple[type[Exception], ...], allowance: Allowance | None) -> None:
        self._inner, self._damaged, self._allowance = inner, damaged, allowance

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._inner.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._inner.seek(offset, whence)

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        room = memoryview(buffer)
        try:
            data = self._inner.read(min(len(room), CHUNK))
        except self._damaged as error:
            raise BadPacking(_("It is damaged: %(reason)s.") % {"reason": error}) from error
        if self._allowance:
            self._allowance.take(len(data))
        room[: len(data)] = data
        return len(data)


def unpacked(file: BinaryIO, packing: str, allowance: Allowance) -> BinaryIO:
    """What is in the file, which is packed in one of PACKINGS or (blank) not at all; reading raises BadPacking."""
    if not packing:
        return file
    if packing == ".gz":
        inner = cast("BinaryIO", gzip.GzipFile(fileobj=file, mode="rb"))
    else:
        most: dict[int, int] = {zstd.DecompressionParameter.window_log_max: limits.ZSTD_WINDOW_LOG}
        inner = cast("BinaryIO", zstd.ZstdFile(file, "r", options=most))
    return io.BufferedReader(Stream(inner, damaged=DAMAGED, allowance=allowance), CHUNK)


def size_of(file: BinaryIO) -> int:
    """In bytes; the file then stands at its beginning."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return size
