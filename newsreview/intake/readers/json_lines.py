"""JSON Lines: one record a line, read one line at a time whatever the size of the file."""

from collections.abc import Iterator
from itertools import count
from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext as _

from newsreview.intake import limits
from newsreview.intake.readers.json_record import ReadOne, T
from newsreview.intake.records import Refusal


class Line(NamedTuple):
    """Without its words when it is longer than a line may be."""

    number: int
    start: int
    end: int
    raw: bytes | None


def each(file: BinaryIO, read_one: ReadOne[T]) -> Iterator[T | Refusal]:
    """What `read_one` makes of each line that is not blank."""
    for line in lines(file):
        if line.raw is None:
            yield Refusal(line=line.number, reason=too_long(), byte_start=line.start, byte_end=line.end)
        elif line.number == 1 and line.raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            yield Refusal(reason=_("This looks like UTF-16: save it as UTF-8."))
            return
        elif line.raw and not line.raw.isspace():
            yield read_one(line.raw, line=line.number, byte_start=line.start, byte_end=line.end)


def lines(file: BinaryIO) -> Iterator[Line]:
    """The lines with their numbers and bytes [start, end), the line feed outside; never more than one in memory."""
    longest, start = limits.line_bytes(), 0
    for number in count(1):
        raw = file.readline(longest + 1)
        if not raw:
            return
        is_whole = raw.endswith(b"\n") or len(raw) <= longest
        size = len(raw) if is_whole else len(raw) + _skip_line(file)
        yield Line(number, start, start + len(raw.removesuffix(b"\n")), raw.removesuffix(b"\n") if is_whole else None)
        start += size


def _skip_line(file: BinaryIO) -> int:
    """Passes over the rest of a line; how many bytes that was."""
    skipped = 0
    while part := file.readline(1024 * 1024):
        skipped += len(part)
        if part.endswith(b"\n"):
            break
    return skipped


def too_long() -> str:
    megabytes = limits.line_bytes() // 1_000_000
    return _("The line is too long: at most %(size)d MB. Is there one record a line?") % {"size": megabytes}
