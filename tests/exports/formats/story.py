"""A small export made by hand, with what the demo lacks: letters beyond the BMP, a chain of three, hostile words."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any
from uuid import UUID, uuid5

TEXT = "Police 🚓 said 12 people died.\n\nThe desk, quoting Police, told Mara: “=1+1”, twice.\n\nMore news\n"
QUOTES = {
    "c1": ("claim", "12 people died"),
    "s1": ("source", "Police"),
    "s2": ("source", "The desk"),
    "s3": ("source", "Mara"),
    "c2": ("claim", "=1+1"),
    "c3": ("claim", "twice"),
    "b1": ("boilerplate", "More news"),
}
LINKS = {
    "l1": ("attributed_to", "c1", "s1"),
    "l2": ("via", "s1", "s2"),
    "l3": ("via", "s2", "s3"),
    "l4": ("via", "s3", "s1"),
    "l5": ("continues", "c3", "c2"),
}


def named(name: str) -> str:
    return str(uuid5(UUID(int=0), name))


def story(text: str = TEXT, **article: Any) -> bytes:
    """The export of it: one article, one set that a person has submitted."""
    spans = [span(name, text, label, quote) for name, (label, quote) in QUOTES.items()]
    answer = {
        "id": named("set"),
        "who": "annotator-0123456789ab",
        "kind": "person",
        "state": "submitted",
        "complete": True,
        "label_set": named("labels"),
        "label_set_version": 1,
        "labels_asked": [label["key"] for label in LABELS],
        "created_at": "2026-05-04T08:00:00+00:00",
        "submitted_at": "2026-05-04T09:00:00+00:00",
        "accepted_at": None,
        "version": 12,
        "spans": sorted(spans, key=lambda span: (span["start"], -span["end"], span["id"])),
        "links": [link(name, *ends) for name, ends in LINKS.items()],
        "article_labels": [{"label": "origin", "attributes": {"kind": "agency_copy", "credited_to": "Wire"}}],
    }
    row = {
        "type": "article",
        "id": named("article"),
        "text": text,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "outlet": "=Harbour Post",
        "title": "Twelve die",
        "url": None,
        "story": "The ferry row",
        "published_at": None,
        "language": "en",
        "metadata": {},
        "task": named("task"),
        "annotation_sets": [answer],
        **article,
    }
    return exported([row])


def exported(articles: list[dict[str, Any]]) -> bytes:
    return b"".join(lines_of(articles, counts_of(articles)))


def counts_of(articles: list[dict[str, Any]]) -> dict[str, int]:
    sets = [annotation_set for article in articles for annotation_set in article["annotation_sets"]]
    kept = {name: sum(len(each[name]) for each in sets) for name in ("spans", "links", "article_labels")}
    return {"articles": len(articles), "annotation_sets": len(sets), **kept}


def lines_of(articles: Iterable[dict[str, Any]], counts: dict[str, int]) -> Iterator[bytes]:
    """One at a time, and no more in memory."""
    header = {
        "type": "header",
        "format": "newsreview-annotations",
        "format_version": 1,
        "project": {"slug": "ferry", "name": "Ferry"},
        "exported_at": "2026-05-04T10:00:00+00:00",
        "counts": counts,
        "left_out": {"taken_back": 0},
        "label_set": {
            "id": named("labels"),
            "name": "Marks",
            "version": 1,
            "published_at": None,
            "labels": LABELS,
            "guideline": {},
        },
        "other_label_sets": [],
    }
    digest = hashlib.sha256()
    for written in map(line, chain([header], articles)):
        digest.update(written)
        yield written
    yield line({"type": "trailer", "counts": counts, "sha256": digest.hexdigest()})


def line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def span(name: str, text: str, label: str, quote: str) -> dict[str, Any]:
    start = text.index(quote)
    units = [len(text[:at].encode("utf-16-le")) // 2 for at in (start, start + len(quote))]
    return {
        "id": named(name),
        "label": label,
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "start_utf16": units[0],
        "end_utf16": units[1],
        "attributes": ANSWERS.get(name, {}),
        "note": "@home" if name == "c2" else "",
        "unsure": name == "c3",
        "origin": "own",
    }


ANSWERS: dict[str, dict[str, Any]] = {
    "c1": {"kind": "fact", "form": "paraphrase", "check_worthy": True},
    "s1": {"who": "The police", "type": "organisation"},
    "b1": {"type": "navigation"},
}


def link(name: str, label: str, start: str, end: str) -> dict[str, Any]:
    attributes = {"carried_over": True} if name == "l1" else {}
    ends = {"from": named(start), "to": named(end)}
    return {"id": named(name), "label": label, **ends, "attributes": attributes, "origin": "own"}


def label(key: str, kind: str, attributes: dict[str, str] | None = None, **fields: Any) -> dict[str, Any]:
    asked: list[dict[str, Any]] = [
        {
            "key": name,
            "name": name,
            "kind": asks,
            "values": [],
            "required": False,
            "enabled": True,
            "default": None,
        }
        for name, asks in (attributes or {}).items()
    ]
    plain = {
        "key": key,
        "kind": kind,
        "name": key,
        "summary": "",
        "rule": "",
        "unit": "phrase",
        "excludes": [],
        "from_labels": [],
        "to_labels": [],
        "at_most_one": False,
        "shortcut": "",
        "channel": "",
        "hue": "",
        "line": "",
        "retired": False,
    }
    return plain | fields | {"attributes": asked}


LABELS = [
    label("boilerplate", "span", {"type": "choice"}, unit="paragraph"),
    label("source", "span", {"type": "choice", "who": "suggestion"}),
    label("claim", "span", {"kind": "choice", "form": "form", "check_worthy": "flag"}, retired=True),
    label("attributed_to", "link", {"carried_over": "flag"}, from_labels=["claim"], to_labels=["source"]),
    label("via", "link", from_labels=["source"], to_labels=["source"]),
    label("continues", "link", from_labels=["claim"], to_labels=["claim"]),
    label("origin", "article", {"kind": "choice", "credited_to": "text"}),
]
