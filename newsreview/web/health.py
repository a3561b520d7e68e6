"""Whether the app lives, whether it can work, and its figures: for proxies and watchers, not for people."""

import logging
import secrets
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from psycopg_pool import PoolTimeout

from newsreview import room
from newsreview.web import metrics
from newsreview.web.signing_in import is_from_this_machine

log = logging.getLogger(__name__)


@require_safe
def alive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django passes it
    """This process answers. Whoever gets nothing here starts it again."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django passes it
    """Whether requests may be sent here: 200, or 503 while one of the answers is no."""
    found = {"database": database_answers(), "disk": not room.is_full(Path(settings.DATA_DIR))}
    return JsonResponse({"ready": all(found.values()), **found}, status=200 if all(found.values()) else 503)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """For a watcher on this machine, or one that has the token of the environment; nobody else learns of the page."""
    if not (is_from_this_machine(request) or has_token(request)):
        raise Http404
    return HttpResponse(metrics.read(), content_type="text/plain; version=0.0.4; charset=utf-8")


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return True
    except (DatabaseError, PoolTimeout) as error:
        log.warning("Not ready: %s", error)
        return False


def has_token(request: HttpRequest) -> bool:
    kind, _, told = request.headers.get("Authorization", "").partition(" ")
    expected = settings.METRICS_TOKEN
    return bool(expected) and kind == "Bearer" and secrets.compare_digest(told.encode(), expected.encode())
