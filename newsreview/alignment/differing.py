"""What was changed from one text to the other, as one text that is read from beginning to end."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import groupby, takewhile
from typing import NamedTuple

from newsreview.alignment.aligning import Alignment


class Change(StrEnum):
    SAME = "same"
    TAKEN_OUT = "taken out"
    ADDED = "added"


class Passage(NamedTuple):
    change: Change
    words: str
    tokens: int
    """Words and marks."""


def differences(alignment: Alignment) -> list[Passage]:
    """All of the later text (what is the same, what was added) and, where it stood, what was taken out of the earlier.

    What stands elsewhere now was taken out here and added there.
    """
    said = (step for step in _steps(alignment) if step.words)
    found = groupby(said, key=lambda step: step.change)
    return [put_together(change, list(steps)) for change, steps in found]


def put_together(change: Change, steps: list[Passage]) -> Passage:
    return Passage(change, "".join(step.words for step in steps), sum(step.tokens for step in steps))


def _steps(alignment: Alignment) -> Iterator[Passage]:
    old, new = alignment.old, alignment.new
    a = b = 0  # tokens that were passed
    at_old = at_new = 0  # characters that were
    beyond = len(old.tokens), len(new.tokens)
    for here in [*alignment.in_order, beyond]:
        ends = here == beyond
        to_old = len(old.text) if ends else old.tokens[here[0]].start
        to_new = len(new.text) if ends else new.tokens[here[1]].start
        if space := shared_space(old.text[at_old:to_old], new.text[at_new:to_new]):
            yield Passage(Change.SAME, space, 0)
            at_old, at_new = at_old + len(space), at_new + len(space)
        gone, come = old.text[at_old:to_old], new.text[at_new:to_new]
        space = shared_space(gone[::-1], come[::-1])[::-1] if here[0] > a and here[1] > b else ""
        if here[0] > a:
            yield Passage(Change.TAKEN_OUT, gone.removesuffix(space), here[0] - a)
        if here[1] > b:
            yield Passage(Change.ADDED, come.removesuffix(space), here[1] - b)
            yield Passage(Change.SAME, space, 0)
        elif come:  # white space
            yield Passage(Change.SAME, come, 0)
        if ends:
            return
        was, becomes = old.tokens[here[0]], new.tokens[here[1]]
        if was.quote(old.text) == becomes.quote(new.text):
            yield Passage(Change.SAME, becomes.quote(new.text), 1)
        else:
            yield Passage(Change.TAKEN_OUT, was.quote(old.text), 1)
            yield Passage(Change.ADDED, becomes.quote(new.text), 1)
        a, b = here[0] + 1, here[1] + 1
        at_old, at_new = was.end, becomes.end


def shared_space(one: str, other: str) -> str:
    """White space that both begin with; backwards, where both end."""
    both = takewhile(lambda pair: pair[0] == pair[1] and pair[0].isspace(), zip(one, other, strict=False))
    return "".join(character for character, _ in both)
