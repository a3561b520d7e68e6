"""How the labels of a version look on words: a small text of our own, drawn by the one renderer."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.forms.boundfield import BoundField, BoundWidget
from django.utils.safestring import SafeString
from uuid_utils.compat import uuid7

from newsreview.labels.dresses import DRESSES, Dress
from newsreview.labels.models import Label
from newsreview.web.marking import MarkedParagraph, marked_paragraphs, segments
from newsreview.web.rows import Mark, letter_of

WORDS = (
    "The ferry will not sail before Monday, the harbour master said, because the ramp is older than the boat. Her "
    "deputy told the radio that the crossing had lost 1,200 passengers since May, and that nobody had asked the crew."
)
# Where labels lie, the first label first: those of phrases in these words, those of paragraphs on lines of their own.
PHRASES = (
    "The ferry will not sail before Monday, the harbour master said",
    "the harbour master",
    "the ramp is older than the boat",
    "Her deputy",
    "the crossing had lost 1,200 passengers since May",
    "the radio",
    "1,200 passengers",
    "nobody had asked the crew",
)
LINES = (
    "Photo: the ferry Aurora in port",
    "Read also: Who counts the boats?",
    "Storm warning for Saturday",
    "Write to the newsdesk",
    "Follow us",
    "More news",
    "Tags: harbour, ferry",
    "08:15",
)
SWATCH = "so it reads"


class Swatch(NamedTuple):
    """A choice of dress: its button, and a few words that wear it."""

    radio: BoundWidget
    block: str
    words: SafeString


def preview(labels: Iterable[Label]) -> Iterator[MarkedParagraph]:
    """A text with one span of each label, as far as there is room."""
    places = {Label.Unit.PHRASE: iter(PHRASES), Label.Unit.PARAGRAPH: iter(LINES)}
    worn = [(words, label) for label in labels if (words := next(places[Label.Unit(label.unit)], None))]
    text = "\n".join([WORDS, *(words for words, label in worn if label.unit == Label.Unit.PARAGRAPH)])
    marks = sorted((mark_on(words, label, text) for words, label in worn), key=lambda mark: (mark.start, -mark.end))
    return marked_paragraphs(text, marks, language="en", version=0)


def mark_on(words: str, label: Label, text: str) -> Mark:
    start = text.index(words)
    return Mark(
        id=str(uuid7()),
        start=start,
        end=start + len(words),
        quote=words,
        attributes_json="{}",
        given_json="[]",
        note="",
        unsure=False,
        run=None,
        last_edit_id=str(uuid7()),
        label=label,
        name=f"{letter_of(label)}1" if label.key or label.shortcut else "?",
    )


def swatches(field: BoundField) -> list[Swatch]:
    wearing = {dress.key: dress for dress in DRESSES}
    return [swatch(radio, wearing.get(radio.data["value"])) for radio in field.subwidgets]


def swatch(radio: BoundWidget, dress: Dress | None) -> Swatch:
    if dress is None:
        return Swatch(radio, "", SafeString(""))
    label = Label(key="?", channel=dress.channel, hue=dress.hue, line=dress.line)
    mark = mark_on(SWATCH, label, SWATCH)._replace(name="")
    words = SafeString("".join(words for _start, words in segments(SWATCH, 0, len(SWATCH), [mark])))
    return Swatch(radio, f"edge-{dress.hue}" if dress.channel == Label.Channel.EDGE else "", words)
