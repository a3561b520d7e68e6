"""Restoring a backup: beside what is there, checked, and put in its place in one step.

Files come first: each has a name of its own, so more of them harm nobody. Then the database is loaded under another
name. Taking the place of the app's database is one transaction: whatever ends us before it leaves the old desk, after
it stands the new one, whole. A restore that was killed is begun again.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from django.conf import settings
from psycopg import sql

from newsreview.backups import databases, reading
from newsreview.backups.errors import (
    BackupError,
    FromNewerCode,
    NoRoom,
    NotEmpty,
    is_full,
    refuse_without_room,
    who_runs_this,
)
from newsreview.backups.files import is_on_disk, put_back
from newsreview.backups.manifest import Manifest, fingerprint
from newsreview.backups.owner import Server, the_server
from newsreview.backups.packing import FOLDERS
from newsreview.backups.proving import known_migrations, load, major_of, prove, refuse_newer_server
from newsreview.backups.reading import Backup
from newsreview.backups.watching import Watching

# What a load writes besides the database itself: the log of what it writes.
ROOM_FOR_THE_LOG = 1_000_000_000


@dataclass
class Restored:
    manifest: Manifest
    kept_as: str  # the database that was there before; empty when it was empty
    has_its_secret: bool  # else pseudonyms in exports are others than they were
    files: int  # put back; the others were there


def restore(path: Path, *, replace: bool = False, watching: Watching | None = None) -> Restored:
    """Put the desk of a backup in place of this one.

    Without `replace` only into an empty installation. Raises a BackupError; then this desk is as it was.
    """
    watching = watching or Watching()
    with _said(), reading.opened(path) as backup:
        server = the_server()
        refuse_newer_code(backup)
        with databases.alone(server) as elsewhere:
            refuse_newer_server(backup, major_of(elsewhere))
            databases.refuse_company(elsewhere, server.database)
            was_empty = _is_empty(server)
            if not (replace or was_empty):
                raise NotEmpty(
                    f"The database {server.database} is not empty. With --replace the backup takes its place; the "
                    "database is kept under another name."
                )
            _refuse_full_disk(backup)
            check(backup, watching)
            files = _put_files_back(backup, watching)
            load(backup, server, elsewhere, server.database + databases.RESTORING, watching)
            before = databases.swap(elsewhere, server.database, at=datetime.now(UTC))
            if was_empty:
                databases.drop(elsewhere, before)
        has_its_secret = backup.manifest.secret == fingerprint()
        return Restored(backup.manifest, "" if was_empty else before, has_its_secret, files)


def try_out(path: Path, *, watching: Watching | None = None) -> Manifest:
    """Whether it could be restored, changing nothing. Raises a BackupError that says why not."""
    watching = watching or Watching()
    with _said(), reading.opened(path) as backup:
        refuse_newer_code(backup)
        check(backup, watching)
        prove(backup, the_server(), watching)
        return backup.manifest


def check(backup: Backup, watching: Watching) -> None:
    """Every member against its digest. Raises Damaged."""
    with watching.step("Checking the file", of=backup.path.stat().st_size) as advance:
        backup.check(advance)


def refuse_newer_code(backup: Backup) -> None:
    """Raises FromNewerCode for a database that has migrations which this code lacks."""
    if unknown := sorted(set(backup.manifest.migrations) - known_migrations()):
        shown = ", ".join(unknown[:3]) + (" …" if len(unknown) > 3 else "")
        raise FromNewerCode(
            f"{backup.path} was made by newsreview {backup.manifest.newsreview}, whose database has {len(unknown)} "
            f"migrations that this one lacks ({shown}). Install that version or a newer one, and restore with it."
        )


def _is_empty(server: Server) -> bool:
    """Nobody has an account yet, and nothing was brought in."""
    with server.connect() as connection:
        return not any(_has_rows(connection, table) for table in ("accounts_user", "corpus_article"))


def _has_rows(connection: psycopg.Connection, table: str) -> bool:
    if connection.execute("SELECT to_regclass(%s)", [f"public.{table}"]).fetchone() == (None,):
        return False
    return connection.execute(sql.SQL("SELECT FROM {} LIMIT 1").format(sql.Identifier(table))).fetchone() is not None


def _put_files_back(backup: Backup, watching: Watching) -> int:
    new = 0
    with watching.step("Putting the files back", of=backup.manifest.file_bytes) as advance:
        for folder, name, content in backup.files():
            new += put_back(folder, name, content)
            advance(content.tell())
    os.sync()  # before a database names them
    return new


def _refuse_full_disk(backup: Backup) -> None:
    told = backup.manifest
    files = told.file_bytes if any(map(is_on_disk, FOLDERS)) else 0
    needed = files + (told.database_bytes + ROOM_FOR_THE_LOG if settings.USES_EMBEDDED_DATABASE else 0)
    folder = Path(settings.DATA_DIR)
    refuse_without_room(folder, needed=needed, free=shutil.disk_usage(folder).free, what="the restored desk")


@contextmanager
def _said() -> Iterator[None]:
    """What the system and the database say becomes a BackupError."""
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise NoRoom(f"The disk is full: {error}. Make room, then restore again.") from error
        raise BackupError(f"Nothing was restored: {error}.{who_runs_this(error)}") from error
    except psycopg.Error as error:
        raise BackupError(f"Nothing was restored: {error}") from error
