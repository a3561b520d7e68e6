"""From files to records: what is to be read, in order, and what each record is known to be."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import msgspec
from django.utils.translation import gettext as _

from newsreview.intake import keeping, limits
from newsreview.intake.filenames import BadName, check_name, shown
from newsreview.intake.keeping import Kept
from newsreview.intake.manifest import Manifest, Row
from newsreview.intake.readers import READERS, is_plain_text, suffix_of
from newsreview.intake.records import Details, Record, Refusal


class Source(msgspec.Struct, frozen=True):
    """A file to import, and its name below the folder that was given."""

    path: Path
    name: str
    may_be_link: bool = False  # what a person names may be a link; what a folder happens to hold may not


class Found(msgspec.Struct, frozen=True):
    """A record, the raw file which holds it, and everything that is known about it."""

    record: Record
    kept: Kept
    details: Details


Progress = Callable[[int], object]
"""Told now and then how many more bytes have been read."""

TOLD_EVERY = 100  # records: to ask where a file stands takes as long as to read a line


def sources(paths: Iterable[Path], *, but: Path | None = None) -> list[Source]:
    """The files and the folders' files, in the order of their names; hidden files are left out, and so is `but`."""
    found = [
        source
        for path in paths
        for source in (_walk(path) if path.is_dir() else [Source(path, path.name, may_be_link=True)])
    ]
    return [source for source in found if but is None or not _is_same(source.path, but)]


def _walk(folder: Path) -> list[Source]:
    files = [
        Path(parent, name)
        for parent, folders, names in os.walk(folder)
        for name in names
        if not any(part.startswith(".") for part in Path(parent, name).relative_to(folder).parts)
    ]
    return [Source(path, path.relative_to(folder).as_posix()) for path in sorted(files)]


def _is_same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def read_sources(found: Iterable[Source], *, manifest: Manifest, progress: Progress) -> Iterator[Found | Refusal]:
    """Every record of every file, described by its own fields, else by the manifest's row."""
    for source in found:
        row = manifest.row_of(source.name)
        if row and row.reason:
            line = {"line": row.line, "manifest": manifest.name}
            yield Refusal(file=shown(source.name), reason=_("%(manifest)s, line %(line)d: ") % line + row.reason)
            continue
        for item in _read(source, progress):
            if isinstance(item, Refusal):
                yield Refusal(file=shown(source.name), line=item.line, reason=item.reason)
            else:
                yield described(item, row, source)


def described(item: tuple[Record, Kept], row: Row | None, source: Source) -> Found:
    record, kept = item
    if row is None:
        return Found(record, kept, record.details)
    details = row.details
    if not is_plain_text(source.name):  # of a file with many articles a row cannot tell the title or address of one
        details = msgspec.structs.replace(details, title="", url="")
    return Found(record, kept, record.details.or_else(details))


def _read(source: Source, progress: Progress) -> Iterator[tuple[Record, Kept] | Refusal]:
    try:
        _check(source)
        file = source.path.open("rb")
    except BadName as error:
        yield Refusal(reason=str(error))
    except OSError as error:
        yield Refusal(reason=_("The file cannot be opened: %(reason)s.") % {"reason": error.strerror or error})
    else:
        with file:
            yield from read_file(file, name=source.path.name, progress=progress)


def _check(source: Source) -> None:
    for part in Path(source.name).parts:
        check_name(part)
    check_kind(source.name)
    mode = source.path.stat(follow_symlinks=source.may_be_link).st_mode
    if not stat.S_ISREG(mode):
        raise BadName(_("This is a link or a device, not a file. Copy the file itself here."))


def check_kind(name: str) -> None:
    """Raises BadName when no reader takes files of this name."""
    if suffix_of(name) not in READERS:
        kinds = {"kind": suffix_of(name) or _("without an ending"), "known": ", ".join(READERS)}
        raise BadName(_("This kind of file is not read: %(kind)s. Files may be %(known)s.") % kinds)


def read_file(
    file: BinaryIO, *, name: str, progress: Progress = lambda _read: None
) -> Iterator[tuple[Record, Kept] | Refusal]:
    """The records of one open file. Its bytes are kept before the first record comes out: those are what is read."""
    read = READERS[suffix_of(name)]
    if is_plain_text(name):
        raw = file.read(limits.article_bytes() + 1)
        for item in read(BytesIO(raw)):
            if len(raw) <= limits.article_bytes():
                yield with_raw(item, keeping.keep(BytesIO(raw), name=name), whole=True)
            elif isinstance(item, Refusal):
                yield item
        progress(len(raw))
        return
    kept = keeping.keep(file, name=name)
    with keeping.open_kept(kept.sha256) as stored:
        at = 0
        for number, item in enumerate(read(stored)):
            yield with_raw(item, kept)
            if number % TOLD_EVERY == 0:
                progress(stored.tell() - at)
                at = stored.tell()
        progress(stored.tell() - at)


def with_raw(item: Record | Refusal, kept: Kept, *, whole: bool = False) -> tuple[Record, Kept] | Refusal:
    """With the raw file in which it stands, or which it is."""
    if isinstance(item, Record):
        return item, kept
    if whole:
        return msgspec.structs.replace(item, raw_sha256=kept.sha256, byte_start=0, byte_end=kept.size)
    return msgspec.structs.replace(item, raw_sha256=kept.sha256)
