"""What a group of rows is given: how large to measure, and the app as it is served."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property

from tests.bench.serving import server
from tests.bench.writing import Copy


@dataclass
class Bench:
    scale: float
    ending: ExitStack = field(default_factory=ExitStack)

    def many(self, full: int, *, least: int = 1) -> int:
        """So many at full scale."""
        return max(least, round(full * self.scale))

    @property
    def long_copy(self) -> Copy:
        """The longest article that a desk meets, marked all over."""
        return Copy(self.many(200_000, least=3_000), self.many(2_000, least=30))

    @property
    def largest_copy(self) -> Copy:
        """What the app must still open."""
        return Copy(self.many(1_000_000, least=6_000), self.many(10_000, least=60))

    @cached_property
    def address(self) -> str:
        """Of the server, which starts when it is first asked for and ends with the bench."""
        return self.ending.enter_context(server())
