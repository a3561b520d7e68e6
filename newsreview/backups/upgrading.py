"""Carrying the embedded database over to a newer PostgreSQL: read by the old programs, written by the new ones.

The new cluster grows in a folder of its own and becomes the app's by one rename, once every row was compared. Until
then the next start finds what it found before; the old cluster is only read, and stays.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from newsreview import embedded
from newsreview.backups import programs
from newsreview.backups.contents import contents_of
from newsreview.backups.errors import NotTheSame, refuse_without_room
from newsreview.backups.making import MOMENT, ONE_MOMENT
from newsreview.backups.manifest import Contents, differences
from newsreview.backups.owner import Server, embedded_server
from newsreview.backups.proving import SHOWN
from newsreview.backups.restoring import ROOM_FOR_THE_LOG
from newsreview.backups.watching import Watching
from newsreview.embedded.folders import CLUSTER
from newsreview.embedded.older import older, running, take_the_place
from newsreview.embedded.supervising import Cluster, Progress

PLACE = "upgrading"


@dataclass(frozen=True)
class Upgraded:
    old: Path
    old_major: int
    rows: int


def upgrade(data_dir: Path, *, old_programs: Path | None, watching: Watching, progress: Progress) -> Upgraded:
    """Raises EmbeddedError or BackupError; then the data folder is as it was, and the upgrade can be begun again."""
    data_dir = embedded.make_data_dir(data_dir)
    with older(data_dir, programs=old_programs) as old:
        home = data_dir / PLACE
        _clear(home)
        try:
            with running(old, progress=progress) as from_old:
                contents = _carry_over(_server(from_old), home, watching, progress)
            embedded.leave(home)
            take_the_place(home / CLUSTER, data_dir)
        finally:
            _clear(home)
    rows = sum(table.rows for table in contents.tables.values())
    return Upgraded(old.folder, old.major, rows)


def _carry_over(old: Server, home: Path, watching: Watching, progress: Progress) -> Contents:
    with old.connect() as reading, reading.transaction():
        reading.execute(ONE_MOMENT)
        _, snapshot, size = reading.execute(MOMENT).fetchone() or (None, "", 0)
        free = shutil.disk_usage(home.parent).free
        refuse_without_room(home.parent, needed=size + ROOM_FOR_THE_LOG, free=free, what="the new cluster")
        new = _server(embedded.use(home, progress=progress))
        with watching.step("Carrying the database over"):
            blocks = programs.dump(old, snapshot=snapshot, major=embedded.MAJOR)
            programs.load(new, new.database, blocks, major=embedded.MAJOR)
        with watching.step("Comparing it, row by row"), new.connect() as written:
            written.execute("ANALYZE")
            told = contents_of(reading)
            if differing := [*differences(told, contents_of(written))]:
                raise NotTheSame(" ".join(["The new cluster is not the same as the old one.", *differing[:SHOWN]]))
    return told


def _server(cluster: Cluster) -> Server:
    dsn = cluster.dsn()
    return embedded_server(cluster.socket_dir, user=dsn["user"], port=int(dsn["port"]), database=dsn["dbname"])


def _clear(home: Path) -> None:
    """What a killed upgrade left, servers included."""
    embedded.leave(home)
    if home.exists():
        embedded.stop(home)
        shutil.rmtree(home)
