"""The app's own export, coming back in. Nothing of a file is read that is not whole."""

from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from typing import BinaryIO

import msgspec
from django.utils.translation import gettext as _

from newsreview.intake.details import FIELDS, BadField, check_details
from newsreview.intake.marked import Answer, Marked
from newsreview.intake.readers import json_lines
from newsreview.intake.readers.json_record import read_object, unmoved_text_in
from newsreview.intake.records import Record, Refusal
from newsreview.native_format import AnnotationSet, Article, NotWhole, check


def read(file: BinaryIO) -> Iterator[Marked | Refusal]:
    try:
        check(file)
    except NotWhole as error:
        yield Refusal(reason=_("This export is not whole, and nothing of it is read. %(why)s") % {"why": error})
        return
    file.seek(0)
    for item in json_lines.each(file, read_line):
        if item is not None:
            yield item


def read_line(raw: bytes, *, line: int, byte_start: int, byte_end: int) -> Marked | Refusal | None:
    """None for the header and the trailer."""
    make = partial(marked, line=line, byte_start=byte_start, byte_end=byte_end)
    return read_object(raw, line=line, make=make)


def marked(value: dict[str, object], *, line: int, byte_start: int, byte_end: int) -> Marked | None:
    if value["type"] != "article":
        return None
    article = msgspec.convert(value, Article)
    text = unmoved_text_in(value)
    if sha256(text.encode()).hexdigest() != article.sha256:
        raise BadField("sha256", _("it is not the digest of the text."))
    details = check_details({name: value[name] for name in FIELDS})
    record = Record(text=text, details=details, metadata=article.metadata, byte_start=byte_start, byte_end=byte_end)
    answers = [answer(f"annotation_sets[{n}]", each) for n, each in enumerate(article.annotation_sets)]
    return Marked(record, answers, line)


def answer(field: str, annotation_set: AnnotationSet) -> Answer:
    found = Answer(complete=annotation_set.complete, field=field)
    for kind in ("spans", "links", "article_labels"):
        for number, entry in enumerate(msgspec.to_builtins(getattr(annotation_set, kind))):
            getattr(found, kind).add(f"{field}.{kind}[{number}]", **entry)
    return found
