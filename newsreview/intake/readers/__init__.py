"""One module a kind of file. A reader yields records and refusals, and never stops at a bad record."""

from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from newsreview.intake.readers import delimited, html, recognising, text
from newsreview.intake.records import Record, Refusal


class Reader(NamedTuple):
    """`one_article` says that the whole file is one, so that it can be described from outside."""

    read: Callable[[BinaryIO], Iterator[Record | Refusal]]
    one_article: bool = False


READERS: dict[str, Reader] = {
    ".txt": Reader(text.read, one_article=True),
    ".html": Reader(html.read, one_article=True),
    ".htm": Reader(html.read, one_article=True),
    ".jsonl": Reader(recognising.read_lines),
    ".json": Reader(recognising.read_json),
    ".csv": Reader(delimited.read_csv),
    ".tsv": Reader(delimited.read_tsv),
}
