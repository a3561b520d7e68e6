"""What of an export comes back when it goes out in a format and in again: everything but ids, dates, and who."""

from typing import Any

from newsreview.exports import exporting
from newsreview.exports.formats import FORMATS
from newsreview.exports.formats.format import FileFormat
from newsreview.projects.models import Project
from tests.exports.plain_reader import Export, read

DETAILS = ("text", "outlet", "title", "url", "story", "published_at", "language", "metadata")
# What a format has no place for.
LOSSES: dict[str, dict[str, bool]] = {
    "jsonl": {},
    "label-studio": {"origins": False},
    "doccano": {"answers": False, "origins": False},
}


def export_of(project: Project) -> Export:
    return read(b"".join(exporting.blocks_of(project)))


def content(export: Export, *, answers: bool = True, origins: bool = True) -> list[Any]:
    """Everything but ids, dates, and who."""
    return [
        (
            {name: article[name] for name in DETAILS},
            [set_content(each, answers=answers, origins=origins) for each in article["annotation_sets"]],
        )
        for article in export.articles
    ]


def set_content(annotation_set: dict[str, Any], *, answers: bool, origins: bool) -> Any:
    told = {span["id"]: (span["label"], span["start"], span["end"], span["quote"]) for span in annotation_set["spans"]}
    more = ["attributes", "note", "unsure"] if answers else []
    spans = [(told[s["id"]], {name: s[name] for name in more + ["origin"] * origins}) for s in annotation_set["spans"]]
    links = [
        (
            (link["label"], told[link["from"]], told[link["to"]]),
            {name: link[name] for name in ["attributes", "origin"] * origins},
            {key for key, value in link["attributes"].items() if value is True and answers},
        )
        for link in annotation_set["links"]
    ]
    said = annotation_set["article_labels"] if answers else []
    return (annotation_set["complete"], sorted(spans, key=str), sorted(links, key=str), said)


def as_format(name: str, export: bytes) -> bytes:
    form = FORMATS[name]
    assert isinstance(form, FileFormat)
    return b"".join(form.convert(export.splitlines(keepends=True)))
