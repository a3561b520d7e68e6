"""One claim a row, with who says it and who passes it on, as far as links lead."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import partial
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from newsreview.exports.chains import Chains, Step, claim_labels
from newsreview.exports.formats.format import Blocks, FileFormat
from newsreview.exports.formats.rows import Row, json_lines, marked, place, whereabouts
from newsreview.native_format import Answers, Article, Span, read
from newsreview.offsets import Offsets, Utf16
from newsreview.sentences import sentences

_start, _end = attrgetter("start"), attrgetter("end")


def convert(blocks: Blocks) -> Iterator[bytes]:
    export = read(blocks)
    claims = claim_labels(export.header.labels("link").values())
    return json_lines(row for article in export.articles for row in rows(article, claims))


def rows(article: Article, claims: frozenset[str]) -> Iterator[Row]:
    cut = sentences(article.text, 0, len(article.text), article.language or "")
    put = partial(place, article.text, units=Utf16(article.text))
    for annotation_set in article.annotation_sets:
        chains = Chains(annotation_set)
        whose = whereabouts(article, annotation_set)
        for claim in (span for span in annotation_set.spans if span.label in claims):
            yield {
                "id": claim.id,
                **whose,
                "label": claim.label,
                **marked(claim),
                **answered(claim.attributes, "kind", "form"),
                "note": claim.note,
                "unsure": claim.unsure,
                "chain": [passed_on(step) for step in chains.chain(claim)],
                "parts": [part.id for part in chains.parts(claim)],
                "sentence": put(around(claim, cut)),
            }


def passed_on(step: Step) -> Row:
    return {
        "id": step.span.id,
        "link": step.link.label,
        "label": step.span.label,
        **marked(step.span),
        **answered(step.span.attributes, "who", "type"),
        "carried_over": step.link.attributes.get("carried_over") is True,
    }


def answered(answers: Answers, *columns: str) -> dict[str, Any]:
    """What most look for has a column of its own, null where it was not answered; the rest stays together."""
    rest = {key: value for key, value in answers.items() if key not in columns}
    return {key: answers.get(key) for key in columns} | {"attributes": rest}


def around(span: Span, cut: list[Offsets]) -> Offsets:
    """The sentence of the span, or from the first to the last of those that it touches."""
    touched = cut[bisect_right(cut, span.start, key=_end) : bisect_left(cut, span.end, key=_start)]
    return Offsets(min(touched[0].start, span.start), max(touched[-1].end, span.end)) if touched else span_of(span)


def span_of(span: Span) -> Offsets:
    return Offsets(span.start, span.end)


FORMAT = FileFormat(
    name="attributions",
    title=_("Attributions: one claim a row, with who says it"),
    ending=".jsonl",
    media_type="application/x-ndjson",
    convert=convert,
)
