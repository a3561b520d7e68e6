"""[start, end) arithmetic in Unicode code points, and the only place for it.

UTF-16 code units exist at the browser's door and in some export formats; `Utf16` converts both ways.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class BadOffsets(ValueError):
    """Offsets that no text can have, or that this text does not have."""


@dataclass(frozen=True, slots=True, order=True)
class Offsets:
    """A non-empty [start, end) in code points; raises BadOffsets when made of anything else."""

    start: int
    end: int

    def __post_init__(self) -> None:
        for name, value in (("start", self.start), ("end", self.end)):
            if type(value) is not int:  # bool is an int to isinstance
                raise BadOffsets(f"The {name} of a span must be a whole number, not {value!r}.")
        if self.start < 0:
            raise BadOffsets(f"A span cannot start before the text: start is {self.start}.")
        if self.end <= self.start:
            raise BadOffsets(f"A span must end after its start: start is {self.start}, end is {self.end}.")

    @property
    def length(self) -> int:
        return self.end - self.start

    def overlaps(self, other: "Offsets") -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Offsets") -> bool:
        return self.start <= other.start and other.end <= self.end

    def quote(self, text: str) -> str:
        """The words at these offsets; raises BadOffsets when the text is shorter."""
        if self.end > len(text):
            raise BadOffsets(f"The span ends at {self.end}, but the text has only {len(text)} characters.")
        return text[self.start : self.end]


class Paragraph(NamedTuple):
    """The number counts from 1 and only lines that are not blank."""

    number: int
    start: int
    end: int


def paragraphs(text: str) -> list[Paragraph]:
    """The runs between line feeds (LF and nothing else), without blank lines; the LF is outside."""
    found: list[Paragraph] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line and not line.isspace():
            found.append(Paragraph(len(found) + 1, start, end))
        start = end + 1
    return found


def whole_lines(text: str, offsets: Offsets) -> Offsets:
    """The offsets widened to the lines which they touch, without the LF at the end."""
    start = text.rfind("\n", 0, offsets.start) + 1
    end = text.find("\n", offsets.end - 1)
    return Offsets(start, max(offsets.end, len(text) if end < 0 else end))


def has_astral(text: str) -> bool:
    """Whether UTF-16 and code points differ in this text."""
    # Encoding and comparing lengths takes a fifth of the time of a search by regular expression.
    return not text.isascii() and len(text.encode("utf-16-le", "surrogatepass")) != 2 * len(text)


class Utf16:
    """Converts offsets of one text between code points and UTF-16 code units, in O(log n) each."""

    __slots__ = ("_points", "_units", "length")

    def __init__(self, text: str) -> None:
        astral: Iterable[re.Match[str]] = _ASTRAL.finditer(text) if has_astral(text) else ()
        self._points = [match.start() for match in astral]
        self._units = [point + before for before, point in enumerate(self._points)]
        self.length = len(text) + len(self._points)
        """The text's length in UTF-16 code units."""

    def from_points(self, point: int) -> int:
        """UTF-16 offset of a code point offset; raises BadOffsets outside the text."""
        if not 0 <= point <= self.length - len(self._points):
            raise BadOffsets(f"{point} is outside the text: it has {self.length - len(self._points)} characters.")
        return point + bisect_left(self._points, point)

    def to_points(self, unit: int) -> int:
        """Code point offset of a UTF-16 offset; raises BadOffsets outside the text and inside a surrogate pair."""
        if not 0 <= unit <= self.length:
            raise BadOffsets(f"{unit} is outside the text: it has {self.length} UTF-16 units.")
        before = bisect_left(self._units, unit)
        if before and self._units[before - 1] + 1 == unit:
            raise BadOffsets(f"{unit} is in the middle of a character which takes two UTF-16 units.")
        return unit - before
