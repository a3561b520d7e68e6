"""D1, D2, D3: what the screen called saved survives kill -9 of anything at any time, and is there once."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from tests.commands.serving import serving
from tests.faults.editors import at_work
from tests.faults.killing import KILLERS

pytestmark = pytest.mark.xdist_group("serve")  # they begin with a copy of the same first start


def kill(data_dir: Path, victims: Sequence[str], seed: int) -> None:
    chance = Random(seed)
    with serving(data_dir) as served:
        with at_work(served, editors=2) as office:
            for victim in victims:
                KILLERS[victim](served, chance)
                office.saves_more()
        verdict = office.verdict()
    assert verdict.wrong == []
    assert verdict.acknowledged >= 10 * len(victims)


def test_saved_work_survives_the_death_of_whatever_dies(with_demo: Path) -> None:
    kill(with_demo, list(KILLERS), seed=1)


@pytest.mark.faults
@pytest.mark.parametrize(
    ("victim", "times"),
    [("web worker", 50), ("whole database", 50), ("backend", 20), ("postmaster", 20), ("job worker", 20)],
)
def test_saved_work_survives_one_death_after_the_other(victim: str, times: int, with_demo: Path) -> None:
    kill(with_demo, [victim] * times, seed=times)
