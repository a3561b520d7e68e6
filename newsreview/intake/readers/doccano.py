"""doccano's JSON lines: a text with entities and relations, or with labels as [start, end, name]."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, BinaryIO

import msgspec
from msgspec import Meta, Struct

from newsreview.intake.details import FIELDS, check_details, told_apart
from newsreview.intake.marked import Answer
from newsreview.intake.readers import json_lines
from newsreview.intake.readers.json_record import metadata_in, read_object, unmoved_text_in
from newsreview.intake.records import Record, Refusal

Offset = Annotated[int, Meta(ge=0)]
# What doccano says of a line, or we said when we wrote it, that is not known of the article.
OTHER = {"id", "Comments", "article", "sha256", "split", "annotation_set", "who", "set_kind", "metadata"}


class Entity(Struct):
    id: int
    label: str
    start_offset: Offset
    end_offset: Offset


class Relation(Struct):
    from_id: int
    to_id: int
    type: str


class Line(Struct, kw_only=True):
    text: str
    entities: list[Entity] | None = None
    relations: list[Relation] = []
    label: list[tuple[Offset, Offset, str]] | None = None
    complete: bool = False


def wrote(value: dict[str, object]) -> bool:
    """Other programs have lists called `entities` and `label` too, but not of such things."""
    entities, label = value.get("entities"), value.get("label")
    if isinstance(entities, list) and all(isinstance(each, dict) and "start_offset" in each for each in entities):
        return bool(entities) or "relations" in value
    return isinstance(label, list) and all(isinstance(each, list) and len(each) == 3 for each in label)


def read(file: BinaryIO) -> Iterator[Record | Refusal]:
    return json_lines.each(file, read_line)


def read_line(raw: bytes, *, line: int, byte_start: int, byte_end: int) -> Record | Refusal:
    return read_object(raw, line=line, make=partial(record_of, line=line, byte_start=byte_start, byte_end=byte_end))


def record_of(value: dict[str, object], *, line: int, byte_start: int, byte_end: int) -> Record:
    said = msgspec.convert(value, Line)
    fields, others = told_apart(value, {*OTHER, *FIELDS, *Line.__struct_fields__})
    return Record(
        text=unmoved_text_in(value),
        details=check_details(fields),
        metadata=others | metadata_in(value),
        into_metadata=tuple(others),
        answers=[answer(said)] if said.entities or said.label or said.complete else [],
        line=line,
        byte_start=byte_start,
        byte_end=byte_end,
    )


def answer(said: Line) -> Answer:
    found = Answer(complete=said.complete)
    for number, entity in enumerate(said.entities or ()):
        place = {"start": entity.start_offset, "end": entity.end_offset, "quote": None}
        found.spans.add(f"entities[{number}]", id=entity.id, label=entity.label, **place)
    for number, relation in enumerate(said.relations):
        ends = {"from": relation.from_id, "to": relation.to_id}
        found.links.add(f"relations[{number}]", label=relation.type, **ends)
    for number, (start, end, name) in enumerate(() if said.entities else said.label or ()):
        found.spans.add(f"label[{number}]", id=number, label=name, start=start, end=end, quote=None)
    return found
