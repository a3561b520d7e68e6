"""D8: the disk under a served desk fills up, and has room again."""

import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from tests.commands.serving import Served, serving
from tests.faults.editors import Office, at_work, database_of
from tests.faults.small_disk import small_disk

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("serve")]

LONGEST = 30  # seconds


def use_up_the_log(data_dir: Path) -> None:
    """PostgreSQL writes its log in files of 16 MB, made before they are needed: until it finds no room for the next."""
    try:
        with database_of(data_dir) as connection:
            for _ in range(200):
                connection.execute("SELECT pg_logical_emit_message(false, 'faults', repeat('x', 1000000))")
    except psycopg.OperationalError:
        return
    raise AssertionError("there was room for 200 MB")


def until_told(office: Office) -> None:
    """Everybody, in words, that the disk is full."""
    begun, end = [len(editor.troubles) for editor in office.editors], time.monotonic() + LONGEST
    while not all(
        any(trouble.status == 507 and "disk is full" in trouble.words for trouble in editor.troubles[n:])
        for editor, n in zip(office.editors, begun, strict=True)
    ):
        assert time.monotonic() < end, office.served.words()
        time.sleep(0.1)


def test_a_full_disk_is_said_costs_nothing_and_is_over_when_there_is_room(first_start: Served) -> None:
    with small_disk(400) as disk:
        data_dir = disk.folder / "data"
        subprocess.run(["cp", "-a", first_start.data_dir, data_dir], check=True)
        (data_dir / "pg18.sockets").unlink(missing_ok=True)
        held_back = data_dir / "pg18.ballast"
        with serving(data_dir) as served, at_work(served, editors=2) as office:
            workers = served.workers()
            assert held_back.exists()

            disk.fill()
            use_up_the_log(data_dir)
            office.saves_more()
            assert not held_back.exists()

            disk.fill()
            use_up_the_log(data_dir)
            until_told(office)
            saved = office.history.saved()
            time.sleep(5)
            assert office.history.saved() == saved

            disk.make_room()
            office.saves_more()
            assert served.workers() == workers
            assert office.verdict().wrong == []
