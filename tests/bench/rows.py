"""The rows of the bench: ours beside a floor from the same run, and whether the target is met."""

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter
from typing import Literal, NamedTuple

import msgspec


class Pair(NamedTuple):
    """One measurement of ours and one of the floor, made right after each other."""

    ours: float
    floor: float

    @property
    def ratio(self) -> float:
        return self.ours / self.floor


class Target(NamedTuple):
    """A bound on the ratio to the floor, or on ours alone."""

    of: Literal["ratio", "ours"]
    sign: Literal["≥", "≤"]
    bound: float

    def __str__(self) -> str:
        return f"{self.of} {self.sign} {self.bound:g}"

    def met(self, *, ours: float, ratio: float | None) -> bool:
        measured = ours if self.of == "ours" or ratio is None else ratio
        return measured >= self.bound if self.sign == "≥" else measured <= self.bound


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """Medians; the ratio is the median of the pairs' ratios, which a machine that slows down half-way cannot move."""

    name: str
    unit: str
    ours: float
    floor: float | None
    ratio: float | None
    target: str | None
    met: bool | None


def row(name: str, unit: str, measured: Sequence[Pair], target: Target | None = None) -> Row:
    ours, ratio = median(pair.ours for pair in measured), median(pair.ratio for pair in measured)
    floor = median(pair.floor for pair in measured)
    return judged(Row(name=name, unit=unit, ours=ours, floor=floor, ratio=ratio, target=None, met=None), target)


def row_without_floor(name: str, unit: str, ours: float, target: Target | None = None) -> Row:
    return judged(Row(name=name, unit=unit, ours=ours, floor=None, ratio=None, target=None, met=None), target)


def judged(row: Row, target: Target | None) -> Row:
    if target is None:
        return row
    return msgspec.structs.replace(row, target=str(target), met=target.met(ours=row.ours, ratio=row.ratio))


def alternate(ours: Callable[[int], float], floor: Callable[[int], float], rounds: int) -> list[Pair]:
    """Ours, floor, ours, floor …: what else the machine does meanwhile hits both. Both are told the round's number."""
    return [Pair(ours(number), floor(number)) for number in range(rounds)]


def seconds(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began


def milliseconds(act: Callable[[], object]) -> float:
    return 1000 * seconds(act)


def table(rows: Sequence[Row]) -> str:
    """The rows for a terminal; a missed target is marked."""
    heads = ("", "unit", "ours", "floor", "ratio", "target", "")
    lines = [heads, *(cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    left = {0, 1, 5, 6}
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def cells(row: Row) -> tuple[str, ...]:
    met = {None: "", True: "met", False: "MISSED"}[row.met]
    return (row.name, row.unit, number(row.ours), number(row.floor), number(row.ratio), row.target or "", met)


def number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
