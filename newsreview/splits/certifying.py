"""How near the nearest training article is to each test article: by the share of its five-word runs that it repeats.

This is containment as in A. Z. Broder, “On the resemblance and containment of documents” (1997): of the runs of one
text, the part that the other has too. Where there are too many runs to keep, those are kept whose digest is a multiple
of a number (his sketch V(A) mod m), which estimates the same share.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsreview.splits.bit_counting import Counts, add_one, count_of, members_of, more, replaced, set_of
from newsreview.word_runs import runs as runs_in

MOST_RUNS = 1_000_000  # that are kept of all test articles together
RUNS_AN_ARTICLE = 500
BITS_A_NUMBER = 64  # in a list


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
    """Made of the test articles' texts; then it is shown every training article once.

    What outlets print beneath everything stands in thousands of articles. So counts are kept for all test articles at
    once, and where one run stands is kept as whichever is shorter: a list of articles, or a bit an article.
    """

    def __init__(self, tested: Iterable[tuple[str, str]], *, articles: int) -> None:
        self.one_in = max(1, -(-articles * RUNS_AN_ARTICLE // MOST_RUNS))
        self._ids: list[str] = []
        self._runs: list[int] = []
        where: dict[int, list[int]] = {}
        for number, (article, text) in enumerate(tested):
            kept = self._kept(text)
            self._ids.append(article)
            self._runs.append(len(kept))
            for run in kept:
                where.setdefault(run, []).append(number)
        self._rare: dict[int, list[int]] = {}
        self._common: dict[int, int] = {}
        for run, numbers in where.items():
            if len(numbers) * BITS_A_NUMBER < len(self._ids):
                self._rare[run] = numbers
            else:
                self._common[run] = set_of(numbers)
        self._most: Counts = []
        self._nearest: list[str | None] = [None] * len(self._ids)

    def compare(self, article: str, text: str) -> None:
        """With a training article. Of two that are as near the first that was shown stands."""
        shared: Counts = []
        for run in self._kept(text):
            add_one(shared, self._common.get(run) or set_of(self._rare.get(run, ())))
        nearer = more(shared, self._most)
        if not nearer:
            return
        self._most = replaced(self._most, shared, nearer)
        for number in members_of(nearer):
            self._nearest[number] = article

    def lines(self) -> Iterator[Nearest]:
        for number, (article, runs) in enumerate(zip(self._ids, self._runs, strict=True)):
            yield Nearest(article, self._nearest[number], count_of(self._most, number), runs)

    def _kept(self, text: str) -> set[int]:
        return {run for run in runs_in(text) if run % self.one_in == 0}
