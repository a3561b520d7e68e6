"""What stands in the database, short enough to compare with what was done."""

import json
from typing import Any

from newsreview.annotation.models import AnnotationSet

# Label, words, first code point, answers as JSON.
Row = tuple[str, str, int, str]


def row(text: str, label: str, quote: str, nth: int = 0, **attributes: Any) -> Row:
    """The row of a span on the nth occurrence of these words in the text."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return label, quote, start, answers(attributes)


def rows(mine: AnnotationSet) -> set[Row]:
    found = mine.spans.select_related("label")
    return {(span.label.key, span.quote, span.start, answers(span.attributes)) for span in found}


def marked(mine: AnnotationSet) -> list[tuple[str, str]]:
    """Label and words of each span, in the order of the text."""
    return [(span.label.key, span.quote) for span in mine.spans.select_related("label")]


def linked(mine: AnnotationSet) -> set[tuple[str, str, str]]:
    """Label, and the words at both ends, of each link."""
    found = mine.links.select_related("label", "from_span", "to_span")
    return {(link.label.key, link.from_span.quote, link.to_span.quote) for link in found}


def answers(attributes: dict[str, Any]) -> str:
    return json.dumps(attributes, sort_keys=True, ensure_ascii=False)
