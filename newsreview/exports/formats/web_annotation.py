"""One W3C Web Annotation a line: spans as tags on a text position, links as motivation “linking”."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from newsreview.exports.formats.format import Blocks, FileFormat
from newsreview.exports.formats.rows import Row, json_lines
from newsreview.native_format import AnnotationSet, Answers, Article, Span, read

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32  # code points before and after a quote, to tell it from the same words elsewhere


def convert(blocks: Blocks) -> Iterator[bytes]:
    return json_lines(row for article in read(blocks).articles for row in rows(article))


def rows(article: Article) -> Iterator[Row]:
    source = f"{urn(article.id)}#sha256-{article.sha256}"
    for annotation_set in article.annotation_sets:
        about = {"partOf": urn(annotation_set.id)} | creator(annotation_set)
        for span in annotation_set.spans:
            target = {"source": source, "selector": selectors(article.text, span)}
            said = [*tags(span.label, span.attributes), *comments(span)]
            yield annotation(urn(span.id), "tagging", said, target) | about
        for link in annotation_set.links:
            ends = [{"id": urn(link.from_span)}, {"id": urn(link.to_span)}]
            yield annotation(urn(link.id), "linking", tags(link.label, link.attributes), ends) | about
        for given in annotation_set.article_labels:
            name = f"{urn(annotation_set.id)}#{given.label}"
            yield annotation(name, "tagging", tags(given.label, given.attributes), {"source": source}) | about


def urn(uuid: str) -> str:
    return f"urn:uuid:{uuid}"


def creator(annotation_set: AnnotationSet) -> Row:
    if annotation_set.who is None:
        return {}
    return {"creator": {"type": "Person", "nickname": annotation_set.who}}


def annotation(name: str, motivation: str, body: list[Row], target: Row | list[Row]) -> Row:
    return {
        "@context": CONTEXT,
        "id": name,
        "type": "Annotation",
        "motivation": motivation,
        "body": body,
        "target": target,
    }


def selectors(text: str, span: Span) -> list[Row]:
    around = {"prefix": text[max(0, span.start - AROUND) : span.start], "suffix": text[span.end : span.end + AROUND]}
    return [
        {"type": "TextQuoteSelector", "exact": span.quote, **around},
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
    ]


def tags(label: str, answers: Answers) -> list[Row]:
    """The label, and each answer as “key=value”."""
    told = {key: str(value).lower() if isinstance(value, bool) else value for key, value in answers.items()}
    return [body("tagging", label), *(body("classifying", f"{key}={value}") for key, value in told.items())]


def comments(span: Span) -> list[Row]:
    unsure = [body("assessing", "unsure")] if span.unsure else []
    return [*unsure, *([body("commenting", span.note)] if span.note else [])]


def body(purpose: str, value: str) -> Row:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


FORMAT = FileFormat(
    name="web-annotation",
    title=_("W3C Web Annotation: one annotation a line"),
    ending=".jsonl",
    media_type="application/x-ndjson",
    convert=convert,
)
