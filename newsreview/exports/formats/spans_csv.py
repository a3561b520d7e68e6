"""A table of all spans for spreadsheets and data frames, in which no words are taken for a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any

import msgspec
from django.utils.translation import gettext_lazy as _

from newsreview.exports.formats.format import Blocks, FileFormat
from newsreview.exports.formats.rows import WHEREABOUTS, whereabouts
from newsreview.native_format import Article, Span, read
from newsreview.spreadsheet_cells import as_text

COLUMNS = (*WHEREABOUTS, *Span.__struct_fields__)


def convert(blocks: Blocks) -> Iterator[bytes]:
    yield written([COLUMNS])
    for article in read(blocks).articles:
        yield written(rows(article))


def rows(article: Article) -> Iterator[list[Any]]:
    for annotation_set in article.annotation_sets:
        whose = whereabouts(article, annotation_set)
        for span in annotation_set.spans:
            cells = whose | msgspec.structs.asdict(span)
            yield [cell(cells[column]) for column in COLUMNS]


def written(table: Iterable[Sequence[Any]]) -> bytes:
    lines = StringIO()
    csv.writer(lines).writerows(table)
    return lines.getvalue().encode()


def cell(value: Any) -> str | int | None:
    """Answers as JSON; yes and no as in JSON."""
    if isinstance(value, dict | bool):
        return msgspec.json.encode(value).decode()
    return as_text(value) if isinstance(value, str) else value


FORMAT = FileFormat(
    name="csv",
    title=_("CSV: one span a row, for spreadsheets"),
    stem="spans",
    ending=".csv",
    media_type="text/csv",
    convert=convert,
)
