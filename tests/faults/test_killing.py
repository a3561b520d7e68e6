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
@pytest.mark.parametrize("victim", KILLERS)
def test_saved_work_survives_the_fiftieth_death_of_a(victim: str, with_demo: Path) -> None:
    kill(with_demo, [victim] * 50, seed=50)
