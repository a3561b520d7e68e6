"""CSV and TSV: the first row names the columns, every other row is a record."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

import msgspec
from django.utils.translation import gettext as _

from newsreview.article_text import BadText
from newsreview.intake import limits
from newsreview.intake.details import BadField
from newsreview.intake.readers.json_lines import lines
from newsreview.intake.readers.json_record import METADATA, record_of
from newsreview.intake.records import Record, Refusal

# The limit holds for the whole process, and cannot be set for one reader: so it is lifted. What bounds a field here is
# the bound on its row, and in a manifest the bound on the file.
csv.field_size_limit(2**31 - 1)


class BadRow(ValueError):
    """Why the bytes of a row are no text."""


class Lines(Iterator[str]):
    """A file's lines for Python's csv, which takes as many as a row has; never more than one row in memory.

    Goes on after it has raised BadRow. The row which is being taken begins with line `number`, has the bytes
    [start, end), and the line feed after it stands outside; `bad` says why it is refused, once it is whole.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._lines = lines(file)
        self.begin_row()

    def begin_row(self) -> None:
        self.number: int | None = None
        self.start = self.end = 0
        self.bad = ""

    def __next__(self) -> str:
        line = next(self._lines)
        if self.number is None:
            self.number, self.start = line.number, line.start
        self.end = line.end
        if line.raw is None or self.end - self.start > limits.line_bytes():
            megabytes = limits.line_bytes() // 1_000_000
            raise BadRow(_("The row is too long: at most %(size)d MB. Is a quote not closed?") % {"size": megabytes})
        return self._decoded(line.raw, line.start) + "\n"

    def _decoded(self, raw: bytes, start: int) -> str:
        """What is no text is only noted: the lines after it may belong to the same row, and are none by themselves."""
        if start == 0 and raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise BadRow(_("This looks like UTF-16: save it as UTF-8."))
        encoding = "utf-8" if start else "utf-8-sig"
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError as error:
            at = {"at": start + error.start}
            self.bad = self.bad or _("This is not UTF-8: byte %(at)d. Save it as “CSV UTF-8”.") % at
            text = raw.decode(encoding, "replace")
        if "\0" in text:
            self.bad = self.bad or _("There is a NUL character in it. Take it out.")
        return text

    def check(self) -> None:
        """Raises BadRow when the row that has been taken is no text."""
        if self.bad:
            raise BadRow(self.bad)


def read(file: BinaryIO, *, delimiter: str) -> Iterator[Record | Refusal]:
    source = Lines(file)
    rows = csv.reader(source, delimiter=delimiter, strict=True)
    try:
        first = next((row for row in rows if row), [])
        source.check()
        columns = checked_columns(first)
    except (BadRow, csv.Error) as error:
        yield _refused(source.number, error)
        return
    while True:
        source.begin_row()
        try:
            row = next(rows)
            source.check()
            if row:
                yield record_in(columns, row, byte_start=source.start, byte_end=source.end)
        except StopIteration:
            return
        except (BadField, BadRow, BadText, csv.Error) as error:
            refusal = _refused(source.number, error)
            yield msgspec.structs.replace(refusal, byte_start=source.start, byte_end=source.end)


def cells_of(raw: bytes, *, delimiter: str) -> list[str]:
    """Of one row by itself, as far as it can be read."""
    text = raw.decode("utf-8-sig", errors="replace").replace("\0", "\ufffd")
    return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])


def _refused(line: int | None, error: Exception) -> Refusal:
    reason = _("This is no CSV: %(reason)s.") % {"reason": error} if isinstance(error, csv.Error) else str(error)
    return Refusal(line=line, reason=reason)


def checked_columns(row: list[str]) -> list[str]:
    """The names of the columns; raises BadRow when they cannot be told apart, or there is no text among them."""
    columns = [name.strip() for name in row]
    if not columns:
        raise BadRow(_("The file is empty."))
    if "" in columns:
        number = columns.index("") + 1
        raise BadRow(_("Column %(number)d has no name. The first row must name every column.") % {"number": number})
    if twice := [name for name, times in Counter(columns).items() if times > 1]:
        raise BadRow(_("Two columns are called “%(name)s”.") % {"name": twice[0][:100]})
    if "text" not in columns:
        raise BadRow(_("No column is called “text”: the first row must name the columns, in .csv with commas between."))
    return columns


def record_in(columns: list[str], row: list[str], *, byte_start: int, byte_end: int) -> Record:
    """Columns that a record does not have are metadata; what is blank is not known."""
    if len(row) != len(columns):
        numbers = {"has": len(row), "columns": len(columns)}
        raise BadRow(_("The row has %(has)d columns, and the first row has %(columns)d.") % numbers)
    cells = zip(columns, row, strict=True)
    value: dict[str, object] = {name: cell for name, cell in cells if cell or name == "text"}
    if METADATA in value:  # a cell is no object
        value[METADATA] = {METADATA: value[METADATA]}
    return record_of(value, byte_start=byte_start, byte_end=byte_end)


read_csv = partial(read, delimiter=",")
read_tsv = partial(read, delimiter="\t")
