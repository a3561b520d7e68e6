"""C1 to C21 at once: whatever breaks, what a screen called saved is saved once, and what it called waiting is saved."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.faults.chaos import chaos, work

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("serve")]  # it begins with a copy of the first start


@pytest.mark.parametrize(
    ("operations", "every", "seed"),
    [pytest.param(28, 4, 1), *(pytest.param(300, 5, seed, marks=pytest.mark.faults) for seed in (2, 3))],
)
def test_what_screens_have_promised_is_kept(
    with_demo: Path, chromium: Browser, operations: int, every: int, seed: int
) -> None:
    with chaos(with_demo, chromium, operations=operations, seed=seed) as made:
        work(made, every)
        stored, log = made.stored(), made.log

    # Of a mark made in the moment in which its page is closed, nothing may have been promised yet.
    assert log.promised | log.closed == set(made.words)
    assert log.waiting != set()
    assert {word: log.made[word] for word in stored} == stored
    assert set(made.words) - stored.keys() <= log.closed
    assert log.promised <= stored.keys()
