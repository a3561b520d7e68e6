"""Bodies: strict JSON, read into a shape that knows its fields. All else is refused, with its place."""

from typing import IO, Any, TypeVar

import msgspec
from django.conf import settings
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from newsreview import strict_json
from newsreview.api.problems import Problem

Shape = TypeVar("Shape", bound=msgspec.Struct)


class StrictJSON(BaseParser):
    """No text in it is changed. Duplicate keys, NUL, half characters and numbers without a value are refused."""

    media_type = "application/json"

    def parse(self, stream: IO[bytes], *_about: Any, **_more: Any) -> Any:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw = stream.read(most + 1)
        if len(raw) > most:
            raise Problem(413)
        try:
            return strict_json.loads(raw)
        except strict_json.BadJSON as error:
            raise Problem(400, str(error), kind="bad-json", at=error.at) from error


def read_body(request: Request, shape: type[Shape]) -> Shape:
    """The body as this shape; an unknown field, a missing one or one of another type is refused."""
    try:
        return msgspec.convert(request.data, shape)
    except msgspec.ValidationError as error:
        what, _, place = str(error).partition(" - at `")
        raise Problem(400, f"{what}.", kind="bad-body", at=place.removesuffix("`") or "$") from error


class Nothing(msgspec.Struct, forbid_unknown_fields=True):
    """A request that says all by its address."""
