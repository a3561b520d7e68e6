"""The long form of tests/commands/test_killing.py."""

from pathlib import Path

import pytest

from tests.commands.killing import Editor, kill_a_worker, kill_the_database
from tests.commands.serving import manage, serving

ROUNDS = 50


@pytest.mark.faults
def test_saved_work_survives_fifty_dead_workers(with_demo: Path) -> None:
    with serving(with_demo) as served:
        with Editor(served) as editor:
            for number in range(ROUNDS):
                kill_a_worker(served, number)
                editor.saves_more(10)
        assert editor.lost() == set()
        assert manage(with_demo, "check_journal").returncode == 0


@pytest.mark.faults
def test_saved_work_survives_fifty_dead_databases(with_demo: Path) -> None:
    with serving(with_demo) as served:
        with Editor(served) as editor:
            for _ in range(ROUNDS):
                kill_the_database(served)
                editor.saves_more(10)
        assert editor.lost() == set()
        assert manage(with_demo, "check_journal").returncode == 0
