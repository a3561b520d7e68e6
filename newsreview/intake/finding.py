"""From files to records: what is to be read, in order, and what each record is known to be."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from django.utils.translation import gettext as _

from newsreview.intake.filenames import BadName, check_name, shown
from newsreview.intake.keeping import Kept
from newsreview.intake.kinds import kind_of
from newsreview.intake.manifest import Manifest, Row
from newsreview.intake.reading import NotRead, Progress, Read, read_file, within
from newsreview.intake.records import Details, Record, Refusal


class Source(msgspec.Struct, frozen=True):
    """A file to import, and its name below the folder that was given."""

    path: Path
    name: str
    may_be_link: bool = False  # what a person names may be a link; what a folder happens to hold may not


class Found(msgspec.Struct, frozen=True):
    """A record, the raw file which holds it, and everything that is known about it.

    `name` is what the file is called where that is not the raw file's name; `utf16` says how the offsets of its marks
    count.
    """

    record: Record
    kept: Kept
    details: Details
    name: str = ""
    utf16: bool = False


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
    """Every record of every file, described by its own fields, else by the manifest's row.

    A file in an archive has a row of its own, or the archive's.
    """
    for source in found:
        row = manifest.row_of(source.name)
        if row and row.reason:
            yield _bad_row(source.name, row, manifest)
            continue
        for item in _read(source, progress):
            name = within(source.name, item.entry)
            own_row = (item.entry and manifest.row_of(name)) or row
            if isinstance(item, NotRead):
                yield msgspec.structs.replace(item.refusal, file=shown(name))
            elif own_row and own_row.reason:
                yield _bad_row(name, own_row, manifest)
            else:
                yield msgspec.structs.replace(described(item, own_row), name=shown(name))


def _bad_row(name: str, row: Row, manifest: Manifest) -> Refusal:
    line = {"line": row.line, "manifest": manifest.name}
    return Refusal(file=shown(name), reason=_("%(manifest)s, line %(line)d: ") % line + row.reason)


def described(read: Read, row: Row | None) -> Found:
    record, details = read.record, row.details if row else Details()
    if row and row.metadata:
        names = tuple(row.metadata.keys() - set(record.into_metadata))
        everything = {**row.metadata, **record.metadata}
        record = msgspec.structs.replace(record, metadata=everything, into_metadata=(*record.into_metadata, *names))
    if read.is_one_article:  # its row was written for it; what a page says of itself was not
        return Found(record, read.kept, details.or_else(record.details))
    details = msgspec.structs.replace(details, title="", url="")  # which a row cannot tell of many
    return Found(record, read.kept, record.details.or_else(details))


def _read(source: Source, progress: Progress) -> Iterator[Read | NotRead]:
    try:
        _check(source)
        file = source.path.open("rb")
    except BadName as error:
        yield NotRead(Refusal(reason=str(error)))
    except OSError as error:
        reason = _("The file cannot be opened: %(reason)s.") % {"reason": error.strerror or error}
        yield NotRead(Refusal(reason=reason))
    else:
        with file:
            yield from read_file(file, name=source.path.name, progress=progress)


def _check(source: Source) -> None:
    for part in Path(source.name).parts:
        check_name(part)
    kind_of(source.name)
    mode = source.path.stat(follow_symlinks=source.may_be_link).st_mode
    if not stat.S_ISREG(mode):
        raise BadName(_("This is a link or a device, not a file. Copy the file itself here."))
