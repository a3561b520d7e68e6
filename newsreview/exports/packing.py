"""A folder as one zip file. The same files make the same bytes: in the order of their names, with no time in it."""

from pathlib import Path
from shutil import copyfileobj
from typing import IO, Protocol, cast
from zipfile import ZIP_STORED, ZipFile, ZipInfo

NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can say
READABLE = 0o644 << 16


class Writable(Protocol):
    def write(self, block: bytes, /) -> int: ...
    def flush(self) -> object: ...


def pack(folder: Path, into: Writable, *, method: int = ZIP_STORED, below: str = "") -> None:
    """The files lie below a folder of this name. Nothing is pressed unless told: libraries that press differ."""
    with ZipFile(cast("IO[bytes]", into), "w") as packed:  # it asks for no more than that
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            about = ZipInfo((Path(below) / path.relative_to(folder)).as_posix(), NO_TIME)
            about.compress_type, about.external_attr, about.file_size = method, READABLE, path.stat().st_size
            with path.open("rb") as file, packed.open(about, "w") as entry:
                copyfileobj(file, entry)
