"""What a request says: who asks, and what its address and its form name."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from newsreview.accounts.models import User


def person_of(request: HttpRequest) -> User:
    """The person who is signed in; views that ask are behind login_required."""
    if not isinstance(request.user, User):
        raise PermissionError("this view is for people who are signed in")
    return request.user


def named(request: HttpRequest, key: str) -> UUID | None:
    """The id that the address names, or none where it names nothing that could be one."""
    try:
        return UUID(request.GET.get(key, ""))
    except ValueError:
        return None


@contextmanager
def reading_a_form() -> Iterator[None]:
    """Around what reads a form, and nothing else: what is missing there, or cannot be read, is a bad request (400)."""
    try:
        yield
    except (KeyError, ValueError) as error:
        raise BadRequest("This form is not one of ours.") from error


@reading_a_form()
def posted_id(request: HttpRequest, key: str = "id") -> UUID:
    return UUID(request.POST[key])


@reading_a_form()
def posted_number(request: HttpRequest, key: str) -> int:
    return int(request.POST[key])
