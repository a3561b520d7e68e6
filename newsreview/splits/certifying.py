"""How near the nearest training article is to each test article: by the share of its five-word runs that it repeats.

This is containment as in A. Z. Broder, “On the resemblance and containment of documents” (1997): of the runs of one
text, the part that the other has too. Where there are too many runs to keep, those are kept whose digest is a multiple
of a number (his sketch V(A) mod m), which estimates the same share.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsreview.splits.digesting import digest

WORDS = 5
MOST_RUNS = 1_000_000  # that are kept of all test articles together
RUNS_AN_ARTICLE = 500
# Scripts without spaces: each character is a word.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")


class Nearest(NamedTuple):
    article: str
    neighbour: str | None
    """The training article; none where no run is shared."""
    shared: int
    runs: int

    @property
    def containment(self) -> float:
        return round(self.shared / self.runs, 4) if self.runs else 0.0


class Certificate:
    """Made of the test articles' texts; then it is shown every training article once."""

    def __init__(self, tested: Iterable[tuple[str, str]], *, articles: int) -> None:
        self.one_in = max(1, -(-articles * RUNS_AN_ARTICLE // MOST_RUNS))
        self._ids: list[str] = []
        self._runs: list[int] = []
        self._where: dict[int, list[int]] = {}
        for number, (article, text) in enumerate(tested):
            kept = self._kept(text)
            self._ids.append(article)
            self._runs.append(len(kept))
            for run in kept:
                self._where.setdefault(run, []).append(number)
        self._nearest: list[tuple[int, str | None]] = [(0, None)] * len(self._ids)

    def compare(self, article: str, text: str) -> None:
        """With a training article. Of two that are as near the first that was shown stands."""
        shared = Counter(number for run in self._kept(text) for number in self._where.get(run, ()))
        for number, runs in shared.items():
            if runs > self._nearest[number][0]:
                self._nearest[number] = runs, article

    def lines(self) -> Iterator[Nearest]:
        for article, runs, (shared, neighbour) in zip(self._ids, self._runs, self._nearest, strict=True):
            yield Nearest(article, neighbour, shared, runs)

    def _kept(self, text: str) -> set[int]:
        return {run for run in runs(text) if run % self.one_in == 0}


def runs(text: str) -> set[int]:
    """Digests of every five words in a row; a shorter text is one run."""
    words = _WORD.findall(text.casefold())
    if not words:
        return set()
    starts = range(max(1, len(words) - WORDS + 1))
    return {digest(" ".join(words[start : start + WORDS])) for start in starts}
