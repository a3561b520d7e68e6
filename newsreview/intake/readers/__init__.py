"""One module a kind of file. A reader yields records and refusals, and never stops at a bad record."""

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from newsreview.intake.readers import delimited, json_file, json_lines, text
from newsreview.intake.records import Record, Refusal

Reader = Callable[[BinaryIO], Iterator[Record | Refusal]]
READERS: dict[str, Reader] = {
    ".txt": text.read,
    ".jsonl": json_lines.read,
    ".json": json_file.read,
    ".csv": delimited.read_csv,
    ".tsv": delimited.read_tsv,
}


def suffix_of(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def is_plain_text(name: str) -> bool:
    """Whether the whole file is one article, so that it can be described from outside."""
    return suffix_of(name) == ".txt"
