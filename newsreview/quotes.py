"""Which words of a paragraph are in quotation marks, and what that makes of a claim."""

import re
from typing import Literal

from newsreview.offsets import Offsets, paragraphs, whole_lines

Form = Literal["direct", "mixed", "paraphrase", "narrator"]

_MARKS = re.compile('[“”„«»‹›"‘’]')
_OPENING = '“„«‹"‘'
# Which opening marks a mark closes, the best first: keyboards and crawlers mix curly and straight ones.
_CLOSES = {"”": ("“„", '"'), "“": ("„",), "»": ("«",), "›": ("‹",), '"': ('"', "“"), "’": ("‘",)}


def quotations(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Code point offsets of the opening and the closing mark of each quotation in text[start:end], one paragraph.

    The words lie between: text[opening + 1 : closing]. A quotation that is not closed runs to the paragraph's end,
    as it does when the next paragraph goes on with it, and its closing offset is `end`. Quotations inside
    quotations are included; the list is sorted.
    """
    found: list[tuple[int, int]] = []
    still_open: list[tuple[str, int]] = []
    for match in _MARKS.finditer(text, start, end):
        mark, at = match[0], match.start()
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if (level := _level_it_closes(mark, [opening for opening, _ in still_open], before, after)) >= 0:
            found.append((still_open[level][1], at))
            del still_open[level:]
        elif mark in _OPENING and _may_open(mark, before, after):
            still_open.append((mark, at))
    # A single mark that nothing closes was an apostrophe set the wrong way round.
    found += [(at, end) for mark, at in still_open if mark != "‘"]
    return sorted(found)


def _level_it_closes(mark: str, still_open: list[str], before: str, after: str) -> int:
    """The place in `still_open` of the mark that this one closes, or -1."""
    if mark == "’" and (still_open[-1:] != ["‘"] or after.isalnum()):
        return -1  # an apostrophe
    for openings in _CLOSES.get(mark, ()):
        levels = [level for level, opening in enumerate(still_open) if opening in openings]
        follows_words = not before.isspace() and not after.isalnum()
        if levels and (follows_words or openings != "“"):
            return levels[-1]
    return -1


def _may_open(mark: str, before: str, after: str) -> bool:
    if mark == "‘":
        return not before.isalnum()
    return not (mark == '"' and before.isdigit() and not after.isalnum())  # inches


def form(text: str, start: int, end: int, *, linked: bool) -> Form:
    """How the claim at [start, end) is told; `linked` says whether it is attributed to a source."""
    quoted, plain = _split(text, start, end)
    if quoted and plain:
        return "mixed"
    if quoted:
        return "direct"
    return "paraphrase" if linked else "narrator"


def _split(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether there are letters or digits inside, and outside quotation marks."""
    lines = whole_lines(text, Offsets(start, end))
    inside = outside = ""
    at = start
    for paragraph in paragraphs(text[lines.start : lines.end]):
        for opening, closing in quotations(text, lines.start + paragraph.start, lines.start + paragraph.end):
            outside += text[at : min(opening, end)]
            inside += text[max(opening, at) : min(closing, end)]
            at = max(at, min(closing, end))
    outside += text[at:end]
    return any(map(str.isalnum, inside)), any(map(str.isalnum, outside))
