"""Pages for what went wrong: each says what, and what to do next."""

import logging
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from psycopg.errors import DiskFull
from psycopg_pool import PoolTimeout

from newsreview import room
from newsreview.annotation.refusals import Refusal
from newsreview.embedded import EmbeddedError
from newsreview.intake import keeping
from newsreview.logs import request_id

log = logging.getLogger(__name__)


def page(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    """Where it is no fault of who asked, the page names the request, by which the log has more of it."""
    context: dict[str, object] = {"status": status, "title": title, "advice": advice}
    if status >= 500:
        context["request_id"] = request_id.get()
        context["user"] = AnonymousUser()  # to know who asks, the database would be asked, which may not answer
    response = render(request, "errors/page.html", context, status=status)
    response["X-Error"] = str(status)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django passes it
    return page(request, 400, _("This request cannot be read."), _("Go back, check what you entered, and try again."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django passes it
    return page(
        request, 403, _("This is not for you to do."), _("Ask a manager of the project if you think it should be.")
    )


def signed_out(request: HttpRequest) -> HttpResponse:
    return page(request, 401, _("You are signed out."), _("Sign in again; nothing is lost."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django passes it
    return page(request, 404, _("There is nothing here for you."), _("It may have moved, or belong to somebody else."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Whatever went wrong outside of a view, such as while an upload was received or a session stored."""
    advice = _("What was saved is safe. Try again in a moment.")
    return told(request, sys.exc_info()[1]) or page(request, 500, _("Something went wrong here."), advice)


def told(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """What is no fault of the app's: a database or a storage of files that does not answer is told with a status on
    which clients try again, a disk that is full with one on which they do not."""
    if isinstance(error, OperationalError | InterfaceError | PoolTimeout | EmbeddedError):
        return nothing_saved(request, error) if for_want_of_room(error) else unavailable(request, error)
    if keeping.is_away(error):
        return files_away(request, error)
    return no_room(request, error) if keeping.is_full(error) else None


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return page(request, refusal.status, _("This could not be done."), str(refusal))


def too_large(request: HttpRequest, limit: int) -> HttpResponse:
    advice = _("At most %(megabytes)d MB are taken at once. Split the files, or use manage.py import_articles.")
    return page(request, 413, _("This is too large to send."), advice % {"megabytes": limit // 2**20})


def no_room(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    log.error("no room to write a file: %s", error)
    return page(request, 507, _("There is no room for this."), keeping.no_room())


def files_away(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    log.error("files cannot be stored or read: %s", error)
    response = page(request, 503, _("The files are out of reach."), keeping.nobody_answers())
    response["Retry-After"] = "10"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    log.warning("refused a request without a valid token: %s", reason)
    response = page(
        request, 403, _("This page has grown old."), _("Load it again, sign in if asked to, and repeat the last step.")
    )
    response["X-Token-Refused"] = "1"  # a script can take a new one and go on
    return response


def for_want_of_room(error: BaseException) -> bool:
    """The database says so; or it stopped because of it, and cannot say anything. Ours is on the disk of the data."""
    is_told = isinstance(error.__cause__, DiskFull)
    return is_told or (settings.USES_EMBEDDED_DATABASE and room.is_full(Path(settings.DATA_DIR)))


def nothing_saved(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("the disk is full, and the database cannot write: %s", error)
    advice = _(
        "The server's disk is full. What was saved is safe. Tell whoever runs it: with room, it goes on by itself."
    )
    response = page(request, 507, _("Nothing can be saved just now."), advice)
    response["Retry-After"] = "10"
    return response


def unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    """The database did not answer, or something held its lock too long. Nothing was stored: trying again is safe."""
    log.error("the database did not answer: %s", error)
    response = page(
        request, 503, _("The database does not answer just now."), _("Nothing is lost. Try again in a few seconds.")
    )
    response["Retry-After"] = "2"
    return response
