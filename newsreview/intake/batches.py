"""What is found, in batches which are read while the database is busy with the one before."""

from collections.abc import Iterable, Iterator

import msgspec

from newsreview.intake.finding import Found
from newsreview.intake.records import Refusal

MOST_RECORDS = 1000
MOST_CHARACTERS = 2_000_000
MOST_SETS = 50  # of marks, each of which is stored by itself


class Batch(msgspec.Struct):
    """What came one after the other: sound records and refused ones."""

    found: list[Found] = []
    refused: list[Refusal] = []

    def __len__(self) -> int:
        return len(self.found) + len(self.refused)


class Batches(Iterator[Batch]):
    """None of them is empty."""

    def __init__(self, found: Iterable[Found | Refusal]) -> None:
        self._found = iter(found)
        self._begin()

    def _begin(self) -> None:
        self._coming = Batch()
        self._characters = self._sets = 0
        self._whole = False

    def read_on(self) -> None:
        """There is time to read one more for the next batch, unless that is whole."""
        if self._whole:
            return
        item = next(self._found, None)
        if item is None:
            self._whole = True
            return
        if isinstance(item, Refusal):
            self._coming.refused.append(item)
        else:
            self._coming.found.append(item)
            self._characters += len(item.record.text)
            self._sets += len(item.record.answers)
        sizes = len(self._coming), self._characters, self._sets
        most = MOST_RECORDS, MOST_CHARACTERS, MOST_SETS
        self._whole = any(size >= enough for size, enough in zip(sizes, most, strict=True))

    def __next__(self) -> Batch:
        while not self._whole:
            self.read_on()
        batch = self._coming
        self._begin()
        if not batch:
            raise StopIteration
        return batch
