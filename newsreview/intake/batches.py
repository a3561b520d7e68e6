"""What is found, in batches which are read while the database is busy with the one before."""

from collections.abc import Callable, Iterable, Iterator

from newsreview.intake.finding import Found
from newsreview.intake.records import Refusal

MOST_RECORDS = 1000
MOST_CHARACTERS = 2_000_000


class Batches(Iterator[list[Found]]):
    """Lists of what is found, none of them empty; what is refused goes to `refuse` and stays out of them."""

    def __init__(self, found: Iterable[Found | Refusal], *, refuse: Callable[[Refusal], object]) -> None:
        self._found = iter(found)
        self._refuse = refuse
        self._begin()

    def _begin(self) -> None:
        self._coming: list[Found] = []
        self._characters = 0
        self._whole = False

    def read_on(self) -> None:
        """There is time to read one more for the next batch, unless that is whole."""
        if self._whole:
            return
        item = next(self._found, None)
        if item is None:
            self._whole = True
        elif isinstance(item, Refusal):
            self._refuse(item)
        else:
            self._coming.append(item)
            self._characters += len(item.record.text)
            self._whole = len(self._coming) >= MOST_RECORDS or self._characters >= MOST_CHARACTERS

    def __next__(self) -> list[Found]:
        while not self._whole:
            self.read_on()
        batch = self._coming
        self._begin()
        if not batch:
            raise StopIteration
        return batch
