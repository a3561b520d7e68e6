"""The app's own export, coming back in. Nothing of a file is read that is not whole."""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO

import msgspec
from django.utils.translation import gettext as _

from newsreview.intake.details import FIELDS, BadField, check_details
from newsreview.intake.marked import Answer
from newsreview.intake.readers import json_lines
from newsreview.intake.readers.json_record import read_object, unmoved_text_in
from newsreview.intake.records import Record, Refusal
from newsreview.native_format import AnnotationSet, Article, NotWhole, check

HEADER = re.compile(rb'\s*\{\s*"type"\s*:\s*"header"')
SEEN = 200  # bytes, in which a header says that it is one


def begins(file: BinaryIO) -> bool:
    """Whether the file is an export by its first words; it then stands at its beginning."""
    first = file.read(SEEN)
    file.seek(0)
    return HEADER.match(first) is not None


def wrote(value: dict[str, object]) -> bool:
    return value.get("type") == "article" and "annotation_sets" in value


def read(file: BinaryIO) -> Iterator[Record | Refusal]:
    try:
        check(file)
    except NotWhole as error:
        yield Refusal(reason=_("This export is not whole, and nothing of it is read. %(why)s") % {"why": error})
        return
    file.seek(0)
    for item in json_lines.each(file, read_line):
        if item is not None:
            yield item


def read_line(raw: bytes, *, line: int, byte_start: int, byte_end: int) -> Record | Refusal | None:
    """None for the header and the trailer."""

    def article(value: dict[str, object]) -> Record | None:
        return record_of(value, line=line, byte_start=byte_start, byte_end=byte_end) if wrote(value) else None

    return read_object(raw, line=line, make=article)


def record_of(value: dict[str, object], *, line: int, byte_start: int, byte_end: int) -> Record:
    article = msgspec.convert(value, Article)
    text = unmoved_text_in(value)
    if sha256(text.encode()).hexdigest() != article.sha256:
        raise BadField("sha256", _("it is not the digest of the text."))
    return Record(
        text=text,
        details=check_details({name: value.get(name) for name in FIELDS}),
        metadata=article.metadata,
        answers=[answer(f"annotation_sets[{n}]", each) for n, each in enumerate(article.annotation_sets)],
        line=line,
        byte_start=byte_start,
        byte_end=byte_end,
    )


def answer(field: str, annotation_set: AnnotationSet) -> Answer:
    found = Answer(complete=annotation_set.complete, field=field)
    for kind in ("spans", "links", "article_labels"):
        for number, entry in enumerate(msgspec.to_builtins(getattr(annotation_set, kind))):
            getattr(found, kind).add(f"{field}.{kind}[{number}]", **entry)
    return found
