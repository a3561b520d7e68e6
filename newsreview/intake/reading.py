"""From an open file to its records, through whatever it is packed in."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import BinaryIO

import msgspec
from django.utils.translation import gettext as _

from newsreview.intake import archives, keeping, limits
from newsreview.intake.filenames import BadName, check_name
from newsreview.intake.keeping import Kept
from newsreview.intake.kinds import Kind, kind_of
from newsreview.intake.packing import Allowance, BadPacking, size_of, unpacked
from newsreview.intake.readers.text import too_long
from newsreview.intake.records import Record, Refusal

Progress = Callable[[int], object]
"""Told now and then how many more bytes have been read."""

TOLD_EVERY = 100  # records: to ask where a file stands takes as long as to read a line


class Read(msgspec.Struct, frozen=True):
    """A record, and the raw file which holds it: in an archive, the file which is called `entry` there."""

    record: Record
    kept: Kept
    is_one_article: bool
    entry: str = ""


class NotRead(msgspec.Struct, frozen=True):
    """Why there is no record."""

    refusal: Refusal
    entry: str = ""


def within(name: str, entry: str) -> str:
    """What a file in an archive is called; the file's own name when it is in none."""
    return f"{name}/{entry}" if entry else name


def read_file(file: BinaryIO, *, name: str, progress: Progress = lambda _read: None) -> Iterator[Read | NotRead]:
    """The records of one open file, or of the files in it. Raises BadName when the name says that it is no such file.

    Bytes are kept before their first record comes out: those are what is read. Of an archive, each file's are.
    """
    kind = kind_of(name)
    size = size_of(file)
    if kind.archive:
        yield from _read_archive(file, kind, name, Allowance(size))
        progress(size)
        return
    for item in _read_one(file, kind, name, Allowance(size), progress):
        if isinstance(item, Refusal):
            yield NotRead(item)
        else:
            yield Read(*item, is_one_article=kind.is_one_article)


def _read_archive(file: BinaryIO, kind: Kind, name: str, allowance: Allowance) -> Iterator[Read | NotRead]:
    try:
        for entry in archives.entries(file, kind, allowance):
            yield from _read_entry(entry, name, allowance)
    except BadPacking as error:
        yield NotRead(Refusal(reason=str(error)))


def _read_entry(entry: archives.Entry, archive: str, allowance: Allowance) -> Iterator[Read | NotRead]:
    name = within(archive, entry.name)
    try:
        kind = _kind_of_entry(entry, name)
        with entry.open() as file:
            for item in _read_one(file, kind, name, allowance):
                if isinstance(item, Refusal):
                    yield NotRead(item, entry.name)
                else:
                    yield Read(*item, is_one_article=kind.is_one_article, entry=entry.name)
    except (BadName, BadPacking) as error:
        yield NotRead(Refusal(reason=str(error)), entry.name)


def _kind_of_entry(entry: archives.Entry, name: str) -> Kind:
    check_name(name)
    archives.check_entry_name(entry.name)
    if entry.refused:
        raise BadName(entry.refused)
    kind = kind_of(entry.name)
    if kind.archive:
        raise BadName(_("An archive in an archive is not read. Bring it in by itself."))
    return kind


def _read_one(
    file: BinaryIO, kind: Kind, name: str, allowance: Allowance, progress: Progress = lambda _read: None
) -> Iterator[tuple[Record, Kept] | Refusal]:
    if kind.is_one_article:
        raw = file.read(limits.article_bytes() + 1)
        if len(raw) > limits.article_bytes():
            yield Refusal(reason=too_long())
        else:
            for item in _records(BytesIO(raw), kind, allowance):
                yield _with_raw(item, keeping.keep(BytesIO(raw), name=name), kind)
        progress(len(raw))
        return
    kept = keeping.keep(file, name=name)
    with keeping.open_kept(kept.sha256) as stored:
        at = 0
        for number, item in enumerate(_records(stored, kind, allowance)):
            yield _with_raw(item, kept, kind)
            if number % TOLD_EVERY == 0:
                progress(stored.tell() - at)
                at = stored.tell()
        progress(stored.tell() - at)


def _with_raw(item: Record | Refusal, kept: Kept, kind: Kind) -> tuple[Record, Kept] | Refusal:
    """With the raw file in which it stands, or which it is. Of a packed one the places are those of what is in it."""
    if isinstance(item, Record):
        return item, kept
    if kind.packing:
        return msgspec.structs.replace(item, raw_sha256=kept.sha256, byte_start=None, byte_end=None)
    if kind.is_one_article:
        return msgspec.structs.replace(item, raw_sha256=kept.sha256, byte_start=0, byte_end=kept.size)
    return msgspec.structs.replace(item, raw_sha256=kept.sha256)


def _records(file: BinaryIO, kind: Kind, allowance: Allowance) -> Iterator[Record | Refusal]:
    """What was read before a packed file turned out to be damaged stays read."""
    if kind.reader is None:
        return
    try:
        yield from kind.reader.read(unpacked(file, kind.packing, allowance))
    except BadPacking as error:
        yield Refusal(reason=_("%(reason)s What follows was not read.") % {"reason": error})
