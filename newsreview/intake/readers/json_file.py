"""A .json file: one record, or a list of records of which a bad one does not stop the rest."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from django.utils.translation import gettext as _

from newsreview.intake import limits
from newsreview.intake.readers.json_record import ReadOne, T, read_object
from newsreview.intake.records import Refusal

_BLANK = re.compile(r"[ \t\n\r]*")
# Only finds where an element ends; the strict reading of the element comes after.
_FIND_END = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str).raw_decode
LONGEST_TOKEN = len("\\ud83d\\ude00")  # but a string


def each(file: BinaryIO, read_one: ReadOne[T]) -> Iterator[T | Refusal]:
    """What `read_one` makes of each element of the list, or of the one object."""
    raw = file.read(limits.JSON_FILE_BYTES + 1)
    if len(raw) > limits.JSON_FILE_BYTES:
        yield Refusal(reason=too_large())
        return
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield Refusal(reason=_("This looks like UTF-16: save it as UTF-8."))
        return
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        yield Refusal(line=line, reason=_("This is not UTF-8: byte %(at)d. Save it as UTF-8.") % {"at": error.start})
        return
    start = _after_blank(text, text.startswith("\ufeff"))
    if text.startswith("[", start):
        yield from _elements(text, start + 1, read_one)
    elif not text[start:]:
        yield Refusal(reason=_("The file is empty."))
    elif len(raw) > limits.line_bytes():
        yield Refusal(line=1, reason=too_long())
    else:
        yield read_one(raw, line=1, byte_start=0, byte_end=len(raw))


class _Ends:
    """Finds where elements end. It looks at no more at once than a record may have: what is parsed, for that alone,
    may take seventy times as much memory as its words."""

    def __init__(self, text: str) -> None:
        self._text, self._from, self._part = text, 0, ""

    def after(self, start: int) -> int:
        """Raises BadEnd when no element ends after this place, or none that is short enough."""
        with suppress(json.JSONDecodeError, RecursionError):  # it may only be cut here
            if start < self._from + len(self._part):
                return self._from + _FIND_END(self._part, start - self._from)[1]
        self._from, self._part = start, self._text[start : start + limits.line_bytes()]
        try:
            return start + _FIND_END(self._part)[1]
        except json.JSONDecodeError as error:
            is_whole = start + len(self._part) == len(self._text)
            if is_whole or (error.pos < len(self._part) - LONGEST_TOKEN and not error.msg.startswith("Unterminated")):
                raise BadEnd(self._part) from None
            raise BadEnd from None
        except RecursionError:
            raise BadEnd(self._part) from None


class BadEnd(ValueError):
    """With the words which a strict reading refuses; without any, where they are only too many."""


def _elements(text: str, position: int, read_one: ReadOne[T]) -> Iterator[T | Refusal]:
    counted, line, byte, ends = 0, 1, 0, _Ends(text)
    start = _after_blank(text, position)
    if text.startswith("]", start):
        yield from _after_list(text, start + 1)
        return
    while True:
        line += text.count("\n", counted, start)
        byte += len(text[counted:start].encode())
        counted = start
        try:
            end = ends.after(start)
        except BadEnd as bad:
            yield why_not_on(bad, line)
            return
        element = text[start:end].encode()
        yield read_one(element, line=line, byte_start=byte, byte_end=byte + len(element))
        end = _after_blank(text, end)
        if text.startswith("]", end):
            yield from _after_list(text, end + 1)
            return
        if not text.startswith(",", end):
            reason = _("There must be a comma or ] here. What follows was not read.")
            yield Refusal(line=_line(text, end), reason=reason)
            return
        start = _after_blank(text, end + 1)


def why_not_on(bad: BadEnd, line: int) -> Refusal:
    """Why a list cannot be read on from this line."""
    reason = too_long()
    for words in bad.args:
        refusal = read_object(words.encode(), line=line, make=lambda value: value)
        reason = refusal.reason if isinstance(refusal, Refusal) else _("This cannot be read.")
    return Refusal(line=line, reason=f"{reason} {_('What follows was not read.')}")


def _after_list(text: str, end: int) -> Iterator[Refusal]:
    end = _after_blank(text, end)
    if text[end:]:
        reason = _("There is something after the end of the list. For one record a line, name the file .jsonl.")
        yield Refusal(line=_line(text, end), reason=reason)


def _after_blank(text: str, position: int) -> int:
    match = _BLANK.match(text, position)
    return match.end() if match else position


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def too_long() -> str:
    megabytes = {"size": limits.line_bytes() // 1_000_000}
    return _("The record is too long: at most %(size)d MB. Is a quote or a bracket not closed?") % megabytes


def too_large() -> str:
    size = {"size": limits.JSON_FILE_BYTES // 1024**2}
    return _("A .json file may have %(size)d MB. Write one record a line, and name the file .jsonl.") % size
