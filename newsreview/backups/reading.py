"""Reading a backup, which may come from anywhere: nothing of it is believed before its digests were compared.

Members are read as streams and never extracted, so no name of theirs becomes a path of ours; names that do not look
like what we write are refused all the same.
"""

import hashlib
import re
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from newsreview.backups import manifest
from newsreview.backups.errors import Damaged, NotABackup
from newsreview.backups.manifest import Manifest
from newsreview.backups.packing import BLOCK, DUMP, FOLDERS, MANIFEST, SUMS, line_of

LONGEST_MANIFEST = 64 * 1024 * 1024
PART = r"(?!\.\.?(?:/|$))[^/\\\x00-\x1f\x7f]+"
OURS = re.compile(rf"{re.escape(MANIFEST)}|{DUMP}|{SUMS}|(?:{'|'.join(FOLDERS)})(?:/{PART})+")
Advance = Callable[[int], object]


@contextmanager
def opened(path: Path) -> Iterator["Backup"]:
    """A backup whose manifest was read and whose members were not yet. Raises NotABackup, Damaged, OSError."""
    with path.open("rb") as file:
        try:
            tar = tarfile.open(fileobj=file, mode="r:")  # noqa: SIM115 -- the file is closed
        except tarfile.TarError as error:
            raise NotABackup(f"{path} is no backup of newsreview: {error}.") from error
        yield Backup(path, tar)


class Backup:
    def __init__(self, path: Path, tar: tarfile.TarFile) -> None:
        self.path, self.tar = path, tar
        self.manifest: Manifest = self._manifest()

    def _manifest(self) -> Manifest:
        last = ""
        for member in self._members():
            last = member.name
            if last == MANIFEST:
                if member.size > LONGEST_MANIFEST:
                    raise NotABackup(f"{self.path} is no backup of newsreview: its manifest is too long.")
                return manifest.read(b"".join(self._blocks(member, lambda _: None)))
        if not last:
            raise NotABackup(f"{self.path} is no backup of newsreview: it is empty.")
        raise self._broken_off(last)

    def check(self, advance: Advance) -> None:
        """Read every member, and compare its digest. Raises Damaged, which names the first that is not right."""
        last, ended = "", False
        with tempfile.TemporaryFile() as found:
            for member in self._members():
                last = member.name
                if last == SUMS:
                    self._compare(found, self._stream(member))
                    ended = True
                    break
                digest = hashlib.sha256()
                for block in self._blocks(member, advance):
                    digest.update(block)
                found.write(line_of(last, digest.hexdigest()))
        if not ended:
            raise self._broken_off(last)

    def dump(self, advance: Advance) -> Iterator[bytes]:
        for member in self._members():
            if member.name == DUMP:
                yield from self._blocks(member, advance)
                return
        raise Damaged(f"{self.path} has no {DUMP}.")

    def files(self) -> Iterator[tuple[str, str, IO[bytes]]]:
        """Storage (“raw”, “releases”), name there, content; each to be read before the next."""
        for member in self._members():
            folder, _, name = member.name.partition("/")
            if name:
                yield folder, name, self._stream(member)

    def _members(self) -> Iterator[tarfile.TarInfo]:
        try:
            for member in self.tar:
                if not (member.isreg() and OURS.fullmatch(member.name)):
                    raise NotABackup(f"{self.path} is no backup of newsreview: it has a member {member.name!r}.")
                yield member
        except (tarfile.TarError, EOFError) as error:
            raise Damaged(f"{self.path} is damaged: {error}.") from error

    def _blocks(self, member: tarfile.TarInfo, advance: Advance) -> Iterator[bytes]:
        stream = self._stream(member)
        try:
            while block := stream.read(BLOCK):
                advance(len(block))
                yield block
        except tarfile.TarError as error:
            raise self._broken_off(member.name) from error

    def _stream(self, member: tarfile.TarInfo) -> IO[bytes]:
        return cast("IO[bytes]", self.tar.extractfile(member))

    def _compare(self, found: IO[bytes], told: IO[bytes]) -> None:
        found.seek(0)
        for line in found:
            if self._line(told, len(line) + 1) != line:
                name = line.decode().rstrip("\n").partition("  ")[2]
                raise Damaged(f"{self.path} is damaged: {name} is not what was written.")
        if self._line(told, 1):
            raise Damaged(f"{self.path} is damaged: members are missing that {SUMS} names.")

    def _line(self, told: IO[bytes], longest: int) -> bytes:
        try:
            return told.readline(longest)
        except tarfile.TarError as error:
            raise self._broken_off(SUMS) from error

    def _broken_off(self, last: str) -> Damaged:
        return Damaged(f"{self.path} is not whole: it breaks off in or after {last}. It was cut off, or is damaged.")
