"""One JSON record: `text`, and what else may be said about an article."""

import re
from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar

import msgspec
from django.utils.translation import gettext as _

from newsreview import strict_json
from newsreview.article_text import BadText, check_text
from newsreview.intake.details import FIELDS, BadField, check_details, kind_of
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


def read_record(raw: bytes, *, line: int, byte_start: int, byte_end: int) -> Record | Refusal:
    made = read_object(raw, line=line, make=partial(record_of, byte_start=byte_start, byte_end=byte_end))
    if isinstance(made, Refusal):
        return msgspec.structs.replace(made, byte_start=byte_start, byte_end=byte_end)
    return made


def record_of(value: dict[str, object], *, byte_start: int, byte_end: int) -> Record:
    """The record with these fields. Raises BadField and BadText."""
    _refuse_unknown(value)
    return Record(
        text=text_in(value),
        details=check_details(value),
        metadata=_metadata(value),
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


def _refuse_unknown(value: dict[str, object]) -> None:
    if unknown := value.keys() - KNOWN:
        names = ", ".join(sorted(unknown)[:5])
        raise BadField(names[:200], _("there is no such field. Put what else is known into metadata."))


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


def _metadata(value: dict[str, object]) -> dict[str, object]:
    metadata, own_id = metadata_in(value), value.get("id")
    if own_id is None:
        return metadata
    if isinstance(own_id, bool) or not isinstance(own_id, str | int):
        raise BadField("id", _("it must be text or a whole number, not %(kind)s.") % {"kind": kind_of(own_id)})
    if metadata.get(ID, own_id) != own_id:
        raise BadField("id", _("metadata has another id. Keep one of them."))
    return {**metadata, ID: own_id}
