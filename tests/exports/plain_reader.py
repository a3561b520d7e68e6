"""Reads an export with the standard library alone, and believes nothing it says."""

import hashlib
import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator

SCHEMA = json.loads(files("newsreview.exports").joinpath("export.schema.json").read_text(encoding="utf-8"))
VALID = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


@dataclass(frozen=True)
class Export:
    header: dict[str, Any]
    articles: list[dict[str, Any]]
    trailer: dict[str, Any]

    @property
    def sets(self) -> list[dict[str, Any]]:
        return [annotation_set for article in self.articles for annotation_set in article["annotation_sets"]]

    @property
    def spans(self) -> list[dict[str, Any]]:
        return [span for annotation_set in self.sets for span in annotation_set["spans"]]


def read(data: bytes) -> Export:
    """The export, after everything that docs/export-format.md promises of it was found to hold."""
    assert data.endswith(b"\n")
    lines = data.decode().split("\n")[:-1]
    header, *articles, trailer = (json.loads(line) for line in lines)
    export = Export(header, articles, trailer)
    for value in (header, *articles, trailer):
        VALID.validate(value)
    assert [value["type"] for value in (header, *articles, trailer)] == [
        "header",
        *["article"] * len(articles),
        "trailer",
    ]
    check_whole(export, data.removesuffix(lines[-1].encode() + b"\n"))
    for article in articles:
        check_article(article)
    assert [article["task"] for article in articles] == sorted(article["task"] for article in articles)
    known = {header["label_set"]["id"], *(version["id"] for version in header["other_label_sets"])}
    assert {annotation_set["label_set"] for annotation_set in export.sets} <= known
    return export


def check_whole(export: Export, before_trailer: bytes) -> None:
    counts = {
        "articles": len(export.articles),
        "annotation_sets": len(export.sets),
        "spans": len(export.spans),
        "links": sum(len(annotation_set["links"]) for annotation_set in export.sets),
        "article_labels": sum(len(annotation_set["article_labels"]) for annotation_set in export.sets),
    }
    assert export.header["counts"] == counts
    assert export.trailer["counts"] == counts
    assert export.trailer["sha256"] == hashlib.sha256(before_trailer).hexdigest()


def check_article(article: dict[str, Any]) -> None:
    text = article["text"]
    assert article["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    sets = article["annotation_sets"]
    assert [annotation_set["id"] for annotation_set in sets] == sorted(annotation_set["id"] for annotation_set in sets)
    units = text.encode("utf-16-le")
    for annotation_set in sets:
        spans, links = annotation_set["spans"], annotation_set["links"]
        for span in spans:
            assert text[span["start"] : span["end"]] == span["quote"]
            assert units[2 * span["start_utf16"] : 2 * span["end_utf16"]].decode("utf-16-le") == span["quote"]
            assert units[: 2 * span["start_utf16"]].decode("utf-16-le") == text[: span["start"]]
        assert spans == sorted(spans, key=lambda span: (span["start"], -span["end"], span["id"]))
        assert {end for link in links for end in (link["from"], link["to"])} <= {span["id"] for span in spans}
