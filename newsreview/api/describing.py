"""The API describes itself: OpenAPI 3.1, made from the views. What a body may be is said by the shapes that read it."""

import json
from functools import cache
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from newsreview.api.examples import ANSWERS, BODIES
from newsreview.api.frame import One
from newsreview.api.problems import ADVICE, CONTENT_TYPE, ProblemSerializer

BY_ALL = (400, 401, 403, 429, 503, 507)
WITH_A_BODY = (413, 415)
COMPONENTS = "#/components/schemas/{name}"


class BearerToken(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call] # so the library is written
    target_class = "newsreview.api.authenticating.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:  # noqa: ARG002 -- the library passes it
        says = "A token from the page “API tokens”, with the scope that the operation names."
        return {"type": "http", "scheme": "bearer", "description": says}


class Description(AutoSchema):
    """Beside what the library finds out: the scope that is needed, and how each view may refuse."""

    view: Any

    def get_description(self) -> str:  # type: ignore[override] # the two libraries do not agree
        return f"{super().get_description()}\n\nScope: `{self.view.scopes[self.method]}`."

    def get_override_parameters(self) -> list[Any]:
        return [
            OpenApiParameter(each.name, each.kind.schema, description=each.description) for each in self.view.parameters
        ]

    def get_examples(self) -> list[Any]:
        found: Any = self.get_response_serializers()
        by_status = found if isinstance(found, dict) else {200: found}
        told = {
            status: ANSWERS.get(getattr(each, "__name__", type(each).__name__)) for status, each in by_status.items()
        }
        sent = BODIES.get(type(self.view).__name__)
        answers = [
            OpenApiExample("Answer", example, response_only=True, status_codes=[str(status)])
            for status, example in told.items()
            if example
        ]
        return answers + ([OpenApiExample("Request", sent, request_only=True)] if sent else [])

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        if operation:
            operation["responses"] |= {str(status): self.problem(status) for status in self.refusals(operation)}
            if isinstance(self.view, One):
                operation["responses"]["304"] = {"description": "Nothing has changed since the ETag that was sent."}
        return operation

    def refusals(self, operation: dict[str, Any]) -> list[int]:
        of_place = (404,) if "{" in self.path else ()
        of_body = WITH_A_BODY if "requestBody" in operation else ()
        of_etag = (412,) if isinstance(self.view, One) else ()
        return sorted({*BY_ALL, *of_place, *of_body, *of_etag, *self.view.refuses})

    def problem(self, status: int) -> dict[str, Any]:
        schema = self.resolve_serializer(ProblemSerializer, "response").ref
        return {"description": ADVICE.get(status, "Refused."), "content": {CONTENT_TYPE: {"schema": schema}}}


def body_of(shape: type[msgspec.Struct]) -> dict[str, Any]:
    """For extend_schema: a body that is read as this shape. Its parts are components."""
    (schema,), _parts = msgspec.json.schema_components([shape], ref_template=COMPONENTS)
    return {"application/json": schema}


def parts_of(*shapes: type[msgspec.Struct]) -> dict[str, Any]:
    return msgspec.json.schema_components(shapes, ref_template=COMPONENTS)[1]


def file_of(media_type: str, description: str) -> dict[Any, Any]:
    """For extend_schema: an answer that is a file, streamed."""
    return {(200, media_type): OpenApiResponse(OpenApiTypes.BINARY, description=description)}


def add_bodies(result: dict[str, Any], **_given: Any) -> dict[str, Any]:
    """A hook of the library: the parts of the bodies join the components."""
    from newsreview.api.operating import Operations  # views import this module
    from newsreview.api.releases import NewRelease, Reason
    from newsreview.intake.predictions import Predictions

    result["components"]["schemas"] |= parts_of(Operations, Predictions, NewRelease, Reason)
    return result


@cache
def schema() -> dict[str, Any]:
    generator = SchemaGenerator(urlconf="newsreview.urls")  # type: ignore[no-untyped-call] # so the library is written
    found: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


@cache
def written_schema() -> bytes:
    return json.dumps(schema(), ensure_ascii=False).encode()


@require_safe
@conditional_page
def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django passes it
    """For everybody: it says nothing but what stands in the code."""
    return HttpResponse(written_schema(), content_type="application/json", headers={"Cache-Control": "no-cache"})
