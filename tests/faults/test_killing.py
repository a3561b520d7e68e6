"""The long form of tests/commands/test_killing.py."""

from pathlib import Path

import pytest

from tests.commands.killing import Editor, kill_a_worker, kill_the_database
from tests.commands.serving import manage, serving

ROUNDS = 50


@pytest.mark.faults
def test_saved_work_survives_fifty_dead_workers(empty: Path) -> None:
    with serving(empty) as served:
        with Editor(served) as editor:
            for number in range(ROUNDS):
                kill_a_worker(served, number)
                editor.saves_more(10)
        assert editor.lost() == set()
        assert manage(empty, "check_journal").returncode == 0


@pytest.mark.faults
def test_saved_work_survives_fifty_dead_databases(empty: Path) -> None:
    with serving(empty) as served:
        with Editor(served) as editor:
            for _ in range(ROUNDS):
                kill_the_database(served)
                editor.saves_more(10)
        assert editor.lost() == set()
        assert manage(empty, "check_journal").returncode == 0
