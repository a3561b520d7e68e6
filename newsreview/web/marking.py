"""Text + spans → segments: the only place where marks become HTML.

A paragraph is cut at every edge of a span; each segment wears one class per span that covers it. Lanes keep lines of
overlapping spans apart. Built with format_html, never by template loops: one stray space would break every offset.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from newsreview.annotation.models import Span
from newsreview.labels.models import Label
from newsreview.offsets import Paragraph, paragraphs

LANES = 3
# Spans that begin within this many code points of each other share one flag.
FLAG_REACH = 4
LOOSE_SPACE = re.compile(r"[ \t]{2}|\t")


@dataclass(frozen=True, slots=True)
class Mark:
    """A span as it is shown: its name in the text (C3), and the lane of its line where it has one."""

    span: Span
    name: str

    @property
    def start(self) -> int:
        return self.span.start

    @property
    def end(self) -> int:
        return self.span.end

    @property
    def label(self) -> Label:
        return self.span.label

    def flag(self, lane: int) -> str:
        """Its name above the text; ~ where the annotator was unsure, +1 where no lane is left to draw it in."""
        return self.name + "~" * self.span.unsure + "+1" * (lane >= LANES)


@dataclass(frozen=True, slots=True)
class MarkedParagraph:
    paragraph: Paragraph
    text: str
    marks: Sequence[Mark]
    language: str
    version: int
    next_start: int

    @property
    def blank_after(self) -> SafeString:
        return blank_text(self.text, self.paragraph.end, self.next_start)

    @property
    def number(self) -> int:
        return self.paragraph.number

    @property
    def run(self) -> str:
        """The gesture that marked this whole paragraph together with its neighbours, if one did."""
        p = self.paragraph
        runs = (m.span.run for m in self.marks if m.span.run and m.start <= p.start + 2 and m.end >= p.end - 2)
        return str(next(runs, ""))

    @property
    def dress(self) -> str:
        """Classes of the whole paragraph: a label of the edge channel draws its rule there."""
        return " ".join(sorted({f"edge-{m.label.hue}" for m in self.marks if m.label.channel == Label.Channel.EDGE}))

    @property
    def facts(self) -> str:
        """What the gestures need to know of the spans here: id, label, [start, end), last edit, name."""
        return json.dumps(
            [[str(m.span.pk), m.label.key, m.start, m.end, str(m.span.last_edit_id), m.name] for m in self.marks],
            separators=(",", ":"),
        )

    @property
    def spacing(self) -> str:
        """Only where white space matters is it kept on screen: kept, it hangs over the ends of lines."""
        return "pre" if LOOSE_SPACE.search(self.text, self.paragraph.start, self.paragraph.end) else ""

    def html(self) -> SafeString:
        return segments(self.text, self.paragraph.start, self.paragraph.end, self.marks)


def marks_of(spans: Iterable[Span]) -> list[Mark]:
    """Spans in the order of the text, each named by its label's letter and its place among its label's spans."""
    counts: dict[str, int] = {}
    marks = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end, s.pk)):
        letter = letter_of(span.label)
        counts[letter] = counts.get(letter, 0) + 1
        marks.append(Mark(span, f"{letter}{counts[letter]}"))
    return marks


def letter_of(label: Label) -> str:
    return (label.shortcut or label.key[0]).upper()


def marked_paragraphs(
    text: str, marks: Sequence[Mark], *, language: str, version: int, only: set[int] | None = None
) -> Iterator[MarkedParagraph]:
    """The paragraphs of a text, or `only` those of these numbers, each with the marks that touch it, in their order.

    `marks` are in the order of the text: one walk along both, since long articles have thousands of each.
    """
    found = paragraphs(text)
    coming, reached = 0, list[Mark]()
    for paragraph, following in zip_longest(found, found[1:]):
        while coming < len(marks) and marks[coming].start < paragraph.end:
            reached.append(marks[coming])
            coming += 1
        reached = [mark for mark in reached if mark.end > paragraph.start]
        if only is None or paragraph.number in only:
            next_start = following.start if following else len(text)
            yield MarkedParagraph(paragraph, text, tuple(reached), language, version, next_start)


def lanes(marks: Iterable[Mark]) -> dict[Any, int]:
    """A lane for each span whose label is drawn as a line: the lowest that is free over its whole length."""
    taken: list[int] = []  # where each lane's last span ends
    lane_of = {}
    for mark in marks:
        if mark.label.channel != Label.Channel.LINE:
            continue
        lane = next((i for i, end in enumerate(taken) if end <= mark.start), len(taken))
        taken[lane : lane + 1] = [mark.end]
        lane_of[mark.span.pk] = lane
    return lane_of


def flags(marks: Iterable[Mark], begin: int) -> dict[int, list[Mark]]:
    """Whose names stand above the text, by code point."""
    at: dict[int, list[Mark]] = {}
    anchor = None
    for mark in marks:
        if mark.start < begin:
            continue
        if anchor is None or mark.start - anchor > FLAG_REACH:
            anchor = mark.start
        at.setdefault(anchor, []).append(mark)
    return at


def segments(text: str, begin: int, end: int, marks: Sequence[Mark]) -> SafeString:
    """The text from begin to end, exactly, as spans of HTML that say what covers them."""
    lane_of = lanes(marks)
    flag_at = flags(marks, begin)
    cuts = {begin, end, *flag_at}
    for mark in marks:
        cuts |= {max(mark.start, begin), min(mark.end, end)}
    pieces = [
        segment(text[a:b], a, b, [m for m in marks if m.start <= a and m.end >= b], lane_of, flag_at.get(a))
        for a, b in pairwise(sorted(cuts))
    ]
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def segment(
    words: str,
    start: int,
    end: int,
    covering: Sequence[Mark],
    lane_of: dict[Any, int],
    flagged: Sequence[Mark] | None,
) -> SafeString:
    if not covering and not flagged:
        return format_html('<span data-s="{}">{}</span>', start, words)
    classes = ["g"]
    for mark in covering:
        classes += dress(mark, start, end, lane_of)
    shown = ""
    if flagged:
        classes += ["f", f"of-{flagged[0].label.hue}"]
        names = " ".join(mark.flag(lane_of.get(mark.span.pk, 0)) for mark in flagged)
        shown = format_html(' data-f="{}" data-of="{}"', names, ids(flagged))
    # Innermost first: the order in which clicks select them.
    inside_out = sorted(covering, key=lambda mark: mark.end - mark.start)
    return format_html(
        '<span class="{}" data-s="{}"{} data-ids="{}">{}</span>',
        " ".join(classes),
        start,
        shown,
        ids(inside_out),
        words,
    )


def ids(marks: Iterable[Mark]) -> str:
    return " ".join(str(mark.span.pk) for mark in marks)


def dress(mark: Mark, start: int, end: int, lane_of: dict[Any, int]) -> list[str]:
    hue = mark.label.hue
    match mark.label.channel:
        case Label.Channel.LINE:
            lane = lane_of[mark.span.pk]
            return [f"c{lane}", f"{hue}{lane}"] if lane < LANES else []
        case Label.Channel.FILL:
            edges = ["st"] * (mark.start == start) + ["en"] * (mark.end == end)
            return ["src", f"fill-{hue}", *edges]
        case Label.Channel.DIM:
            return ["boil"]
    return []


def blank_text(text: str, start: int, end: int) -> SafeString:
    """White space on lines of its own: no paragraph, but part of the text, and so of the page."""
    if not text[start:end].strip("\n"):
        return SafeString("")
    return format_html('<p class="tx blank" data-s="{}">{}</p>', start, text[start:end])


def spoken(mark: Mark) -> str:
    return _("%(label)s %(name)s") % {"label": mark.label.name.capitalize(), "name": mark.name}
