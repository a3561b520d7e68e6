"""Reads a page in a process of its own, whose time and memory are bounded.

By its rules HTML can make any parser build a million times what was sent. No count of what stands in a page tells that
beforehand, so that the reading itself has to be one that can be ended.
"""

import atexit
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from typing import BinaryIO, cast

import msgspec

from newsreview.pages.__main__ import frame, unframed
from newsreview.pages.page import Page
from newsreview.pages.text import Crowded

SECONDS = 120  # on the clock, where the machine has other work; what is counted is the processor's time
ROOT = Path(__file__).parents[2]
_decode = msgspec.msgpack.Decoder(Page | None).decode


class TooMuch(Exception):
    """The page takes more time or memory than a page may."""


class Reader:
    """One such process; it knows nothing of our settings, and ends when its standard input does."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "newsreview.pages"],
            cwd=ROOT,
            env={},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._in, self._out = cast("BinaryIO", self._process.stdin), cast("BinaryIO", self._process.stdout)

    def read(self, page: str) -> Page | None:
        """None for a page that is crowded. Raises TooMuch; whatever it raises, the process is to be ended."""
        try:
            self._in.write(frame(page.encode()))
            self._in.flush()
            with DefaultSelector() as answers:  # select() itself knows no file beyond the 1024th
                answers.register(self._out, EVENT_READ)
                if answers.select(SECONDS):
                    found: Page | None = _decode(unframed(self._out))
                    return found
        except (BrokenPipeError, EOFError) as error:
            raise TooMuch from error
        raise TooMuch

    @property
    def lives(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        self._process.kill()
        with suppress(BrokenPipeError), self._process:  # closes its pipes, and waits
            pass


_idle: list[Reader] = []  # as many as have been busy at one time; append() and pop() are whole, whatever thread asks
os.register_at_fork(after_in_child=_idle.clear)


def read(page: str) -> Page:
    """Raises Crowded and TooMuch."""
    reader = idle_or_new()
    try:
        found = reader.read(page)
    except BaseException:
        reader.end()
        raise
    _idle.append(reader)
    if found is None:
        raise Crowded
    return found


def idle_or_new() -> Reader:
    """One that somebody has ended while it was idle says nothing about the next page."""
    while True:
        try:
            reader = _idle.pop()
        except IndexError:
            return Reader()
        if reader.lives:
            return reader
        reader.end()


@atexit.register
def end() -> None:
    while _idle:
        _idle.pop().end()
