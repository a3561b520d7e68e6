"""Every request is followed: it has an id that its answer and its lines in the log share, and its time is counted."""

import logging
import re
import time
from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from newsreview.accounts.models import User
from newsreview.logs import request_id, route_of
from newsreview.statements import counted
from newsreview.web import metrics

log = logging.getLogger(__name__)

# What a proxy in front may have given it.
GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")


def follow(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    metrics.prepare()

    def respond(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        told = request_id.set(given if GIVEN.fullmatch(given) else uuid4().hex)
        began = time.perf_counter()
        try:
            with counted() as spent:
                response = get_response(request)
            response["X-Request-ID"] = request_id.get()
            if request.resolver_match:  # not a static file, nor an address that is none
                seconds = time.perf_counter() - began
                metrics.count(request.method or "", route_of(request), response.status_code, seconds)
                log.info(
                    "answered",
                    extra={
                        "method": request.method,
                        "route": route_of(request),
                        "status": response.status_code,
                        "milliseconds": round(seconds * 1000),
                        "queries": spent.statements,
                        "database_milliseconds": round(spent.seconds * 1000),
                        "person": person_of(request),
                    },
                )
            return response
        finally:
            request_id.reset(told)

    return respond


def person_of(request: HttpRequest) -> str | None:
    """Who asked, as an identifier, where the answer had to know: nobody is looked up for the log, which even asking
    of what type a lazy person is would do."""
    known = getattr(request, "_cached_user", None) or request.__dict__.get("user")
    return str(known.pk) if type(known) is User else None
