"""A job's work in a thread, which the worker can end in order."""

from asyncio import CancelledError, create_task, shield, wait
from collections.abc import Callable
from threading import Event

from asgiref.sync import sync_to_async


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
