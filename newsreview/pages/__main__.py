"""The process of its own: reads pages from its standard input, each with its size before it, and answers likewise.

Once it has begun it can open nothing, and its time for a page and its memory are bounded by the system. It ends with
whoever started it, and not when they are asked to end: until then they may need it.
"""

import resource
import signal
import sys
from contextlib import suppress
from typing import BinaryIO

import msgspec

from newsreview.pages.page import Page, read
from newsreview.pages.text import Crowded

SECONDS = 5  # of a processor, for a page; ordinary ones take some milliseconds
BYTES = 2 * 1024**3  # of addresses; the largest ordinary page takes a fifth of it
SIZE = 4  # bytes in which a size is written
NO_MORE_FILES = 3  # than standard input, output and error


def frame(data: bytes) -> bytes:
    return len(data).to_bytes(SIZE) + data


def unframed(stream: BinaryIO) -> bytes:
    """Raises EOFError where there is nothing whole any more."""
    size = stream.read(SIZE)
    data = stream.read(int.from_bytes(size))
    if len(size) < SIZE or len(data) < int.from_bytes(size):
        raise EOFError
    return data


def confine() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (NO_MORE_FILES, NO_MORE_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # macOS does not bound addresses
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


def begin_clock() -> None:
    """Where the time is over, the system ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + SECONDS, most))


def answer(page: str) -> Page | None:
    """None for a page that is crowded."""
    try:
        return read(page)
    except Crowded:
        return None


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM):  # sent to all of a terminal or a service at once
        signal.signal(number, signal.SIG_IGN)
    answer("<p>What is loaded late is loaded now.</p>")
    confine()
    while True:
        begin_clock()
        try:
            page = unframed(sys.stdin.buffer)
        except EOFError:
            return
        sys.stdout.buffer.write(frame(msgspec.msgpack.encode(answer(page.decode()))))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
