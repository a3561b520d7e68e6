"""Several people acting at the same moment, on real connections that really commit."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connections

Made = TypeVar("Made")


def at_once(acts: list[Callable[[], Made]]) -> list[Made]:
    """What each answers, all started at the same moment, each in a thread with a connection of its own."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Made]) -> Made:
        try:
            start.wait(timeout=30)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [future.result() for future in [threads.submit(run, act) for act in acts]]
