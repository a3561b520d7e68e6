"""Making a backup: one moment of the database, the files that it names, whole and proved, or nothing."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import psycopg
from django.conf import settings

import newsreview
from newsreview.backups import manifest, programs, reading
from newsreview.backups.contents import contents_of, has_tables
from newsreview.backups.errors import AtWork, BackupError, NoRoom, is_full, refuse_without_room, who_runs_this
from newsreview.backups.files import named_in
from newsreview.backups.manifest import Files, Manifest
from newsreview.backups.owner import Server, the_server
from newsreview.backups.packing import DUMP, FOLDERS, MANIFEST, Pack, packing
from newsreview.backups.proving import prove
from newsreview.backups.watching import Advance, Watching
from newsreview.exports.saving import held_alone, sync

ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
MOMENT = "SELECT now(), pg_export_snapshot(), pg_database_size(current_database())"
MIGRATIONS = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"
KEPT_BYTES = """
SELECT coalesce((SELECT sum(size) FROM corpus_rawfile), 0)::bigint
     + coalesce((SELECT sum((file ->> 'bytes')::bigint)
                   FROM exports_outcome, jsonb_array_elements(manifest -> 'files') AS file WHERE why = ''), 0)::bigint
"""
# A dump is a third of the database or less; when it is more, the disk says so.
SHARE_OF_DUMP = 0.5
UNFINISHED = ".unfinished-backup"


@dataclass
class Made:
    """A backup that is on the disk under its name."""

    path: Path
    bytes: int
    manifest: Manifest
    proved: bool


@dataclass
class Gathering:
    """What is known when all is written."""

    files: dict[str, Files] = field(default_factory=lambda: {folder: Files(0, 0) for folder in FOLDERS})
    missing: list[str] = field(default_factory=list)


def make_backup(path: Path, *, proved: bool = True, watching: Watching | None = None) -> Made:
    """A file that appears under its name, over whatever had the name before, once it is whole (and proved).

    Its owner alone can read it. Raises a BackupError that says what to do; then everything is as it was.
    """
    watching, server = watching or Watching(), the_server()
    path = path.absolute()
    try:
        with _growing(path) as growing:
            told = _write(growing, server, watching, proved=proved)
            if proved:
                with reading.opened(growing) as backup:
                    with watching.step("Reading it again", of=growing.stat().st_size) as advance:
                        backup.check(advance)
                    prove(backup, server, watching)
            size = growing.stat().st_size
    except OSError as error:
        if is_full(error):
            raise NoRoom(f"The disk of {path.parent} is full. Make room, then make the backup again.") from error
        raise BackupError(f"The backup was not made: {error}.{who_runs_this(error)}") from error
    except psycopg.Error as error:
        raise BackupError(f"The backup was not made. The database says: {error}") from error
    return Made(path, size, told, proved)


@contextmanager
def _growing(path: Path) -> Iterator[Path]:
    """A file beside it that gets its name when the block ends well. What a killed one has left is removed."""
    growing = path.with_name(f".{path.name}{UNFINISHED}")
    try:
        with held_alone(path.parent):
            for left in path.parent.glob(f".*{UNFINISHED}"):
                left.unlink()
            try:
                yield growing
                sync(growing)
                growing.replace(path)
            except BaseException:
                growing.unlink(missing_ok=True)
                raise
            sync(path.parent)
    except BlockingIOError as error:
        raise AtWork(f"Another backup is being written into {path.parent}. Wait until it is done.") from error


def _write(growing: Path, server: Server, watching: Watching, *, proved: bool) -> Manifest:
    descriptor = os.open(growing, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w+b") as file, server.connect() as connection, connection.transaction():
        connection.execute(ONE_MOMENT)
        if not has_tables(connection):
            raise BackupError("There is nothing to back up: the database is empty.")
        moment, snapshot, size = connection.execute(MOMENT).fetchone() or (None, "", 0)
        kept = _kept_bytes(connection)
        _refuse_full_disks(growing.parent, database=size, files=kept, proved=proved)
        with packing(file, moment=moment.timestamp()) as pack:
            told = _fill(pack, connection, server, Moment(moment, snapshot, size, kept), watching)
        file.flush()
        os.fsync(file.fileno())
    return told


class Moment(NamedTuple):
    """What is read, and how much it is, in bytes."""

    at: datetime
    snapshot: str
    database: int
    files: int


def _fill(pack: Pack, connection: psycopg.Connection, server: Server, moment: Moment, watching: Watching) -> Manifest:
    major = connection.info.server_version // 10_000
    with watching.step("Dumping the database", of=moment.database) as advance:
        pack.add(DUMP, _watched(programs.dump(server, snapshot=moment.snapshot, major=major), advance))
    gathering = Gathering()
    with watching.step("Adding the files", of=moment.files) as advance:
        _add_files(pack, connection, gathering, advance)
    with watching.step("Counting, row by row"):
        told = _manifest(connection, moment, gathering)
    pack.add(MANIFEST, [manifest.written(told)])
    return told


def _manifest(connection: psycopg.Connection, moment: Moment, gathering: Gathering) -> Manifest:
    return Manifest(
        format=manifest.FORMAT,
        made_at=moment.at,
        newsreview=newsreview.__version__,
        secret=manifest.fingerprint(),
        postgresql=connection.info.server_version,
        database_bytes=moment.database,
        migrations=[name for (name,) in connection.execute(MIGRATIONS).fetchall()],
        contents=contents_of(connection),
        files=gathering.files,
        missing=gathering.missing,
    )


def _add_files(pack: Pack, connection: psycopg.Connection, gathering: Gathering, advance: Advance) -> None:
    for named in named_in(connection):
        member = f"{named.folder}/{named.name}"
        try:
            added = pack.add(member, _watched(named.blocks(), advance))
        except FileNotFoundError:
            gathering.missing.append(member)
            continue
        if named.sha256 and added.sha256 != named.sha256:
            gathering.missing.append(member)
        before = gathering.files[named.folder]
        gathering.files[named.folder] = Files(before.number + 1, before.bytes + added.bytes)


def _kept_bytes(connection: psycopg.Connection) -> int:
    row = connection.execute(KEPT_BYTES).fetchone()
    return int(row[0]) if row else 0


def _watched(blocks: Iterator[bytes], advance: Advance) -> Iterator[bytes]:
    for block in blocks:
        yield block
        advance(len(block))


def _refuse_full_disks(folder: Path, *, database: int, files: int, proved: bool) -> None:
    file = int(database * SHARE_OF_DUMP) + files
    trial = database if proved and settings.USES_EMBEDDED_DATABASE else 0
    same = folder.stat().st_dev == Path(settings.DATA_DIR).stat().st_dev
    free = shutil.disk_usage(folder).free
    refuse_without_room(folder, needed=file + (trial if same else 0), free=free, what="the backup")
    if trial and not same:
        free = shutil.disk_usage(settings.DATA_DIR).free
        refuse_without_room(Path(settings.DATA_DIR), needed=trial, free=free, what="trying the backup")
