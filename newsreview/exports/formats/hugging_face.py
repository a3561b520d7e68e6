"""A dataset repository as Hugging Face's `datasets` loads it: Parquet files, one answer a row, and a card."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from newsreview.exports.formats.format import Blocks, FolderFormat
from newsreview.exports.formats.rows import Row, whereabouts
from newsreview.native_format import AnnotationSet, Article, Header, read

if TYPE_CHECKING:  # an extra
    from pyarrow import Schema

ROWS_AT_ONCE = 200
SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
# Columns of text that an article may lack, and what a row says of where it comes from.
TEXTS = ("article", "sha256", "outlet", "story", "language", "annotation_set", "who", "set_kind", "title", "url")

CARD = """\
---
pretty_name: {name}
annotations_creators: [expert-generated]
task_categories: [token-classification]
size_categories: [{size}]
configs:
- config_name: default
  data_files:
{files}
dataset_info:
  features:
{features}
---
# {name}

News articles with claims, sources and what does not belong to the article, exported from newsreview{at}. One row
is one person's answer to one article: an article that several people marked has several rows.

`start` and `end` count Unicode code points of `text`, end exclusive: `text[start:end] == quote`. Texts are as they were
published, with LF line ends. Where `complete` is false the answer is a draft, or a model's (`set_kind`), in which
unmarked does not mean no. Rows with the same `story` belong in one split. `attributes` are answers as JSON. Links of
`relations` go from one span's `id` to another's.
"""


def fill(blocks: Blocks, folder: Path) -> None:
    export = read(blocks)
    labels = list(export.header.labels("span"))
    (folder / "data").mkdir()
    with ExitStack() as stack:
        tables: dict[str, Table] = {}
        for article in export.articles:
            split = article.split or "train"
            if split not in tables:
                tables[split] = Table(folder / "data" / f"{split}.parquet", schema())
                stack.callback(tables[split].close)
            for row in rows(article, labels):
                tables[split].add(row)
    (folder / "README.md").write_text(card(export.header, labels, list(tables)), encoding="utf-8")


class Table:
    """A Parquet file that grows by so many rows at a time."""

    def __init__(self, path: Path, columns: "Schema") -> None:
        from pyarrow.parquet import ParquetWriter  # an extra

        self.columns = columns
        self.file: ParquetWriter = ParquetWriter(path, columns, compression="zstd")
        self.rows: list[Row] = []

    def add(self, row: Row) -> None:
        self.rows.append(row)
        if len(self.rows) == ROWS_AT_ONCE:
            self.write()

    def write(self) -> None:
        from pyarrow import RecordBatch  # an extra

        self.file.write_batch(RecordBatch.from_pylist(self.rows, schema=self.columns))
        self.rows = []

    def close(self) -> None:
        self.write()
        self.file.close()


def rows(article: Article, labels: Sequence[str]) -> Iterator[Row]:
    numbers = {label: number for number, label in enumerate(labels)}
    for annotation_set in article.annotation_sets:
        known = whereabouts(article, annotation_set) | {"title": article.title, "url": article.url}
        yield {name: known[name] for name in TEXTS} | {
            "text": article.text,
            "complete": annotation_set.complete,
            "spans": spans(annotation_set, numbers),
            "relations": [
                {"id": link.id, "type": link.label, "from_id": link.from_span, "to_id": link.to_span}
                for link in annotation_set.links
            ],
        }


def spans(annotation_set: AnnotationSet, numbers: dict[str, int]) -> list[Row]:
    return [
        {
            "id": span.id,
            "start": span.start,
            "end": span.end,
            "label": numbers[span.label],
            "quote": span.quote,
            "attributes": json.dumps(span.attributes, ensure_ascii=False),
            "note": span.note,
            "unsure": span.unsure,
        }
        for span in annotation_set.spans
    ]


SPAN = {
    "id": "string",
    "start": "int32",
    "end": "int32",
    "label": "int64",
    "quote": "string",
    "attributes": "string",
    "note": "string",
    "unsure": "bool",
}
RELATION = dict.fromkeys(("id", "type", "from_id", "to_id"), "string")
COLUMNS: dict[str, str | dict[str, str]] = {
    **dict.fromkeys(TEXTS, "string"),
    "text": "string",
    "complete": "bool",
    "spans": SPAN,
    "relations": RELATION,
}


def schema() -> "Schema":
    import pyarrow as pa  # an extra

    types = {"string": pa.string(), "int32": pa.int32(), "int64": pa.int64(), "bool": pa.bool_()}

    def typed(column: str | dict[str, str]) -> Any:
        if isinstance(column, str):
            return types[column]
        return pa.list_(pa.struct([(name, types[kind]) for name, kind in column.items()]))

    return pa.schema([(name, typed(column)) for name, column in COLUMNS.items()])


def card(header: Header, labels: Sequence[str], splits: Sequence[str]) -> str:
    return CARD.format(
        name=json.dumps(header.project.name, ensure_ascii=False),
        size=next((size for most, size in SIZES if header.counts["annotation_sets"] < most), "n>1M"),
        files="\n".join(f"  - {{split: {split}, path: data/{split}.parquet}}" for split in splits),
        features="\n".join(feature(name, column, labels) for name, column in COLUMNS.items()),
        at=f" at {header.exported_at}" if header.exported_at else "",
    )


def feature(name: str, column: str | dict[str, str], labels: Sequence[str]) -> str:
    if isinstance(column, str):
        return f"  - {{name: {name}, dtype: {column}}}"
    return "\n".join([f"  - name: {name}", "    list:", *(nested(each, kind, labels) for each, kind in column.items())])


def nested(name: str, kind: str, labels: Sequence[str]) -> str:
    """A label is a number in the file, and its key when it is loaded."""
    if name != "label":
        return f"    - {{name: {name}, dtype: {kind}}}"
    names = "".join(f"\n            '{number}': {label}" for number, label in enumerate(labels))
    return f"    - name: label\n      dtype:\n        class_label:\n          names:{names}"


FORMAT = FolderFormat(
    name="huggingface",
    title=_("Hugging Face: a dataset of Parquet files with a card"),
    libraries=("pyarrow",),
    extra="huggingface",
    fill=fill,
)
