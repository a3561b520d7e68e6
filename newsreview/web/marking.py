"""Text + spans → segments: the only place where marks become HTML.

A paragraph is cut at every edge of a span; each segment wears one class per span that covers it. Lanes keep lines of
overlapping spans apart. Never built by template loops: one stray space would break every offset. Whatever is not made
here of numbers, ids and our own words is escaped: format_html, which looks at each of its arguments, takes ten times as
long, and long articles have thousands of segments.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from newsreview.labels.models import Label
from newsreview.offsets import Offsets, Paragraph, paragraphs
from newsreview.phrases import phrases
from newsreview.sentences import sentences
from newsreview.web.rows import LANES, Mark, start_of

# Spans over one place that a click can reach; the list of the paragraph holds all.
DEEPEST = 24
# Spans that begin within this many code points of each other share one flag.
FLAG_REACH = 4
LOOSE_SPACE = re.compile(r"[ \t]{2}|\t")
# Of a span: the other ends of its links.
OtherEnds = Callable[[str], Sequence[str]]


def no_links(_span: str) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class MarkedParagraph:
    paragraph: Paragraph
    text: str
    marks: Sequence[Mark]
    language: str
    version: int
    next_start: int
    sentences: Sequence[Offsets]
    tied_to: OtherEnds

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
        runs = (m.run for m in self.marks if m.run and m.start <= p.start + 2 and m.end >= p.end - 2)
        return next(runs, "")

    @property
    def dress(self) -> str:
        """Classes of the whole paragraph: a label of the edge channel draws its rule there."""
        return " ".join(sorted({f"edge-{m.label.hue}" for m in self.marks if m.label.channel == Label.Channel.EDGE}))

    @property
    def facts(self) -> str:
        """What gestures need to know of the spans here: id, label, [start, end), last edit, name, answers, links."""
        facts = [
            [m.id, m.label.key, m.start, m.end, m.last_edit_id, m.name, " ".join(m.says), *self.tied_to(m.id)]
            for m in self.marks
        ]
        return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))

    @property
    def spacing(self) -> str:
        """Only where white space matters is it kept on screen: kept, it hangs over the ends of lines."""
        return "pre" if LOOSE_SPACE.search(self.text, self.paragraph.start, self.paragraph.end) else ""

    @property
    def html(self) -> SafeString:
        """The paragraph with what gestures need to know of it, which takes the place of an element with its id."""
        language = f' lang="{escape(self.language)}"' if self.language else ""
        return SafeString(
            f'<section class="para {escape(self.dress)}" id="p-{self.number}" data-v="{self.version}"'
            f' data-run="{self.run}" data-end="{self.paragraph.end}" data-spans="{escape(self.facts)}">'
            f'<p class="tx {self.spacing}" dir="auto"{language} data-s="{self.paragraph.start}">{self.words}</p>'
            f"{self.blank_after}</section>"
        )

    @property
    def words(self) -> SafeString:
        """The words of the paragraph, exactly: sentence after sentence, and in each what covers it."""
        begin, end = self.paragraph.start, self.paragraph.end
        # White space between two sentences stands at the end of the first.
        edges = [begin, *(sentence.start for sentence in self.sentences[1:]), end]
        pieces = within(segments(self.text, begin, end, self.marks, cuts=edges), edges)
        return SafeString(
            "".join(
                f'<span class="sent" id="s-{self.number}-{i}" data-s="{sentence.start}" data-e="{sentence.end}"'
                f' data-ph="{self.stops(sentence)}">{"".join(words)}</span>'
                for i, (sentence, words) in enumerate(zip(self.sentences, pieces, strict=True))
            )
        )

    def stops(self, sentence: Offsets) -> str:
        """Its phrases, as the cursor reads them: 812-830 832-861."""
        return " ".join(f"{phrase.start}-{phrase.end}" for phrase in phrases(self.text, sentence, self.language))


def marked_paragraphs(
    text: str,
    marks: Sequence[Mark],
    *,
    language: str,
    version: int,
    tied_to: OtherEnds = no_links,
    only: set[int] | None = None,
) -> Iterator[MarkedParagraph]:
    """The paragraphs of a text, or `only` those of these numbers, each with the marks that touch it, in their order.

    `marks` are in the order of the text: one walk along both, since long articles have thousands of each.
    """
    found = paragraphs(text)
    wanted = [p for p in found if only is None or p.number in only]
    if not wanted:
        return
    read = sentences(text, wanted[0].start, wanted[-1].end, language)
    coming, reached = 0, list[Mark]()
    for paragraph in wanted:
        while coming < len(marks) and marks[coming].start < paragraph.end:
            reached.append(marks[coming])
            coming += 1
        reached = [mark for mark in reached if mark.end > paragraph.start]
        next_start = found[paragraph.number].start if paragraph.number < len(found) else len(text)
        here = read[bisect_left(read, paragraph.start, key=start_of) : bisect_left(read, paragraph.end, key=start_of)]
        yield MarkedParagraph(paragraph, text, tuple(reached), language, version, next_start, here, tied_to)


def lanes(marks: Iterable[Mark]) -> dict[Any, int]:
    """A lane for each span whose label is drawn as a line: the lowest that is free over its whole length."""
    taken: list[int] = []  # where each lane's last span ends
    lane_of = {}
    for mark in marks:
        if mark.label.channel != Label.Channel.LINE:
            continue
        lane = next((i for i, end in enumerate(taken) if end <= mark.start), len(taken))
        taken[lane : lane + 1] = [mark.end]
        lane_of[mark.id] = lane
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


def segments(
    text: str, begin: int, end: int, marks: Sequence[Mark], *, cuts: Iterable[int] = ()
) -> list[tuple[int, SafeString]]:
    """The text from begin to end, exactly, as spans of HTML that say what covers them, each with where it begins.

    They end where a span begins or ends, and at `cuts`. `marks` are in the order of the text.
    """
    lane_of = lanes(marks)
    flag_at = flags(marks, begin)
    edges = {begin, end, *flag_at, *cuts}
    for mark in marks:
        edges |= {max(mark.start, begin), min(mark.end, end)}
    coming, covering = 0, list[Mark]()
    pieces = []
    for a, b in pairwise(sorted(edges)):
        covering = [mark for mark in covering if mark.end > a]
        while coming < len(marks) and marks[coming].start <= a:
            covering.append(marks[coming])
            coming += 1
        pieces.append((a, segment(text[a:b], a, b, covering, lane_of, flag_at.get(a))))
    return pieces


def within(pieces: Iterable[tuple[int, SafeString]], edges: Sequence[int]) -> Iterator[list[SafeString]]:
    """The pieces between each edge and the next."""
    coming = iter(pieces)
    piece = next(coming, None)
    for edge in edges[1:]:
        words = []
        while piece and piece[0] < edge:
            words.append(piece[1])
            piece = next(coming, None)
        yield words


def segment(
    words: str,
    start: int,
    end: int,
    covering: Sequence[Mark],
    lane_of: dict[Any, int],
    flagged: Sequence[Mark] | None,
) -> SafeString:
    if not covering and not flagged:
        return SafeString(f'<span data-s="{start}">{escape(words)}</span>')
    classes = ["g"]
    for mark in covering:
        classes += dress(mark, start, end, lane_of)
    shown = ""
    if flagged:
        classes += ["f", f"of-{flagged[0].label.hue}"]
        names = " ".join(mark.flag(lane_of.get(mark.id, 0)) for mark in flagged)
        shown = f' data-f="{escape(names)}" data-of="{ids(flagged)}"'
    # Innermost first: the order in which clicks select them.
    inside_out = sorted(covering, key=lambda mark: mark.end - mark.start)[:DEEPEST]
    dressed = escape(" ".join(classes))
    return SafeString(
        f'<span class="{dressed}" data-s="{start}"{shown} data-ids="{ids(inside_out)}">{escape(words)}</span>'
    )


def ids(marks: Iterable[Mark]) -> str:
    return " ".join(mark.id for mark in marks)


def dress(mark: Mark, start: int, end: int, lane_of: dict[Any, int]) -> list[str]:
    hue = mark.label.hue
    match mark.label.channel:
        case Label.Channel.LINE:
            lane = lane_of[mark.id]
            pattern = [f"{mark.label.line}{lane}"] if mark.label.line not in {"", "solid"} else []
            return [f"c{lane}", f"{hue}{lane}", *pattern] if lane < LANES else []
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
    return SafeString(f'<p class="tx blank" data-s="{start}">{escape(text[start:end])}</p>')


def spoken(mark: Mark) -> str:
    return _("%(label)s %(name)s") % {"label": mark.label.name.capitalize(), "name": mark.name}
