"""JSON records of every shape: an article as we read it, or one that was marked here before, or with another tool."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

import msgspec

from newsreview.intake.readers import doccano, json_file, json_lines, label_studio, native
from newsreview.intake.readers.json_record import read_object, record_of
from newsreview.intake.records import Record, Refusal

TOOLS: tuple[tuple[Callable[[dict[str, object]], bool], Callable[..., Record]], ...] = (
    (native.wrote, native.record_of),
    (label_studio.wrote, label_studio.record_of),
    (doccano.wrote, doccano.record_of),
)


def read_lines(file: BinaryIO) -> Iterator[Record | Refusal]:
    """A record a line; of our own export, nothing unless it is whole."""
    if native.begins(file):
        yield from native.read(file)
    else:
        yield from json_lines.each(file, read_record)


def read_json(file: BinaryIO) -> Iterator[Record | Refusal]:
    """One record, or a list of them."""
    yield from json_file.each(file, read_record)


def read_record(raw: bytes, *, line: int, byte_start: int, byte_end: int) -> Record | Refusal:
    made = read_object(raw, line=line, make=partial(record_in, line=line, byte_start=byte_start, byte_end=byte_end))
    if isinstance(made, Refusal):
        return msgspec.structs.replace(made, byte_start=byte_start, byte_end=byte_end)
    return made


def record_in(value: dict[str, object], *, line: int, byte_start: int, byte_end: int) -> Record:
    """The record, with its answers where its shape says that a tool has marked it. Raises BadField and BadText."""
    for wrote, marked_record_of in TOOLS:
        if wrote(value):
            return marked_record_of(value, line=line, byte_start=byte_start, byte_end=byte_end)
    return record_of(value, byte_start=byte_start, byte_end=byte_end)
