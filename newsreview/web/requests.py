from uuid import UUID

from django.http import HttpRequest

from newsreview.accounts.models import User


def person_of(request: HttpRequest) -> User:
    """The person who is signed in; views that ask are behind login_required."""
    if not isinstance(request.user, User):
        raise PermissionError("this view is for people who are signed in")
    return request.user


def named_task(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("after", ""))
    except ValueError:
        return None
