"""Writing a backup: a plain tar file, whose last member has the digest of each of the others.

manifest.json      what it is of (manifest.py); written last but one, when everything is known
database.dump      PostgreSQL's own format, compressed
raw/…  releases/…  the files, each under its name in the storage
SHA256SUMS         as `sha256sum -c` reads it; without it the file is not whole
"""

import hashlib
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, NamedTuple

MANIFEST, DUMP, SUMS = "manifest.json", "database.dump", "SHA256SUMS"
FOLDERS = ("raw", "releases")
BLOCK = 1024 * 1024
END = bytes(2 * tarfile.BLOCKSIZE)


class Added(NamedTuple):
    bytes: int
    sha256: str


@contextmanager
def packing(file: BinaryIO, *, moment: float) -> Iterator["Pack"]:
    """A backup that grows in a file that can be searched; whole when the block ends well.

    `moment`: seconds since 1970, as each member's time.
    """
    with tempfile.TemporaryFile() as sums:
        yield (pack := Pack(file, sums, int(moment)))
        pack.add_sums()
    file.write(END)


class Pack:
    """In memory is one block of it."""

    def __init__(self, file: BinaryIO, sums: IO[bytes], moment: int) -> None:
        self.file, self.sums, self.moment = file, sums, moment

    def add(self, name: str, blocks: Iterable[bytes]) -> Added:
        """Its size need not be known before: the member's heading is written again at its end. What cannot be read to
        its end is not in the backup."""
        info = tarfile.TarInfo(name)
        info.mode, info.mtime = 0o600, self.moment
        begin, size, digest = self.file.tell(), 0, hashlib.sha256()
        self.file.write(info.tobuf(tarfile.GNU_FORMAT))
        try:
            for block in blocks:
                self.file.write(block)
                digest.update(block)
                size += len(block)
        except BaseException:
            self.file.seek(begin)
            self.file.truncate()
            raise
        self.file.write(bytes(-size % tarfile.BLOCKSIZE))
        end, info.size = self.file.tell(), size
        self.file.seek(begin)
        self.file.write(info.tobuf(tarfile.GNU_FORMAT))
        self.file.seek(end)
        self.sums.write(line_of(name, digest.hexdigest()))
        return Added(size, digest.hexdigest())

    def add_sums(self) -> None:
        """The digests of all that was added. Nobody needs theirs."""
        listed = self.sums
        listed.seek(0)
        with tempfile.TemporaryFile() as self.sums:
            self.add(SUMS, iter(lambda: listed.read(BLOCK), b""))


def line_of(name: str, digest: str) -> bytes:
    return f"{digest}  {name}\n".encode()
