"""Working on what is there while the next is being made."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from queue import Empty, Queue
from threading import Event
from typing import TypeVar

T = TypeVar("T")
SECONDS_TO_NOTICE = 0.1


def ahead(making: Generator[T], most: int) -> Generator[T]:
    """What the generator gives, never None. A thread runs it, as long as no more than `most` wait to be taken.

    It has ended when this ends, however that is; what it raises is raised here.
    """
    made: Queue[T | None] = Queue(most)
    enough = Event()

    def make() -> None:
        try:
            with closing(making):
                for thing in making:
                    made.put(thing)
                    if enough.is_set():
                        return
        finally:
            made.put(None)

    with ThreadPoolExecutor(1, "ahead") as thread:
        ended = thread.submit(make)
        try:
            yield from iter(made.get, None)
            ended.result()
        finally:
            enough.set()
            while not ended.done():
                with suppress(Empty):
                    made.get(timeout=SECONDS_TO_NOTICE)
