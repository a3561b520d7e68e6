import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from newsreview import embedded


@pytest.fixture
def data_dir(settings: Any) -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="nr-database-")).resolve()
    if os.geteuid() == 0:
        parent.chmod(0o711)
    settings.USES_EMBEDDED_DATABASE, settings.DATA_DIR = True, parent / "data"
    settings.BACKUP_DIR = settings.DATA_DIR / "backups"
    yield settings.DATA_DIR
    embedded.stop(settings.DATA_DIR)
    shutil.rmtree(parent)


def test_database_is_started_told_of_and_stopped(data_dir, capsys):
    call_command("database", "start")
    running = embedded.status(data_dir)
    assert capsys.readouterr().out.splitlines() == [
        f"Creating the database in {data_dir}/pg18 …",
        f"The database is running (process {running.pid}); its socket is in {data_dir}/pg18.",
    ]
    call_command("database", "status")
    assert capsys.readouterr().out.splitlines() == [
        f"The database in {data_dir}/pg18 is running (process {running.pid}), until `database stop`.",
        f"PostgreSQL's programs (psql, pg_dump, pg_restore) are in {embedded.programs_dir()}.",
        f"No daily backup was made yet. They are kept in {data_dir}/backups.",
    ]
    call_command("database", "stop")
    assert capsys.readouterr().out.splitlines() == ["Stopping the database …", "The database is stopped."]
    call_command("database", "stop")
    assert capsys.readouterr().out == "The database was not running.\n"


def test_status_of_a_database_that_does_not_run_exits_with_three(data_dir, capsys):
    with pytest.raises(SystemExit) as ending:
        call_command("database", "status")
    assert ending.value.code == 3
    assert capsys.readouterr().out.splitlines()[0] == (
        f"There is no database yet. The first start makes it in {data_dir}/pg18."
    )


def test_what_cannot_be_done_is_said_with_the_remedy(data_dir):
    data_dir.mkdir()
    (data_dir / "pg17").mkdir()
    (data_dir / "pg17" / "PG_VERSION").write_text("17\n")
    with pytest.raises(CommandError, match="database upgrade"):
        call_command("database", "start")


def test_server_of_a_database_url_is_not_ours_to_start(data_dir, settings):
    settings.USES_EMBEDDED_DATABASE = False
    with pytest.raises(CommandError, match="DATABASE_URL is set"):
        call_command("database", "start")
    assert not data_dir.exists()


def test_status_of_such_a_server_tells_of_backups(data_dir, settings, capsys):
    settings.USES_EMBEDDED_DATABASE = False
    call_command("database", "status")
    assert capsys.readouterr().out.splitlines() == [
        "DATABASE_URL is set: its server is started, stopped and looked at where it runs.",
        f"PostgreSQL's programs (psql, pg_dump, pg_restore) are in {embedded.programs_dir()}.",
        f"No daily backup was made yet. They are kept in {settings.BACKUP_DIR}.",
    ]
