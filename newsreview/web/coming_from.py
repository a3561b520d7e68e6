"""Who sends a request, and from where; what is written down about accounts says so."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from newsreview.accounts.auditing import asked_from
from newsreview.accounts.models import User


def noted(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def respond(request: HttpRequest) -> HttpResponse:
        def who() -> User | None:
            person = getattr(request, "user", None)  # none yet, while the session is looked for
            return person if isinstance(person, User) else None

        with asked_from(address_of(request), who, request.headers.get("User-Agent", "")):
            return get_response(request)

    return respond


def kept_alive(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """What asks who is signed in is a use of the session. Where the database did not answer, it is not asked again."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code < 500 and request.session.accessed and request.session.is_due():  # type: ignore[attr-defined] # a store of ours
            request.session.modified = True
        return response

    return respond


def address_of(request: HttpRequest) -> str | None:
    """The browser's address, as the outermost of our own proxies saw it; what stands before that in the header was
    sent by whoever likes to be somebody else."""
    told = request.META.get("REMOTE_ADDR", "")
    passed = [entry.strip() for entry in request.headers.get("X-Forwarded-For", "").split(",") if entry.strip()]
    if 0 < settings.PROXIES <= len(passed):
        told = passed[-settings.PROXIES]
    try:
        return str(ip_address(told))
    except ValueError:  # a socket in the file system, or no address at all
        return None
