"""What every table of spans, claims or paragraphs says of where a row comes from; and rows as JSON lines."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from newsreview.native_format import AnnotationSet, Article, Span
from newsreview.offsets import Offsets, Utf16

Row = dict[str, Any]
WHEREABOUTS = (
    "article", "sha256", "outlet", "story", "language", "split", "annotation_set", "who", "set_kind", "complete",
)  # fmt: skip
_encode = msgspec.json.Encoder().encode


def whereabouts(article: Article, annotation_set: AnnotationSet) -> Row:
    """The article, and whose word the row is."""
    return {
        "article": article.id,
        "sha256": article.sha256,
        "outlet": article.outlet,
        "story": article.story,
        "language": article.language,
        "split": article.split,
        "annotation_set": annotation_set.id,
        "who": annotation_set.who,
        "set_kind": annotation_set.kind,
        "complete": annotation_set.complete,
    }


def place(text: str, offsets: Offsets, units: Utf16) -> Row:
    """The offsets in both units, and the words there."""
    return {
        "start": offsets.start,
        "end": offsets.end,
        "start_utf16": units.from_points(offsets.start),
        "end_utf16": units.from_points(offsets.end),
        "quote": offsets.quote(text),
    }


def marked(span: Span) -> Row:
    """The same of a span, which has them already."""
    return {name: getattr(span, name) for name in ("start", "end", "start_utf16", "end_utf16", "quote")}


def json_lines(rows: Iterable[Row]) -> Iterator[bytes]:
    for row in rows:
        yield _encode(row) + b"\n"
