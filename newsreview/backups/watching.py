"""How far something is: told to whoever looks on, who may stop it by raising."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[int], object]


class Watching:
    """Nobody looks on."""

    @contextmanager
    def step(self, what: str, *, of: int = 0) -> Iterator[Advance]:  # noqa: ARG002 -- for those who show it
        """A part of the work, of so many bytes, or nobody knows how many; what it yields is told of each block."""
        yield self.advance

    def advance(self, number: int) -> None:
        """So many bytes more."""


class UntilStopped(Watching):
    """For a job: raises what `refuse` raises as soon as the worker is told to end."""

    def __init__(self, refuse: Callable[[], None]) -> None:
        self.refuse = refuse

    def advance(self, number: int) -> None:  # noqa: ARG002
        self.refuse()
