"""One paragraph a row: the article's own words, a heading, or what does not belong to the article."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from newsreview.exports.formats.format import Blocks, FileFormat
from newsreview.exports.formats.rows import Row, json_lines, place, whereabouts
from newsreview.native_format import Article, Span, read
from newsreview.offsets import Offsets, Paragraph, Utf16, paragraphs

BODY = "body"
MOST = 0.5  # of a paragraph's characters: what is marked in less of it does not make it something else


def convert(blocks: Blocks) -> Iterator[bytes]:
    export = read(blocks)
    kinds = [key for key, label in export.header.labels("span").items() if label.unit == "paragraph"]
    return json_lines(row for article in export.articles for row in rows(article, kinds))


def rows(article: Article, kinds: Sequence[str]) -> Iterator[Row]:
    cut, units = paragraphs(article.text), Utf16(article.text)
    for annotation_set in article.annotation_sets:
        whose = whereabouts(article, annotation_set)
        marks = [span for span in annotation_set.spans if span.label in kinds]
        for paragraph in cut:
            mark, covered = widest(paragraph, marks)
            yield {
                **whose,
                "number": paragraph.number,
                **place(article.text, Offsets(paragraph.start, paragraph.end), units),
                "label": mark.label if mark else BODY,
                "type": mark.attributes.get("type") if mark else None,
                "covered": round(covered, 3),
            }


def widest(paragraph: Paragraph, marks: Sequence[Span]) -> tuple[Span | None, float]:
    """The mark on most of the paragraph, if it is on most of it; and on how much of it any mark is at most."""
    shares = [(share(paragraph, mark), mark) for mark in marks]
    covered, mark = max(shares, key=lambda each: each[0], default=(0.0, None))
    return (mark if covered > MOST else None), covered


def share(paragraph: Paragraph, mark: Span) -> float:
    common = min(paragraph.end, mark.end) - max(paragraph.start, mark.start)
    return max(common, 0) / (paragraph.end - paragraph.start)


FORMAT = FileFormat(
    name="paragraphs",
    title=_("Paragraphs: one a row, as body, heading or boilerplate"),
    ending=".jsonl",
    media_type="application/x-ndjson",
    convert=convert,
)
