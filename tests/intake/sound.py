"""A small sound file of every kind that is read, for tests which spoil it."""

import gzip
import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.intake.packed import PACKERS, tar_of, zip_of

WORDS = "“No day,” said Ada Brandt 👩‍👩‍👧.\nThe gates stood open – half an hour, 𝒳."
RECORD: dict[str, Any] = {
    "text": WORDS,
    "title": "Gates",
    "outlet": "Harbour Post",
    "url": "https://post.example/1?a=b",
    "published_at": "2025-10-15T18:40:00+02:00",
    "language": "en",
    "story": "The gates",
    "id": 7,
    "metadata": {"desk": ["a", 1.5, None, {"deep": True}]},
}


def in_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def lines_of(*values: object) -> bytes:
    return b"".join(in_json(value) + b"\n" for value in values)


ROWS = (
    "text,title,outlet,url,published_at,language,id,desk\r\n"
    '"“No day,” said Ada.\nShe had ""half an hour"".",Gates,Post,https://post.example/1,2025-10-15,en,7,Harbour\r\n'
    "𝒳 went.,,,,,,,\r\n"
)
DOCCANO = {
    "id": 1,
    "text": WORDS,
    "desk": "Harbour",
    "entities": [
        {"id": 1, "label": "claim", "start_offset": 0, "end_offset": 8},
        {"id": 2, "label": "source", "start_offset": 14, "end_offset": 24},
    ],
    "relations": [{"id": 3, "from_id": 1, "to_id": 2, "type": "attributed_to"}],
}
LABEL_STUDIO = {
    "id": 1,
    "data": {"text": WORDS, "desk": "Harbour"},
    "annotations": [
        {
            "result": [
                {
                    "id": "a",
                    "type": "labels",
                    "from_name": "label",
                    "to_name": "text",
                    "value": {"start": 0, "end": 8, "text": "“No day,", "labels": ["claim"]},
                },
                {
                    "id": "b",
                    "type": "labels",
                    "from_name": "label",
                    "to_name": "text",
                    "value": {"start": 14, "end": 24, "labels": ["source"]},
                },
                {"id": "a", "type": "choices", "from_name": "claim_form", "value": {"choices": ["direct"]}},
                {"type": "relation", "from_id": "a", "to_id": "b", "direction": "right", "labels": ["attributed_to"]},
            ]
        }
    ],
}


def place(start: int, end: int) -> dict[str, Any]:
    """With what else a span says."""
    said = {"attributes": {"form": "direct"}, "note": "", "unsure": False, "origin": "own"}
    return {"start": start, "end": end, "start_utf16": start, "end_utf16": end, **said}


ARTICLE = {
    "type": "article",
    "id": "a",
    "text": WORDS,
    "sha256": sha256(WORDS.encode()).hexdigest(),
    "outlet": "Harbour Post",
    "title": None,
    "url": None,
    "story": None,
    "published_at": "2025-10-15T18:40:00+02:00",
    "language": "en",
    "metadata": {"desk": "Harbour"},
    "annotation_sets": [
        {
            "id": "s",
            "who": None,
            "kind": "person",
            "complete": True,
            "label_set": "l",
            "created_at": "2025-10-15T18:40:00+02:00",
            "submitted_at": None,
            "spans": [
                {"id": "1", "label": "claim", "quote": "“No day,", **place(0, 8)},
                {"id": "2", "label": "source", "quote": "Ada Brandt", **place(14, 24)},
            ],
            "links": [
                {"id": "3", "label": "attributed_to", "from": "1", "to": "2", "attributes": {}, "origin": "own"}
            ],
            "article_labels": [],
        }
    ],
}  # fmt: skip
HEADER = {
    "type": "header",
    "format": "newsreview-annotations",
    "format_version": 1,
    "project": {"slug": "ferry", "name": "Ferry"},
    "counts": {},
    "label_set": {"id": "l", "name": "L", "version": 1, "labels": []},
    "other_label_sets": [],
}


def whole_export(*lines: bytes) -> bytes:
    """An export with these lines between its ends, which says of itself that it is whole."""
    counts = {"articles": 1, "annotation_sets": 1, "spans": 2, "links": 1, "article_labels": 0}
    before = in_json(HEADER) + b"\n" + b"".join(line + b"\n" for line in lines)
    return before + in_json({"type": "trailer", "counts": counts, "sha256": sha256(before).hexdigest()}) + b"\n"


def plain_files() -> dict[str, bytes]:
    page = Path(__file__).with_name("pages") / "ferry.html"
    return {
        "a.txt": WORDS.replace("\n", "\r\n").encode(),
        "a.html": page.read_bytes(),
        "a.htm": b"<meta charset=windows-1252><title>T</title><p>caf\xe9 &amp;amp; <b>gates</b>",
        "a.jsonl": lines_of(RECORD, {"text": "b"}, RECORD | {"id": "c", "published_at": None}),
        "a.json": in_json([RECORD, {"text": "b"}]),
        "a.csv": ROWS.encode(),
        "a.tsv": b"text\tdesk\n\"a\tb\"\tHarbour\nc\t\n",
    }  # fmt: skip


def files_by_name(plain: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those, each of them packed, and archives of them."""
    packed = {f"{name}{ending}": pack(raw) for name, raw in plain.items() for ending, pack in PACKERS.items()}
    few = {"in/a.txt": plain["a.txt"], "b.csv.gz": packed["a.csv.gz"], "c.json": plain["a.json"]}
    archives = {
        "a.zip": zip_of(few),
        "stored.zip": zip_of(few, compresslevel=0),
        "a.tar": tar_of(few),
        "a.tar.gz": gzip.compress(tar_of(few)),
        "a.tgz": gzip.compress(tar_of(few)),
        "a.tar.zst": PACKERS[".zst"](tar_of(few)),
    }
    return {**plain, **packed, **archives}


MARKED_FILES = {
    "jsonl": whole_export(in_json(ARTICLE)),
    "doccano": lines_of(DOCCANO, {"text": "A day.", "label": [[2, 5, "claim"]]}),
    "label-studio": in_json([LABEL_STUDIO]),
}
