"""A line of an export as Python reads it. What nobody here looks into stays as its bytes came."""

from collections import Counter
from collections.abc import Iterator

import msgspec
from msgspec import UNSET, Raw, UnsetType


class Span(msgspec.Struct, gc=False):
    id: str
    label: str
    start: int
    end: int
    quote: str
    start_utf16: int
    end_utf16: int
    attributes: Raw
    note: str
    unsure: bool
    origin: str


class Link(msgspec.Struct, gc=False, rename={"from_span": "from", "to_span": "to"}):
    id: str
    label: str
    from_span: str
    to_span: str
    attributes: Raw
    origin: str


class ArticleLabel(msgspec.Struct, gc=False):
    label: str
    attributes: Raw


class AnnotationSet(msgspec.Struct):
    id: str
    who: str | None
    kind: str
    state: str
    complete: bool
    label_set: str
    label_set_version: int
    labels_asked: list[str]
    created_at: str
    submitted_at: str | None
    accepted_at: str | None
    version: int
    spans: list[Span]
    links: list[Link]
    article_labels: list[ArticleLabel]
    decisions: list[Raw] | UnsetType = UNSET
    model: str | UnsetType = UNSET
    model_version: str | UnsetType = UNSET

    @property
    def marks(self) -> Iterator[Span | Link | ArticleLabel]:
        yield from self.spans
        yield from self.links
        yield from self.article_labels


class Article(msgspec.Struct, tag_field="type", tag="article"):
    id: str
    text: str
    sha256: str
    outlet: str | None
    title: str | None
    url: str | None
    story: str | None
    published_at: str | None
    language: str | None
    metadata: Raw
    task: str
    annotation_sets: list[AnnotationSet]
    split: str | UnsetType = UNSET
    group: str | UnsetType = UNSET

    @property
    def marks(self) -> Counter[str]:
        """How many of each label, in all of its sets."""
        kinds = (kind for one in self.annotation_sets for kind in (one.spans, one.links, one.article_labels))
        return Counter([mark.label for marks in kinds for mark in marks])

    @property
    def counts(self) -> dict[str, int]:
        sets = self.annotation_sets
        return {
            "articles": 1,
            "annotation_sets": len(sets),
            "spans": sum([len(one.spans) for one in sets]),
            "links": sum([len(one.links) for one in sets]),
            "article_labels": sum([len(one.article_labels) for one in sets]),
        }


read_article = msgspec.json.Decoder(Article).decode
write = msgspec.json.Encoder().encode
