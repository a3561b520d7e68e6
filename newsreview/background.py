"""How jobs work: in a thread which the worker can end in order, or in turns of which each is whole by itself."""

from asyncio import CancelledError, create_task, shield, wait
from collections.abc import Callable
from contextlib import suppress
from threading import Event
from time import monotonic
from typing import Any

from asgiref.sync import sync_to_async
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task


class Interrupted(Exception):
    """The worker is told to end: the job is tried again when there is one."""


def refuse_when(stopped: Event) -> None:
    if stopped.is_set():
        raise Interrupted


async def in_a_thread(work: Callable[[Event], None]) -> None:
    """Told to end, the worker waits until the thread has let go, so that the next one may begin at once.

    The work asks its event now and then (`refuse_when`). Raises Interrupted, and what the work raises.
    """
    stopped = Event()
    working = create_task(sync_to_async(work)(stopped))
    try:
        await shield(working)
    except CancelledError:
        stopped.set()
        await wait({working})
        raise Interrupted from None


def in_turns(take_turn: Callable[[], bool], *, seconds: float) -> bool:
    """Turn after turn, at least one, for as long as whoever stops the worker may wait; whether there may be more to do.

    A turn tells whether it found anything to do.
    """
    until = monotonic() + seconds
    while take_turn():
        if monotonic() > until:
            return True
    return False


def to_the_end(take_turn: Callable[[], bool]) -> None:
    """However long it takes."""
    while take_turn():
        pass


async def defer_once(task: "Task[Any, Any, Any]", *, name: str) -> None:
    """Unless a job of this name waits already."""
    with suppress(AlreadyEnqueued):
        await task.configure(queueing_lock=name).defer_async()
