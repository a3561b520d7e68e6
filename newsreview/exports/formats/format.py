"""What a format is. Each is a module beside this one, whose FORMAT says what it is and writes it.

A writer gets an export in the app's own format, in blocks of whole lines, and never holds more than a part of it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from django.utils.functional import Promise

Blocks = Iterable[bytes]
HERE = "here"
OF_THE_SERVER = "in the environment of the server"


class LibraryMissing(RuntimeError):
    """A format needs a library that is not installed; says how to install it."""


@dataclass(frozen=True, kw_only=True)
class Format:
    """`libraries` are the modules that it imports, and `extra` what brings them along."""

    name: str
    title: str | Promise
    libraries: Sequence[str] = ()
    extra: str = ""

    @property
    def missing(self) -> list[str]:
        return [library for library in self.libraries if find_spec(library) is None]

    @property
    def file_name(self) -> str:
        """What it is called where it stands beside others."""
        raise NotImplementedError

    def refuse_without_libraries(self, where: str = HERE) -> None:
        if missing := self.missing:
            raise LibraryMissing(
                f"The format {self.name} needs {', '.join(missing)}, which is not installed {where}."
                f" Install it, in the repository: pip install -e '.[{self.extra}]'"
            )


@dataclass(frozen=True, kw_only=True)
class FileFormat(Format):
    """One file, written from its beginning to its end. `stem` is for a format whose name is its ending."""

    ending: str
    media_type: str
    convert: Callable[[Blocks], Iterator[bytes]]
    stem: str = ""

    @property
    def file_name(self) -> str:
        return f"{self.stem or self.name}{self.ending}"


@dataclass(frozen=True, kw_only=True)
class FolderFormat(Format):
    """Several files; `fill` writes them into a folder that is there and empty."""

    fill: Callable[[Blocks, Path], None]

    @property
    def file_name(self) -> str:
        return f"{self.name}.zip"
