"""Whether a backup can be restored: by restoring it, and comparing what is there with what was there."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from newsreview import embedded
from newsreview.backups import databases, programs
from newsreview.backups.contents import contents_of
from newsreview.backups.errors import FromNewerServer, NotTheSame, ProgramFailed
from newsreview.backups.manifest import differences
from newsreview.backups.owner import Server, embedded_server
from newsreview.backups.reading import Backup
from newsreview.backups.watching import Watching

SHOWN = 5


def prove(backup: Backup, server: Server, watching: Watching) -> None:
    """Load it into a scratch database, compare, and drop it. Raises a BackupError that says what is wrong.

    In the embedded server, else in one of our own that lives as long as this takes: a server of others is spared.
    """
    with _place_to_try(server) as where, databases.alone(where) as elsewhere:
        trial = where.database + databases.TRIAL
        load(backup, where, elsewhere, trial, watching)
        databases.drop(elsewhere, trial)


def load(backup: Backup, server: Server, elsewhere: psycopg.Connection, database: str, watching: Watching) -> None:
    """Into a new database, checked row by row, brought up to the migrations of this code, journals replayed."""
    refuse_newer_server(backup, major_of(elsewhere))
    databases.create(elsewhere, database, like=server.database)
    with watching.step("Loading the database", of=backup.manifest.database_bytes) as advance:
        blocks = backup.dump(advance)
        programs.load(server, database, blocks, major=major_of(elsewhere))
    with watching.step("Comparing it, row by row"), server.connect(database) as connection:
        connection.execute("ANALYZE")
        told = [*differences(backup.manifest.contents, contents_of(connection))]
    if told:
        raise NotTheSame(" ".join([f"{backup.path} does not hold what it was made of.", *told[:SHOWN]]))
    with watching.step("Replaying the journals"):
        if known_migrations() - set(backup.manifest.migrations):
            manage(server, database, "migrate", "--no-input", "--verbosity=0")
        manage(server, database, "check_journal")


def refuse_newer_server(backup: Backup, major: int) -> None:
    if (theirs := backup.manifest.postgresql // 10_000) > major:
        raise FromNewerServer(
            f"It is a backup of PostgreSQL {theirs}; this server is {major}. Restore it to a newer one."
        )


def known_migrations() -> set[str]:
    """“app.name” of each migration that this code has, or has taken the place of."""
    loader = MigrationLoader(connection=None, load=False)
    loader.load_disk()
    found = loader.disk_migrations or {}
    known = [*found, *(old for migration in found.values() for old in migration.replaces)]
    return {f"{app}.{name}" for app, name in known}


def major_of(connection: psycopg.Connection) -> int:
    return connection.info.server_version // 10_000


def manage(server: Server, database: str, *command: str) -> None:
    """A command of ours on another database, in a process of its own. Raises ProgramFailed with what it said."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "newsreview.settings",
        "NEWSREVIEW_DATA_DIR": str(settings.DATA_DIR),
        "DATABASE_URL": server.url(database),
        "DATABASE_OWNER_URL": "",  # that one is of the app's own server, and this is the owner already
    }
    done = subprocess.run(
        [sys.executable, "-m", "django", *command],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        words = (done.stdout + done.stderr).strip()[-4000:]
        raise ProgramFailed(f"In the restored database, `{command[0]}` failed (exit code {done.returncode}).\n{words}")


@contextmanager
def _place_to_try(server: Server) -> Iterator[Server]:
    if settings.USES_EMBEDDED_DATABASE:
        yield server
        return
    home = Path(tempfile.mkdtemp(prefix="newsreview-trial-"))
    home.chmod(0o711)  # as root, PostgreSQL runs as another account, which has to pass
    try:
        cluster = embedded.use(home / "data", progress=lambda _: None)
        dsn = cluster.dsn()
        yield embedded_server(cluster.socket_dir, user=dsn["user"], port=int(dsn["port"]), database=dsn["dbname"])
    finally:
        embedded.leave(home / "data")
        shutil.rmtree(home, ignore_errors=True)
