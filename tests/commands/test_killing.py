"""What the screen called saved survives kill -9: of the web's workers, and of the whole database."""

from pathlib import Path

import pytest

from tests.commands.killing import Editor, kill_a_worker, kill_the_database
from tests.commands.serving import manage, serving

ROUNDS = 2  # make faults does it fifty times

pytestmark = pytest.mark.xdist_group("serve")  # they begin with a copy of the same first start


def test_saved_work_survives_the_death_of_web_workers(with_demo: Path) -> None:
    with serving(with_demo) as served:
        with Editor(served) as editor:
            for number in range(ROUNDS):
                kill_a_worker(served, number)
                editor.saves_more(10)
        assert editor.lost() == set()
        assert manage(with_demo, "check_journal").returncode == 0


def test_saved_work_survives_the_death_of_the_whole_database(with_demo: Path) -> None:
    with serving(with_demo) as served:
        with Editor(served) as editor:
            for _ in range(ROUNDS):
                kill_the_database(served)
                editor.saves_more(10)
        assert editor.lost() == set()
        assert manage(with_demo, "check_journal").returncode == 0
