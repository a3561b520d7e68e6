"""Texts for the bench: any length, the same every time, with the places where marks lie on them."""

from dataclasses import dataclass
from functools import cached_property
from random import Random

WORDS = (
    *("the", "ferry", "harbour", "said", "that", "of", "a", "council", "in", "to", "and", "week", "minister", "talks"),
    *("crossing", "officials", "port", "on", "had", "was", "by", "with", "an", "unnamed", "source", "told", "radio"),
    *("passengers", "since", "May", "“not", "yet”", "–", "café", "Eék’s", "strike", "deadline", "figures", "agreed"),
    *("denied", "report", "vessel", "operator", "statement", "Tuesday", "1,200", "crew", "would", "be", "before"),
)
# Every article differs from every other in its first line alone, whose length does not change.
SERIAL_DIGITS = 8
FIRST_LINE = "Report {serial} of the harbour desk {sign}\n\n"
# What stands for {sign}: one article in ten has a character beyond the BMP.
PLAIN, ASTRAL = "·", "🚓"
GROUP = 3


@dataclass(frozen=True)
class Place:
    label: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True)
class Copy:
    """A text of so many characters, with spans in groups of three: a claim, a source in it, a claim that crosses it."""

    characters: int
    spans: int

    @cached_property
    def before(self) -> str:
        """What stands before the serial number."""
        return FIRST_LINE.partition("{serial}")[0]

    @cached_property
    def between(self) -> str:
        return FIRST_LINE.partition("{serial}")[2].partition("{sign}")[0]

    @cached_property
    def rest(self) -> str:
        """What stands after the sign: paragraphs of some three hundred characters."""
        random = Random(self.characters)  # the same text every time
        lines, size = [FIRST_LINE.partition("{sign}")[2]], 0
        while size < self.characters:
            line = " ".join(random.choices(WORDS, k=random.randint(30, 70))).capitalize() + ".\n\n"
            lines.append(line)
            size += len(line)
        head = len(self.before) + SERIAL_DIGITS + len(self.between) + 1
        return "".join(lines)[: self.characters - head - 1] + "."

    def text(self, serial: int) -> str:
        sign = PLAIN if serial % 10 else ASTRAL
        return f"{self.before}{serial:0{SERIAL_DIGITS}}{self.between}{sign}{self.rest}"

    @cached_property
    def places(self) -> list[Place]:
        text = self.text(1)
        begin = len(text) - len(self.rest) + 2
        step = (len(text) - begin) / self.spans
        found = []
        for number in range(self.spans):
            at = begin + int(step * (number - number % GROUP))
            label, start, length = (("claim", 0, 60), ("source", 20, 12), ("claim", 40, 50))[number % GROUP]
            start = min(at + start, len(text) - length)
            found.append(Place(label, start, start + length, text[start : start + length]))
        return found

    @cached_property
    def links(self) -> list[tuple[int, int]]:
        """Numbers of a claim and of the source in it."""
        return [(first, first + 1) for first in range(0, self.spans - 1, GROUP)]
