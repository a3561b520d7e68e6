"""Tasks that Label Studio imports. Answers are further results of a span's region; docs/formats.md has an interface."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from django.utils.translation import gettext_lazy as _

from newsreview.exports.formats.format import Blocks, FileFormat
from newsreview.exports.formats.rows import Row
from newsreview.native_format import AnnotationSet, Answers, Article, Header, Label, Link, Span, read

TEXT, SPAN, ARTICLE, UNSURE = "text", "label", "article", "unsure"
WORDS = {"text", "suggestion"}  # kinds of attributes that are answered in words; the others by a choice
ORIGINS = {"accepted": "prediction", "edited": "prediction-changed"}


def convert(blocks: Blocks) -> Iterator[bytes]:
    """A list with one task a line, so that it need not be in memory at once."""
    export = read(blocks)
    kinds = kinds_of(export.header)
    before = b"[\n"
    for article in export.articles:
        yield before + msgspec.json.encode(task(article, kinds))
        before = b",\n"
    yield (b"\n]\n" if before != b"[\n" else b"[]\n")


def kinds_of(header: Header) -> dict[str, str]:
    """How each question is answered, by its name in the interface."""
    labels: Mapping[str, Label] = header.labels("span") | header.labels("article")
    return {
        question(key, attribute.key): "textarea" if attribute.kind in WORDS else "choices"
        for key, label in labels.items()
        for attribute in label.attributes
    }


def question(label: str, attribute: str) -> str:
    return f"{label}_{attribute}"


def task(article: Article, kinds: Mapping[str, str]) -> Row:
    """What people have marked are its annotations, what a model has its predictions."""
    names = ("sha256", "outlet", "title", "url", "story", "published_at", "language", "split")
    known = {name: value for name in names if (value := getattr(article, name)) is not None}
    if article.metadata:
        known["metadata"] = article.metadata
    answers = [answer(annotation_set, kinds) for annotation_set in article.annotation_sets]
    return {
        "data": {"text": article.text, "article": article.id, **known},
        "annotations": [each for each in answers if "model_version" not in each],
        "predictions": [each for each in answers if "model_version" in each],
    }


def answer(annotation_set: AnnotationSet, kinds: Mapping[str, str]) -> Row:
    result = list(results(annotation_set, kinds))
    if annotation_set.kind == "model":
        return {"model_version": annotation_set.who or annotation_set.id, "result": result}
    return {
        "unique_id": annotation_set.id,
        "result": result,
        "was_cancelled": False,
        "ground_truth": annotation_set.kind == "adjudicated",
        "created_at": annotation_set.created_at,
        "draft": not annotation_set.complete,
    }


def results(annotation_set: AnnotationSet, kinds: Mapping[str, str]) -> Iterator[Row]:
    for span in annotation_set.spans:
        yield from region(span, kinds)
    for link in annotation_set.links:
        yield relation(link)
    for said in annotation_set.article_labels:
        yield result(ARTICLE, "choices", {"choices": [said.label]})
        yield from answered(said.label, said.attributes, kinds)


def region(span: Span, kinds: Mapping[str, str]) -> Iterator[Row]:
    place = {"start": span.start, "end": span.end}
    origin = ORIGINS.get(span.origin, "manual")
    about = {"meta": {"text": [span.note]}} if span.note else {}
    yield (
        result(SPAN, "labels", place | {"text": span.quote, "labels": [span.label]}, id=span.id, origin=origin) | about
    )
    yield from answered(span.label, span.attributes, kinds, place, id=span.id)
    if span.unsure:
        yield result(UNSURE, "choices", place | {"choices": [UNSURE]}, id=span.id)


def answered(
    label: str, answers: Answers, kinds: Mapping[str, str], place: Mapping[str, int] = {}, **more: str
) -> Iterator[Row]:
    for key, given in answers.items():
        name = question(label, key)
        kind = kinds.get(name, "choices")
        said = str(given).lower() if isinstance(given, bool) else given
        yield result(name, kind, {**place, "text" if kind == "textarea" else "choices": [said]}, **more)


def relation(link: Link) -> Row:
    """A relation answers nothing: what was answered with yes stands beside its label."""
    yes = [key for key, value in link.attributes.items() if value is True]
    ends = {"from_id": link.from_span, "to_id": link.to_span}
    return {"type": "relation", **ends, "direction": "right", "labels": [link.label, *yes]}


def result(name: str, kind: str, value: Mapping[str, Any], **more: str) -> Row:
    return {**more, "from_name": name, "to_name": TEXT, "type": kind, "value": value}


FORMAT = FileFormat(
    name="label-studio",
    title=_("Label Studio: tasks with annotations and predictions"),
    ending=".json",
    media_type="application/json",
    convert=convert,
)
