"""Charts drawn on the server: bars as SVG, in the width of the page, with everything in them as a table too.

Lengths are shares of the width, so that words keep their size on a phone; nothing is set by a style attribute.
"""

from dataclasses import dataclass

LINE = 44  # height of a row: its words, and its bar beneath them
WORDS, BAR = 16, 22  # where they begin in it


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    count: int
    words_y: int
    bar_y: int
    width: str


@dataclass(frozen=True, slots=True)
class Chart:
    key: str
    title: str
    means: str
    """What is counted, in a sentence."""
    head: str
    rows: list[tuple[str, int]]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.rows)

    @property
    def height(self) -> int:
        return LINE * len(self.rows)

    @property
    def bars(self) -> list[Bar]:
        longest = max((count for _, count in self.rows), default=0) or 1
        return [
            Bar(name, count, LINE * n + WORDS, LINE * n + BAR, f"{100 * count / longest:.2f}%")
            for n, (name, count) in enumerate(self.rows)
        ]
