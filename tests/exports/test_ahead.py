"""What is made while the one before is worked on: all of it, in order, and no further than asked for."""

from collections.abc import Generator
from contextlib import closing
from threading import Event, get_ident
from threading import enumerate as threads

import pytest

from newsreview.exports.ahead import ahead


def test_everything_comes_in_its_order():
    assert list(ahead((number for number in range(1000)), 3)) == list(range(1000))
    assert list(ahead((number for number in range(0)), 3)) == []


def test_the_next_is_made_meanwhile_and_no_more_than_may_wait():
    made, third = [], Event()

    def making() -> Generator[int]:
        for number in range(100):
            made.append((number, get_ident()))
            if number == 3:
                third.set()
            yield number

    with closing(ahead(making(), 2)) as numbers:
        assert next(numbers) == 0
        assert third.wait(60)
        assert [number for number, _ in made] == [0, 1, 2, 3]  # two wait, and one stands before the door
    assert {thread for _, thread in made}.isdisjoint({get_ident()})


def test_what_goes_wrong_is_raised_after_what_came_before():
    def making() -> Generator[int]:
        yield 1
        raise LookupError("no more")

    numbers = ahead(making(), 3)

    assert next(numbers) == 1
    with pytest.raises(LookupError, match="no more"):
        next(numbers)


def test_nothing_goes_on_after_whoever_takes_has_enough():
    closed = []

    def making() -> Generator[int]:
        try:
            while True:
                yield 1
        finally:
            closed.append(get_ident())

    numbers = ahead(making(), 3)
    assert next(numbers) == 1
    numbers.close()

    assert len(closed) == 1
    assert closed[0] != get_ident()
    assert [thread for thread in threads() if thread.name.startswith("ahead")] == []
