"""Label Studio's JSON: tasks with annotations. Predictions are a model's, and stay out."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated, Any, BinaryIO

import msgspec
from django.utils.translation import gettext as _
from msgspec import Meta, Struct, field

from newsreview.intake.details import FIELDS, BadField, check_details, told_apart
from newsreview.intake.marked import Answer, Entry
from newsreview.intake.readers import json_file
from newsreview.intake.readers.json_record import metadata_in, read_object, unmoved_text_in
from newsreview.intake.records import Record, Refusal

TEXT, ARTICLE, UNSURE, RELATION = "text", "article", "unsure", "relation"
ORIGINS = {"prediction": "accepted", "prediction-changed": "edited"}
# What we say of the article beside what is known of it.
OTHER = {"article", "sha256", "split", "metadata", "text"}


class Value(Struct):
    start: Annotated[int, Meta(ge=0)] | None = None
    end: Annotated[int, Meta(ge=0)] | None = None
    text: str | list[str] | None = None
    labels: list[str] = []
    choices: list[str] = []

    @property
    def said(self) -> str | None:
        """What a question was answered with; the first, where there are several."""
        words = self.text if isinstance(self.text, list) else []
        return next(iter([*self.choices, *words]), None)


class About(Struct):
    text: list[str] = []


class Result(Struct, kw_only=True):
    type: str
    id: str = ""
    from_name: str = ""
    value: Value = field(default_factory=Value)
    meta: About = field(default_factory=About)
    origin: str = "manual"
    from_id: str = ""
    to_id: str = ""
    direction: str = "right"
    labels: list[str] = []


class Annotation(Struct, kw_only=True):
    result: list[Result] = []
    was_cancelled: bool = False
    draft: bool = False


class Task(Struct):
    data: dict[str, Any]
    annotations: list[Annotation] = []


def wrote(value: dict[str, object]) -> bool:
    return isinstance(value.get("data"), dict) and "text" not in value


def read(file: BinaryIO) -> Iterator[Record | Refusal]:
    return json_file.each(file, read_task)


def read_task(raw: bytes, *, line: int, byte_start: int, byte_end: int) -> Record | Refusal:
    return read_object(raw, line=line, make=partial(record_of, line=line, byte_start=byte_start, byte_end=byte_end))


def record_of(value: dict[str, object], *, line: int, byte_start: int, byte_end: int) -> Record:
    task = msgspec.convert(value, Task)
    fields, others = told_apart(task.data, {*OTHER, *FIELDS})
    return Record(
        text=unmoved_text_in(task.data),
        details=check_details(fields),
        metadata=others | metadata_in(task.data),
        into_metadata=tuple(others),
        answers=[
            answer(f"annotations[{number}].result", each.result, complete=not each.draft)
            for number, each in enumerate(task.annotations)
            if not each.was_cancelled
        ],
        line=line,
        byte_start=byte_start,
        byte_end=byte_end,
    )


def answer(place: str, results: Sequence[Result], *, complete: bool) -> Answer:
    """Regions first: what else has a region's id is an answer to a question about it."""
    found = Answer(complete=complete, field=place)
    spans: dict[str, Entry] = {}
    said: dict[str, Entry] = {}
    for number, result in enumerate(results):
        if result.value.labels:
            found.spans.add(f"{place}[{number}]", **region(f"{place}[{number}]", result))
            spans[result.id] = found.spans.entries[-1]
        elif result.from_name == ARTICLE:
            for label in result.value.choices:
                found.article_labels.add(f"{place}[{number}]", label=label, attributes={})
                said[label] = found.article_labels.entries[-1]
    for number, result in enumerate(results):
        if result.type == RELATION:
            found.links.add(f"{place}[{number}]", **relation(f"{place}[{number}]", result))
        elif not result.value.labels and result.from_name != ARTICLE:
            take_answer(f"{place}[{number}]", result, spans, said)
    return found


def region(place: str, result: Result) -> Entry:
    value = result.value
    if value.start is None or value.end is None:
        raise BadField(place, _("it is no region of a text, which has a start and an end."))
    if isinstance(value.text, list):
        raise BadField(f"{place}.value.text", _("it is a list, not the words that stand there."))
    return {
        "id": result.id,
        "label": value.labels[0],
        "start": value.start,
        "end": value.end,
        "quote": value.text,
        "attributes": {},
        "note": "\n".join(result.meta.text),
        "origin": ORIGINS.get(result.origin, "own"),
    }


def relation(place: str, result: Result) -> Entry:
    """Labels beside the first are questions that were answered with yes."""
    if not result.labels:
        raise BadField(f"{place}.labels", _("a relation without a label says nothing."))
    ends = (result.to_id, result.from_id) if result.direction == "left" else (result.from_id, result.to_id)
    label, *yes = result.labels
    return {"label": label, "from": ends[0], "to": ends[1], "attributes": dict.fromkeys(yes, True)}


def take_answer(place: str, result: Result, spans: dict[str, Entry], said: dict[str, Entry]) -> None:
    """The question is named for its label, or alone; and it is about a region, or about the article."""
    entry = spans.get(result.id) or next((said[key] for key in said if result.from_name.startswith(f"{key}_")), None)
    if entry is None:
        raise BadField(place, _("it is about no region, and about no label of the article."))
    if result.from_name == UNSURE:
        entry["unsure"] = True
    else:
        entry["attributes"][result.from_name.removeprefix(f"{entry['label']}_")] = result.value.said
