"""What is on its way out stops when its person may not have it any more: who left the desk takes nothing along.

NotAnyMore is raised in the middle of what is sent, as a fault would be: no reader takes the file for whole.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from uuid import UUID

from django.db import connection

from newsreview import access
from newsreview.accounts.models import User
from newsreview.projects.models import Project

# A piece is sent in a thousandth of that: asking before each would take longer than sending it.
SECONDS_BETWEEN_ASKING = 0.5
Asking = Callable[[], bool]


class NotAnyMore(RuntimeError):
    """Its person is deactivated, has left the project, or has another role there."""

    def __str__(self) -> str:
        return "Whoever asked for this may not take it out any more."


def may_still_export(person: UUID, project: Project) -> bool:
    """As the database has it now, whatever was read of the person before."""
    now = User.objects.filter(pk=person).first()
    return now is not None and access.may_export(now, project)


def refuse_who_is_no_manager_now(person: UUID, project: Project) -> None:
    """Raises NotAnyMore."""
    now = User.objects.filter(pk=person).first()
    if now is None or not access.may_manage(now, project):
        raise NotAnyMore


def while_allowed(pieces: Iterator[bytes], still: Asking) -> Iterator[bytes]:
    """The pieces, and in between every now and then the question. Raises NotAnyMore."""
    asked = monotonic()
    try:
        for piece in pieces:
            if monotonic() - asked >= SECONDS_BETWEEN_ASKING:
                if not still():
                    raise NotAnyMore
                asked = monotonic()
            yield piece
    finally:
        getattr(pieces, "close", tuple)()  # what is read, and the database's moment, end here and not some time later


def beside_an_export(still: Asking) -> Asking:
    """The question, asked over another connection: this thread's is giving the export, of a moment that has passed."""

    def ask() -> bool:
        try:
            return still()
        finally:
            connection.close()

    def elsewhere() -> bool:
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(ask).result()

    return elsewhere
