"""Start, attach, stop, look; who may enter."""

import os
import pwd
import stat
import time
from pathlib import Path

import psycopg
import pytest

from newsreview import embedded
from newsreview.embedded.account import account_for
from newsreview.embedded.errors import ClusterDamagedError, ClusterForeignError, StartFailedError


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_first_start_makes_database_with_role_of_its_own(data_dir, connect):
    told: list[str] = []
    cluster = embedded.start(data_dir, progress=told.append)
    assert told == [f"Creating the database in {data_dir}/pg18 …"]
    assert cluster.dsn() == {"host": f"{data_dir}/pg18", "port": "5432", "user": "newsreview", "dbname": "newsreview"}
    row = connect().execute("SELECT current_database(), current_user, usesuper, usecreatedb FROM pg_user").fetchone()
    assert row[:2] == ("newsreview", "newsreview")
    assert connect().execute("SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = 'newsreview'").fetchone() == (
        False,
        True,
    )


def test_settings_are_durable_and_sorting_does_not_depend_on_the_system(made, connect):
    names = ["fsync", "full_page_writes", "synchronous_commit", "data_checksums", "listen_addresses", "TimeZone", "jit"]
    found = {name: connect().execute(f"SHOW {name}").fetchone()[0] for name in names}
    assert found == dict.fromkeys(names[:4], "on") | {"listen_addresses": "", "TimeZone": "UTC", "jit": "off"}
    collation = connect().execute(
        "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'newsreview'"
    )
    assert collation.fetchone() == ("b", "C.UTF-8", "UTF8")


def test_extensions_of_the_app_can_be_installed_by_its_role(made, connect):
    for extension in ("btree_gist", "citext", "pg_trgm", "unaccent"):
        connect().execute(f"CREATE EXTENSION {extension}")
    found = connect().execute("SELECT count(*) FROM pg_extension").fetchone()
    assert found == (5,)


def test_folders_are_private(data_dir):
    cluster = embedded.start(data_dir)
    assert mode(data_dir) == (0o711 if os.geteuid() == 0 else 0o700)
    assert mode(data_dir / "pg18") == 0o700
    assert mode(data_dir / "pg18.lock") == 0o600
    assert mode(cluster.socket_dir / ".s.PGSQL.5432") == 0o700
    assert (data_dir / "pg18").owner() == account_for(data_dir / "pg18").name
    assert (data_dir / "pg18").stat().st_uid != 0


def test_second_start_attaches_at_once(made):
    first = embedded.start(made)
    seconds = []
    for _ in range(10):
        began = time.perf_counter()
        assert embedded.start(made) == first
        seconds.append(time.perf_counter() - began)
    assert min(seconds) < 0.05


def test_start_after_stop_keeps_what_was_stored(made, connect):
    connect().execute("CREATE TABLE kept AS SELECT 7 AS n")
    assert embedded.stop(made) is True
    assert connect().execute("SELECT n FROM kept").fetchone() == (7,)


def test_stop_says_whether_there_was_anything_to_stop(data_dir):
    assert embedded.stop(data_dir) is False
    assert not data_dir.exists()
    embedded.start(data_dir)
    assert embedded.stop(data_dir) is True
    assert embedded.stop(data_dir) is False


def test_status_tells_every_state_and_touches_nothing(data_dir):
    assert embedded.status(data_dir).state is embedded.State.ABSENT
    assert not data_dir.exists()
    cluster = embedded.start(data_dir, keep=True)
    expected = embedded.Status(embedded.State.RUNNING, data_dir / "pg18", cluster.pid, cluster.socket_dir, stays=True)
    assert embedded.status(data_dir) == expected
    embedded.stop(data_dir)
    assert embedded.status(data_dir).state is embedded.State.STOPPED
    (data_dir / "pg18" / "postmaster.pid").write_text("")
    assert embedded.status(data_dir).state is embedded.State.CRASHED
    assert (data_dir / "pg18" / "postmaster.pid").exists()


def test_other_roles_and_other_people_are_refused(copied):
    cluster = embedded.start(copied)
    with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
        psycopg.connect(host=str(cluster.socket_dir), user="postgres", dbname="newsreview")
    stranger = next(p for p in pwd.getpwall() if p.pw_uid not in {0, os.geteuid(), (copied / "pg18").stat().st_uid})
    if os.geteuid() == 0:
        with pytest.raises(psycopg.OperationalError, match="Permission denied"):
            connect_as(stranger.pw_uid, cluster)
        # Even past the folder, the system tells PostgreSQL who knocks.
        (copied / "pg18").chmod(0o711)
        (copied / "pg18" / ".s.PGSQL.5432").chmod(0o777)
        with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
            connect_as(stranger.pw_uid, cluster)
    assert stranger.pw_name not in (copied / "pg18" / "pg_ident.conf").read_text().split('"')


def connect_as(uid: int, cluster: embedded.Cluster) -> None:
    os.seteuid(uid)
    try:
        psycopg.connect(**cluster.dsn()).close()
    finally:
        os.seteuid(0)


def test_cluster_of_another_major_version_is_left_alone(copied):
    (copied / "pg18" / "PG_VERSION").write_text("17\n")
    with pytest.raises(ClusterForeignError) as refusal:
        embedded.start(copied)
    assert str(refusal.value).splitlines()[0] == (
        f"{copied}/pg18 was written by PostgreSQL 17; this newsreview brings PostgreSQL 18. Nothing was changed."
    )
    assert "database upgrade" in str(refusal.value)


def test_no_empty_database_is_made_beside_one_of_another_major_version(data_dir):
    (data_dir / "pg17").mkdir(parents=True)
    (data_dir / "pg17" / "PG_VERSION").write_text("17\n")
    with pytest.raises(ClusterForeignError):
        embedded.start(data_dir)
    assert not (data_dir / "pg18").exists()


def test_folder_that_is_no_cluster_is_left_alone(data_dir):
    (data_dir / "pg18").mkdir(parents=True, mode=0o755)
    (data_dir / "pg18" / "notes.txt").write_text("mine")
    with pytest.raises(ClusterDamagedError):
        embedded.start(data_dir)
    assert [path.name for path in (data_dir / "pg18").iterdir()] == ["notes.txt"]


def test_failed_start_shows_the_last_words_of_postgresql(copied):
    with (copied / "pg18" / "postgresql.conf").open("a") as file:
        file.write("shared_buffers = lots\n")
    with pytest.raises(StartFailedError, match='invalid value for parameter "shared_buffers": "lots"'):
        embedded.start(copied)
