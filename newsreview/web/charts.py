"""Charts drawn on the server: bars as SVG, in the width of the page, with everything in them as a table too.

Lengths are shares of the width, so that words keep their size on a phone; nothing is set by a style attribute.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

LINE = 44  # height of a row: its words, and its bar beneath them
WORDS, BAR = 16, 22  # where they begin in it

Cell = int | float | None


class Row(NamedTuple):
    name: str
    cells: Sequence[Cell]
    """In the table, after the name."""
    said: str
    """Beside the name in the picture."""
    sizes: Sequence[float]
    """Of its bars, the longest first: each lies upon the one before it."""
    leads_to: str = ""


class Bar(NamedTuple):
    row: Row
    words_y: int
    bar_y: int
    widths: list[str]


@dataclass(frozen=True, slots=True)
class Chart:
    key: str
    title: str
    means: str
    """What is counted, in a sentence."""
    heads: Sequence[str]
    rows: Sequence[Row]
    together: Row
    full: float
    """What a bar over the whole width stands for. At 0 there is nothing to draw."""

    @classmethod
    def of_counts(cls, key: str, title: str, means: str, head: str, counts: Iterable[tuple[str, int]]) -> "Chart":
        rows = [Row(name, [count], str(count), [count]) for name, count in counts]
        longest, total = max((row.sizes[0] for row in rows), default=0), sum(row.sizes[0] for row in rows)
        together = Row(_("Together"), [total], str(total), [])
        return cls(key, title, means, [head, _("Count")], rows, together, longest)

    @property
    def height(self) -> int:
        return LINE * len(self.rows)

    @property
    def bars(self) -> list[Bar]:
        return [
            Bar(row, LINE * n + WORDS, LINE * n + BAR, [f"{100 * size / (self.full or 1):.2f}%" for size in row.sizes])
            for n, row in enumerate(self.rows)
        ]

    @property
    def table(self) -> list[tuple[Row, list[tuple[str, str]]]]:
        """Each row with its cells in words, each under its head."""
        return [(row, self.told(row)) for row in self.rows]

    @property
    def foot(self) -> list[tuple[str, str]]:
        return self.told(self.together)

    def told(self, row: Row) -> list[tuple[str, str]]:
        return list(zip(self.heads[1:], map(in_words, row.cells), strict=True))

    @property
    def records(self) -> list[Sequence[str | Cell]]:
        """For a file: nothing is rounded."""
        return [self.heads, *([row.name, *row.cells] for row in self.rows)]


def in_words(cell: Cell) -> str:
    if cell is None:
        return "–"
    return floatformat(cell, 2) if isinstance(cell, float) else str(cell)
