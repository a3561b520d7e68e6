"""One JSON record: `text`, and what else may be said about an article."""

import re
from collections.abc import Callable
from typing import Protocol, TypeVar

import msgspec
from django.utils.translation import gettext as _

from newsreview import strict_json
from newsreview.article_text import BadText, check_text
from newsreview.intake.details import FIELDS, BadField, check_details, kind_of, told_apart
from newsreview.intake.readers.text import within_limit
from newsreview.intake.records import Record, Refusal

ID = "id"  # the key in an article's metadata which keeps the record's `id`, as it was given
_PLACE = re.compile(r"line (\d+), (column \d+)")
T = TypeVar("T")
Made_co = TypeVar("Made_co", covariant=True)
METADATA = "metadata"
KNOWN = frozenset({"text", "id", METADATA, *FIELDS})


class ReadOne(Protocol[Made_co]):
    """Makes something of the bytes of one record, which stand at these places of the file."""

    def __call__(self, raw: bytes, *, line: int, byte_start: int, byte_end: int) -> Made_co | Refusal: ...


def record_of(value: dict[str, object], *, byte_start: int, byte_end: int) -> Record:
    """The record with these fields. Raises BadField and BadText."""
    fields, others = told_apart(value, KNOWN)
    return Record(
        text=text_in(value),
        details=check_details(fields),
        metadata=_metadata(fields, others),
        into_metadata=tuple(others),
        byte_start=byte_start,
        byte_end=byte_end,
    )


def read_object(raw: bytes, *, line: int, make: Callable[[dict[str, object]], T]) -> T | Refusal:
    """What `make` makes of one JSON object; it may raise BadField and BadText."""
    try:
        return make(_object(strict_json.loads(raw)))
    except strict_json.BadJSON as error:
        return _refused(error, line)
    except (BadField, BadText, msgspec.ValidationError) as error:
        return Refusal(line=line, reason=str(error))


def _refused(error: strict_json.BadJSON, line: int) -> Refusal:
    """With the line of the file, where the error counts lines from the beginning of the record."""
    place = _PLACE.fullmatch(error.at)
    if place is None:
        return Refusal(line=line, reason=str(error))
    return Refusal(line=line + int(place[1]) - 1, reason=str(error).replace(error.at, place[2]))


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise BadField("record", _("it must be an object { … }, not %(kind)s.") % {"kind": kind_of(value)})
    return value


def text_in(value: dict[str, object]) -> str:
    text = value.get("text")
    if text is None:
        raise BadField("text", _("it is missing."))
    if not isinstance(text, str):
        raise BadField("text", _("it must be text in quotes, not %(kind)s.") % {"kind": kind_of(text)})
    try:
        return within_limit(check_text(text))
    except BadText as error:
        raise BadField("text", str(error)) from None


def unmoved_text_in(value: dict[str, object]) -> str:
    """The text of a record with marks, whose offsets would not fit any more if storing it changed it."""
    text = text_in(value)
    if text != value["text"]:
        raise BadField("text", _("it has line ends other than LF, or a byte-order mark, so that its marks would move."))
    return text


def metadata_in(value: dict[str, object]) -> dict[str, object]:
    metadata = value.get(METADATA)
    if metadata is None:
        return {}
    if not isinstance(metadata, dict):
        raise BadField(METADATA, _("it must be an object { … }, not %(kind)s.") % {"kind": kind_of(metadata)})
    return metadata


def _metadata(fields: dict[str, object], others: dict[str, object]) -> dict[str, object]:
    """With what else the record says beside it."""
    metadata, own_id = metadata_in(fields), fields.get("id")
    if isinstance(own_id, bool) or not isinstance(own_id, str | int | None):
        raise BadField("id", _("it must be text or a whole number, not %(kind)s.") % {"kind": kind_of(own_id)})
    beside = others if own_id is None else {**others, ID: own_id}
    for name, value in beside.items():
        if name in metadata and metadata[name] != value:
            raise BadField(name[:200], _("metadata has another “%(name)s”. Keep one of them.") % {"name": name[:100]})
    return {**metadata, **beside}
