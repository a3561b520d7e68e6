"""Puts what was counted in many articles into one table, so that every sum is an addition of rows."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from newsreview.agreement.counting import Counts, Key
from newsreview.agreement.measures import Array


@dataclass(frozen=True, slots=True)
class Tally:
    """A row for each article, or story; a column for each key."""

    keys: list[Key]
    rows: Array

    def only(self, rows: Sequence[int]) -> "Tally":
        """The rows of these numbers: of one pair of people, one outlet."""
        return Tally(self.keys, self.rows[list(rows)])

    def summed(self, groups: Sequence[Hashable]) -> "Tally":
        """A row for each group; `groups` names that of each row, such as its story."""
        places = {group: place for place, group in enumerate(dict.fromkeys(groups))}
        sums = np.zeros((len(places), len(self.keys)))
        np.add.at(sums, [places[group] for group in groups], self.rows)
        return Tally(self.keys, sums)

    def column(self, wanted: Callable[[Key], bool]) -> Array:
        """The columns of all keys that are wanted, added up."""
        places = [place for place, key in enumerate(self.keys) if wanted(key)]
        added: Array = self.rows[:, places].sum(axis=1)
        return added


def tally(counted: Iterable[Counts]) -> Tally:
    """A row for each of `counted`, in its order. Of what was counted, no more than numbers is kept."""
    places: dict[Key, int] = {}
    entries = [
        (np.array([places.setdefault(key, len(places)) for key in counts], dtype=np.intp), np.array([*counts.values()]))
        for counts in counted
    ]
    rows = np.zeros((len(entries), len(places)))
    for row, (columns, times) in zip(rows, entries, strict=True):
        row[columns] = times
    return Tally(list(places), rows)
