"""Lists in pages: each says where the next one begins, by the key of its last row. Rows that come meanwhile are neither
missed nor told twice."""

from typing import Any

from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from newsreview.api.asking import ID, Kind, Parameter, Rows, whole_number

FEW, MOST = 50, 200


class Pages(BasePagination):
    """In the order of their ids, which is that in which they came."""

    key, kind = "pk", ID

    @classmethod
    def parameters(cls) -> list[Parameter]:
        return [
            Parameter("after", cls.kind, "Where to go on: the key of the last row known, as “next” names it."),
            Parameter("limit", whole_number(1, MOST), f"How many rows at most; {FEW} unless told, {MOST} at most."),
        ]

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        limit = view.asked.get("limit", FEW)
        rows = queryset.order_by(self.key)
        if "after" in view.asked:
            rows = self.beyond(rows, view.asked["after"])
        found = list(rows[: limit + 1])
        page = found[:limit]
        self.next_page = None
        if len(found) > limit:
            here = request.build_absolute_uri()
            self.next_page = replace_query_param(here, "after", str(getattr(page[-1], self.key)))
        return page

    def beyond(self, rows: Rows, key: Any) -> Rows:
        return rows.filter(pk__gt=key)

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"results": data, "next": self.next_page})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        following = {
            "type": ["string", "null"],
            "format": "uri",
            "description": "The next page; null on the last one.",
            "example": None,
        }
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {"results": schema, "next": following},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:  # noqa: ARG002 -- the library passes it
        return [parameter.described() for parameter in self.parameters()]


class ByNumber(Pages):
    """The journal counts its edits."""

    key: str = "number"
    kind: Kind = whole_number(0, 2**31 - 1)

    def beyond(self, rows: Rows, key: int) -> Rows:
        return rows.filter(number__gt=key)
