"""Text + spans → segments: the only place where marks become HTML.

A paragraph is cut at every edge of a span; each segment wears one class per span that covers it. Lanes keep lines of
overlapping spans apart. Built with format_html, never by template loops: one stray space would break every offset.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
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

    @property
    def flag(self) -> str:
        return self.name + ("~" if self.span.unsure else "")


@dataclass(frozen=True, slots=True)
class MarkedParagraph:
    paragraph: Paragraph
    text: str
    marks: Sequence[Mark]
    language: str
    version: int

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
            [
                [str(m.span.pk), m.label.key, m.start, m.end, str(m.span.last_edit_id), m.name]
                for m in self.marks
            ],
            separators=(",", ":"),
        )

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
    """The paragraphs of a text, or `only` those of these numbers, each with the marks that touch it."""
    for paragraph in paragraphs(text):
        if only is None or paragraph.number in only:
            here = [m for m in marks if m.start < paragraph.end and m.end > paragraph.start]
            yield MarkedParagraph(paragraph, text, here, language, version)


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


def flags(marks: Iterable[Mark], lane_of: dict[Any, int], begin: int) -> dict[int, list[str]]:
    """What stands above the text, by code point. A mark beyond the last lane says that it is there."""
    at: dict[int, list[str]] = {}
    anchor = None
    for mark in marks:
        if mark.start < begin:
            continue
        if anchor is None or mark.start - anchor > FLAG_REACH:
            anchor = mark.start
        at.setdefault(anchor, []).append(mark.flag + ("+1" if lane_of.get(mark.span.pk, 0) >= LANES else ""))
    return at


def segments(text: str, begin: int, end: int, marks: Sequence[Mark]) -> SafeString:
    """The text from begin to end, exactly, as spans of HTML that say what covers them."""
    lane_of = lanes(marks)
    flag_at = flags(marks, lane_of, begin)
    cuts = {begin, end, *flag_at}
    for mark in marks:
        cuts |= {max(mark.start, begin), min(mark.end, end)}
    pieces = [
        segment(text[a:b], a, b, [m for m in marks if m.start <= a and m.end >= b], lane_of, flag_at.get(a))
        for a, b in pairwise(sorted(cuts))
    ]
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def segment(
    words: str, start: int, end: int, covering: Sequence[Mark], lane_of: dict[Any, int], flag: list[str] | None
) -> SafeString:
    if not covering and not flag:
        return format_html('<span data-s="{}">{}</span>', start, words)
    classes = ["g"]
    for mark in covering:
        classes += dress(mark, start, end, lane_of)
    shown = ""
    if flag:
        classes += ["f"]
        shown = format_html(' data-f="{}"', " ".join(flag))
    # Innermost first: the order in which clicks select them.
    ids = " ".join(str(m.span.pk) for m in sorted(covering, key=lambda m: m.end - m.start))
    return format_html(
        '<span class="{}" data-s="{}"{} data-ids="{}">{}</span>', " ".join(classes), start, shown, ids, words
    )


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


def blank_lines(text: str) -> dict[int, tuple[int, str]]:
    """White space that stands on lines of its own, by number of the paragraph before it: (first code point, words).

    It is part of the text and so of the page: the elements' texts together are the article, newlines aside.
    """
    found = {}
    ends = [Paragraph(0, 0, 0), *paragraphs(text)]
    starts = [*(p.start for p in ends[1:]), len(text)]
    for before, start in zip(ends, starts, strict=True):
        between = text[before.end : start]
        if between.strip("\n"):
            found[before.number] = (before.end, between)
    return found


def spoken(mark: Mark) -> str:
    return _("%(label)s %(name)s") % {"label": mark.label.name.capitalize(), "name": mark.name}
