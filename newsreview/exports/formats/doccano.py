"""JSON lines that doccano imports: one answer a line, its spans as entities and its links as relations."""

from collections.abc import Iterator
from itertools import count

from django.utils.translation import gettext_lazy as _

from newsreview.exports.formats.format import Blocks, FileFormat
from newsreview.exports.formats.rows import Row, json_lines, whereabouts
from newsreview.native_format import AnnotationSet, Article, read


def convert(blocks: Blocks) -> Iterator[bytes]:
    ids = count(1)
    return json_lines(row for article in read(blocks).articles for row in rows(article, ids))


def rows(article: Article, ids: Iterator[int]) -> Iterator[Row]:
    """An article that nobody has marked is one to mark: its text stands there all the same."""
    if not article.annotation_sets:
        yield {"id": next(ids), "text": article.text, "entities": [], "relations": [], **details(article)}
    for annotation_set in article.annotation_sets:
        yield row(article, annotation_set, ids)


def row(article: Article, annotation_set: AnnotationSet, ids: Iterator[int]) -> Row:
    """doccano numbers lines, entities and relations, and keeps fields that it does not know."""
    number = next(ids)
    entities = {span.id: next(ids) for span in annotation_set.spans}
    return {
        "id": number,
        "text": article.text,
        "entities": [
            {"id": entities[span.id], "label": span.label, "start_offset": span.start, "end_offset": span.end}
            for span in annotation_set.spans
        ],
        "relations": [
            {
                "id": next(ids),
                "from_id": entities[link.from_span],
                "to_id": entities[link.to_span],
                "type": link.label,
            }
            for link in annotation_set.links
        ],
        **details(article),
        **whereabouts(article, annotation_set),
    }


def details(article: Article) -> Row:
    names = ("outlet", "story", "language", "title", "url", "published_at", "metadata")
    return {"article": article.id} | {name: getattr(article, name) for name in names}


FORMAT = FileFormat(
    name="doccano",
    title=_("doccano: JSON Lines with entities and relations"),
    ending=".jsonl",
    media_type="application/x-ndjson",
    convert=convert,
)
