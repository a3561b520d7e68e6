"""All pairs of texts that share half of the shorter one's runs, by an index of every run of every text."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

Pair = tuple[int, int]


class Judged(NamedTuple):
    found: int
    wanted: int
    both: int

    @property
    def recall(self) -> float:
        return self.both / self.wanted

    @property
    def precision(self) -> float:
        return self.both / self.found

    def __str__(self) -> str:
        return (
            f"recall {self.recall:.4f}, precision {self.precision:.4f} "
            f"({self.both:,} of {self.wanted:,} wanted, {self.found:,} found)"
        )


def judged(found: Iterable[Pair], wanted: Iterable[Pair]) -> Judged:
    found, wanted = set(found), set(wanted)
    return Judged(len(found), len(wanted), len(found & wanted))


def shared_runs(texts: Sequence[set[int]]) -> dict[Pair, int]:
    """How many runs each two texts share that share any."""
    where = np.repeat(np.arange(len(texts)), [len(runs) for runs in texts])
    runs = np.fromiter((run for of_one in texts for run in of_one), dtype=np.uint64, count=len(where))
    order = np.argsort(runs, kind="stable")
    runs, where = runs[order], where[order]
    ends = np.flatnonzero(np.append(runs[1:] != runs[:-1], [True])) + 1
    starts = np.append([0], ends[:-1])
    shared: dict[Pair, int] = {}
    for start, end in zip(starts[ends - starts > 1], ends[ends - starts > 1], strict=True):
        for pair in combinations(where[start:end].tolist(), 2):
            shared[pair] = shared.get(pair, 0) + 1
    return shared


def containments(texts: Sequence[set[int]], *, told: int = 20) -> dict[Pair, float]:
    """Of each two texts that share any run and have some to share: the smaller number first."""
    sizes = [len(runs) for runs in texts]
    found = {pair: (shared, min(sizes[pair[0]], sizes[pair[1]])) for pair, shared in shared_runs(texts).items()}
    return {pair: shared / lesser for pair, (shared, lesser) in found.items() if lesser >= told}


def at_least(containment: float, found: Mapping[Pair, float]) -> set[Pair]:
    return {pair for pair, share in found.items() if share >= containment}
