"""Reading the app's own export, line by line, and noticing when it is not whole. docs/export-format.md is the contract.

Pure: what every other format is made from, and what comes back in.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Literal

import msgspec
from msgspec import Struct, field

COUNTED = ("articles", "annotation_sets", "spans", "links", "article_labels")
Origin = Literal["own", "inferred", "accepted", "edited"]
Answers = dict[str, str | bool | None]


class NotWhole(ValueError):
    """The export was cut short, or changed since it was written; says where."""


class Attribute(Struct):
    key: str
    name: str
    kind: str
    values: list[dict[str, Any]]


class Label(Struct, kw_only=True):
    key: str
    kind: Literal["span", "link", "article"]
    name: str
    unit: str
    from_labels: list[str]
    to_labels: list[str]
    retired: bool
    attributes: list[Attribute]


class LabelSet(Struct):
    id: str
    name: str
    version: int
    labels: list[Label]


class Named(Struct):
    slug: str
    name: str


class Header(Struct, tag_field="type", tag="header", kw_only=True):
    format: Literal["newsreview-annotations"]
    format_version: Literal[1]
    project: Named
    exported_at: str | None = None  # the files of releases, of which the same content makes the same, do not say
    counts: dict[str, int]
    label_set: LabelSet
    other_label_sets: list[LabelSet]

    @property
    def label_sets(self) -> list[LabelSet]:
        """The one that new sets answer, then those which older sets are pinned to."""
        return [self.label_set, *self.other_label_sets]

    def labels(self, kind: str) -> dict[str, Label]:
        """All labels of a kind by key, in the newest words; retired ones included."""
        found: dict[str, Label] = {}
        for label in (label for label_set in self.label_sets for label in label_set.labels if label.kind == kind):
            found.setdefault(label.key, label)
        return found


class Span(Struct, kw_only=True):
    id: str
    label: str
    start: int
    end: int
    quote: str
    start_utf16: int
    end_utf16: int
    attributes: Answers
    note: str
    unsure: bool
    origin: Origin


class Link(Struct, kw_only=True):
    id: str
    label: str
    from_span: str = field(name="from")
    to_span: str = field(name="to")
    attributes: Answers
    origin: Origin


class ArticleLabel(Struct):
    label: str
    attributes: Answers


class AnnotationSet(Struct, kw_only=True):
    id: str
    who: str | None
    kind: Literal["person", "adjudicated", "model", "import"]
    complete: bool
    label_set: str
    created_at: str
    submitted_at: str | None
    spans: list[Span]
    links: list[Link]
    article_labels: list[ArticleLabel]


class Article(Struct, tag_field="type", tag="article", kw_only=True):
    id: str
    text: str
    sha256: str
    outlet: str | None
    title: str | None
    url: str | None
    story: str | None
    published_at: str | None
    language: str | None
    metadata: dict[str, Any]
    annotation_sets: list[AnnotationSet]
    split: str | None = None  # releases say it


class Trailer(Struct, tag_field="type", tag="trailer"):
    counts: dict[str, int]
    sha256: str


Record = Header | Article | Trailer
_decode = msgspec.json.Decoder(Record).decode


class Problem(Struct):
    """What a server answers when it gives no export (RFC 9457); a download may have kept it under an export's name."""

    status: int
    title: str
    detail: str


@dataclass(frozen=True)
class Export:
    """Its articles come one at a time, and raise NotWhole at the end unless the trailer says that these were all."""

    header: Header
    articles: Iterator[Article]


def read(blocks: Iterable[bytes]) -> Export:
    """An export in blocks of whole lines, such as an open file gives them. Raises NotWhole."""
    lines = _Lines(blocks)
    return Export(lines.header(), lines.articles())


def check(blocks: Iterable[bytes]) -> dict[str, int]:
    """How much is in the export; raises NotWhole when that is not what was written."""
    lines = _Lines(blocks)
    lines.header()
    for _ in lines.articles():
        pass
    return {name: lines.counts[name] for name in COUNTED}


def in_words(counts: Mapping[str, int]) -> str:
    """6 articles, 1 annotation set, and so on: the names of the trailer as people say them."""
    return ", ".join(f"{number:,} {counted(name, number)}" for name, number in counts.items())


def counted(name: str, number: int) -> str:
    words = name.replace("_", " ")
    return words.removesuffix("s") if number == 1 else words


class _Lines:
    """Counts and digests what it gives out, to compare it with the trailer."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self.counts: Counter[str] = Counter()
        self._records = self._read(blocks)
        self._digest = hashlib.sha256()
        self._number = 0

    def header(self) -> Header:
        first = next(self._records, None)
        if not isinstance(first, Header):
            raise NotWhole("It does not begin as an export does: the first line is no header.")
        return first

    def articles(self) -> Iterator[Article]:
        for record in self._records:
            if isinstance(record, Article):
                self._count(record)
                yield record
            elif isinstance(record, Trailer):
                self._compare(record)
                return
            else:
                raise NotWhole(f"Line {self._number} is a second header.")
        raise NotWhole(f"It ends after line {self._number} without a trailer: the rest is missing.")

    def _read(self, blocks: Iterable[bytes]) -> Iterator[Record]:
        for line in (line for block in blocks for line in BytesIO(block)):
            self._number += 1
            if self._number == 1 and (problem := _problem(line)):
                raise NotWhole(f"It is no export, but what was answered instead of one: {problem}")
            if not line.endswith(b"\n"):
                raise NotWhole(f"Line {self._number} is cut off.")
            try:
                record = _decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise NotWhole(f"Line {self._number} is no line of an export: {error}.") from error
            if not isinstance(record, Trailer):
                self._digest.update(line)
            yield record

    def _count(self, article: Article) -> None:
        self.counts["articles"] += 1
        for annotation_set in article.annotation_sets:
            self.counts["annotation_sets"] += 1
            self.counts["spans"] += len(annotation_set.spans)
            self.counts["links"] += len(annotation_set.links)
            self.counts["article_labels"] += len(annotation_set.article_labels)

    def _compare(self, trailer: Trailer) -> None:
        if next(self._records, None) is not None:
            raise NotWhole("Something comes after the trailer, which is the last line of an export.")
        if trailer.sha256 != self._digest.hexdigest():
            raise NotWhole("The trailer's digest is not that of the lines before it: they were changed.")
        counts = {name: self.counts[name] for name in trailer.counts}
        if counts != trailer.counts:
            raise NotWhole(f"The trailer announces {trailer.counts}, but there are {counts}.")


def _problem(line: bytes) -> str:
    """In words, as they may be shown on a terminal; none where the line is no problem."""
    try:
        told = msgspec.json.decode(line, type=Problem)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""
    words = f"{told.status} {told.title}. {told.detail}"
    return "".join(letter if letter.isprintable() else " " for letter in words)
