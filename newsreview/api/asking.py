"""What an address may ask for: named parameters from a fixed list, each read strictly. All else is refused (400)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from newsreview.api.problems import Problem

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Kind:
    """How a value is written, for the description and for the reader. `read` raises ValueError."""

    schema: dict[str, Any]
    read: Callable[[str], Any]


@dataclass(frozen=True)
class Parameter:
    name: str
    kind: Kind
    description: str

    def described(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "in": "query",
            "required": False,
            "description": self.description,
            "schema": self.kind.schema,
        }


@dataclass(frozen=True)
class Filter(Parameter):
    """Which rows of a list are wanted."""

    narrow: Callable[[Rows, Any], Rows]


def whole_number(least: int, most: int) -> Kind:
    def read(given: str) -> int:
        if not (given.isascii() and given.isdigit() and len(given) < 11 and least <= int(given) <= most):
            raise ValueError(given)
        return int(given)

    return Kind({"type": "integer", "minimum": least, "maximum": most}, read)


def one_of(*words: str) -> Kind:
    def read(given: str) -> str:
        if given not in words:
            raise ValueError(given)
        return given

    return Kind({"type": "string", "enum": list(words)}, read)


def words(longest: int) -> Kind:
    def read(given: str) -> str:
        given.encode()  # a lone surrogate is no character
        if "\0" in given or not 0 < len(given) <= longest:
            raise ValueError(given)
        return given

    return Kind({"type": "string", "minLength": 1, "maxLength": longest}, read)


def identifier(given: str) -> UUID:
    if len(given) != 36:
        raise ValueError(given)
    return UUID(given)


def day(given: str) -> date:
    if len(given) != 10:
        raise ValueError(given)
    return date.fromisoformat(given)


DAY = Kind({"type": "string", "format": "date"}, day)
ID = Kind({"type": "string", "format": "uuid"}, identifier)
FLAG = Kind({"type": "boolean"}, lambda given: {"true": True, "false": False}[given])


def asked(request: Request, parameters: Iterable[Parameter]) -> dict[str, Any]:
    """The values that the address names, by parameter."""
    known = {parameter.name: parameter for parameter in parameters}
    found = {}
    for name, given in request.query_params.lists():
        if name not in known:
            offered = ", ".join(sorted(known)) or "none"
            raise Problem(400, f"There is no such parameter here. Known are: {offered}.", kind="unknown-parameter")
        try:
            [value] = given
            found[name] = known[name].kind.read(value)
        except (ValueError, KeyError):
            wrong = f"The parameter “{name}” is not what it should be: {known[name].description}"
            raise Problem(400, wrong, kind="bad-parameter") from None
    return found


class Filters(BaseFilterBackend):
    """Narrows a list as its address asks."""

    def filter_queryset(self, request: Request, queryset: Rows, view: Any) -> Rows:  # noqa: ARG002 -- as above
        for each in view.filters:
            if each.name in view.asked:
                queryset = each.narrow(queryset, view.asked[each.name])
        return queryset

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [each.described() for each in view.filters]
