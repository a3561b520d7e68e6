"""Counting for many things at once: bit n of a whole number stands for the thing of that number.

A list of such numbers holds a count of each thing, in its base-two digits: number k has the digits worth 2 to the k.
Adding to thousands of counts, or comparing them, then takes as many operations as a count has digits. These are the
vertical counters of bit slicing: D. E. Knuth, “The Art of Computer Programming”, volume 4A (2011), section 7.1.3.
"""

from collections.abc import Iterable, Iterator
from itertools import zip_longest

Counts = list[int]


def set_of(numbers: Iterable[int]) -> int:
    members = 0
    for number in numbers:
        members |= 1 << number
    return members


def members_of(numbers: int) -> Iterator[int]:
    while numbers:
        lowest = numbers & -numbers
        yield lowest.bit_length() - 1
        numbers ^= lowest


def add_one(counts: Counts, each: int) -> None:
    """To the count of each in this set."""
    for place, digit in enumerate(counts):
        if not each:
            return
        counts[place], each = digit ^ each, digit & each
    if each:
        counts.append(each)


def more(these: Counts, those: Counts) -> int:
    """The set of what has a greater count among these."""
    greater, undecided = 0, -1
    for this, that in reversed(list(zip_longest(these, those, fillvalue=0))):
        greater |= undecided & this & ~that
        undecided &= ~(this ^ that)
    return greater


def replaced(those: Counts, by: Counts, each: int) -> Counts:
    """With the other counts for each in this set."""
    return [that & ~each | this & each for this, that in zip_longest(by, those, fillvalue=0)]


def count_of(counts: Counts, number: int) -> int:
    return sum((digit >> number & 1) << place for place, digit in enumerate(counts))
