"""Dealing groups of articles out to train, validation and test.

Whatever a model may have learned from never comes into a later test: who was there before keeps their side, and a group
that holds several keeps the side that comes first in SIDES. What is new goes, the largest groups first, where it brings
the counts of articles, of each label and of each outlet closest to the shares that are wanted.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import fsum
from typing import NamedTuple

SIDES = ("train", "validation", "test")
Feature = tuple[str, str]
ARTICLES: Feature = ("articles", "")


class Member(NamedTuple):
    """An article as it is dealt out."""

    id: str
    outlet: str
    marks: Mapping[str, int]
    """How many of each label it has."""


class Moved(NamedTuple):
    article: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Dealt:
    sides: dict[str, str]
    """Each article's."""
    moved: list[Moved]


def deal(
    groups: Sequence[Sequence[Member]], *, shares: Mapping[str, int], seed: int = 0, before: Mapping[str, str]
) -> Dealt:
    """The same groups, shares, seed and sides before give the same answer, in whatever order they come.

    A share of nothing is no side, and whoever was there is dealt out anew.
    """
    wanted = {side: shares[side] for side in SIDES if shares.get(side)}
    piles = Piles(groups, wanted)
    new, sides, moved = [], dict[str, str](), list[Moved]()
    for group in groups:
        were = {member.id: before[member.id] for member in group if before.get(member.id) in wanted}
        if not were:
            new.append(group)
            continue
        side = min(were.values(), key=SIDES.index)
        piles.put(group, side)
        sides |= dict.fromkeys((member.id for member in group), side)
        moved += [Moved(article, was, side) for article, was in were.items() if was != side]
    new.sort(key=lambda group: (-len(group), drawn(group, seed)))
    for left, group in zip(range(len(new), 0, -1), new, strict=True):
        side = piles.best_for(group, left=left)
        piles.put(group, side)
        sides |= dict.fromkeys((member.id for member in group), side)
    return Dealt(sides, sorted(moved))


def drawn(group: Sequence[Member], seed: int) -> str:
    """A number drawn for the group: which of two equals goes first is chance, and the same chance every time."""
    return sha256(f"{seed} {min(member.id for member in group)}".encode()).hexdigest()


class Piles:
    """What has been put on each side so far, beside what should be there in the end."""

    def __init__(self, groups: Sequence[Sequence[Member]], shares: Mapping[str, int]) -> None:
        whole = sum(shares.values())
        self._shares = {side: share / whole for side, share in shares.items()}
        self._totals = Counter[Feature]()
        for group in groups:
            self._totals.update(counted(group))
        self._kinds = Counter(kind for kind, _name in self._totals)
        self._piles = {side: Counter[Feature]() for side in shares}

    def put(self, group: Sequence[Member], side: str) -> None:
        self._piles[side].update(counted(group))

    def best_for(self, group: Sequence[Member], *, left: int) -> str:
        """No side stays empty while there are groups to go round: this one is the first of so many that are left."""
        empty = [side for side, pile in self._piles.items() if not pile]
        counts = counted(group)
        return min(empty if left <= len(empty) else self._piles, key=lambda side: self._worse(counts, side))

    def _worse(self, counts: Mapping[Feature, int], side: str) -> float:
        """By how much χ² of articles, labels and outlets grows with the group on this side; each kind weighs the same.

        Where a side has the part c of a feature, should have the part r, and the group brings g, (c − r)²/r becomes
        (c + g − r)²/r. The sums are exact (fsum), so that they are the same on every machine.
        """
        share, pile = self._shares[side], self._piles[side]
        return fsum(self._grown(feature, count, share, pile[feature]) for feature, count in counts.items())

    def _grown(self, feature: Feature, count: int, share: float, there: int) -> float:
        total = self._totals[feature]
        brings, has = count / total, there / total
        return brings * (2 * (has - share) + brings) / share / self._kinds[feature[0]]


def counted(group: Sequence[Member]) -> Counter[Feature]:
    counts = Counter({ARTICLES: len(group)})
    for member in group:
        counts["outlet", member.outlet] += 1
        for label, marks in member.marks.items():
            counts["label", label] += marks
    return +counts
