"""What went wrong, as problem details (RFC 9457): for programs to tell apart, for people to read.

Views raise; the frame answers with what was raised. Whatever else answers below /api/ with an error, such as Django
where no address fits, is told in the same shape.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from rest_framework import serializers
from rest_framework.exceptions import APIException, Throttled
from rest_framework.response import Response

from newsreview.annotation.refusals import Refusal

CONTENT_TYPE = "application/problem+json"
HERE = "/api/"
ADVICE = {
    400: "This request cannot be read.",
    401: "Send a token that is good, as “Authorization: Bearer nr_…”. You make them on the page “API tokens”.",
    403: "This is not for you to do.",
    404: "There is nothing here for you.",
    405: "This address does not take this method.",
    412: "This is not as If-Match or If-Unmodified-Since has it. Read it anew.",
    413: "This is too large to send. Send it in parts.",
    415: "This kind of body is not read here.",
    429: "These are too many requests. Wait, then go on.",
    500: "Something went wrong here. What was saved is safe.",
    503: "The database or the files are out of reach just now. Nothing is lost: try again in a few seconds.",
    507: "The server's disk is full, and nothing of this is kept. Send it again once there is room.",
}


class Problem(APIException):
    """A request that is refused: its status, what kind of problem that is, and where in the request it lies."""

    def __init__(
        self, status: int, detail: str = "", *, kind: str = "", headers: dict[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(detail or ADVICE[status])
        self.status_code, self.kind, self.headers, self.more = status, kind, headers or {}, more


class ProblemSerializer(serializers.Serializer[Any]):
    """Problem details (RFC 9457)."""

    type = serializers.CharField(help_text="What kind of problem it is; about:blank where the status says it all.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="What is wrong and what to do, to be read by a person.")
    at = serializers.CharField(required=False, help_text="Where in the request: line and column, or a path.")


def described(status: int, detail: str = "", *, kind: str = "", **more: Any) -> dict[str, Any]:
    of_kind = f"urn:newsreview:problem:{kind}" if kind else "about:blank"
    says = detail or ADVICE.get(status, HTTPStatus(status).description)
    return {"type": of_kind, "title": HTTPStatus(status).phrase, "status": status, "detail": says, **more}


def answer(error: Exception, context: Mapping[str, Any]) -> Response | None:  # noqa: ARG001 -- the library passes it
    """None where it is a fault of ours, which is raised on, and logged."""
    if isinstance(error, Refusal):
        told = described(error.status, str(error), kind=error.code)
    elif isinstance(error, Problem):
        told = described(error.status_code, str(error.detail), kind=error.kind, **error.more)
    elif isinstance(error, Http404):
        told = described(404)
    elif isinstance(error, APIException):
        told = described(error.status_code, ADVICE.get(error.status_code, ""))
    else:
        return None
    return Response(told, told["status"], headers=headers_of(error), content_type=CONTENT_TYPE)


def headers_of(error: Exception) -> dict[str, str]:
    if isinstance(error, Problem):
        return error.headers
    if isinstance(error, Throttled):
        return {"Retry-After": str(int(getattr(error, "wait", None) or 0) + 1)}
    challenge = getattr(error, "auth_header", None)
    return {"WWW-Authenticate": challenge} if challenge else {}


def everywhere(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware around all that may answer below /api/ without asking a view of ours."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_told = response.headers.get("Content-Type") == CONTENT_TYPE
        if not request.path.startswith(HERE) or response.status_code < 400 or is_told:
            return response
        told = JsonResponse(described(response.status_code), status=response.status_code, content_type=CONTENT_TYPE)
        if "Retry-After" in response.headers:
            told.headers["Retry-After"] = response.headers["Retry-After"]
        return told

    return respond
