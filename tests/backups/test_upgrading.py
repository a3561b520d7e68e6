"""The embedded database of an older PostgreSQL comes over to ours: every row compared, the old cluster kept, and an
upgrade that is killed leaves what was there."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from newsreview import embedded
from newsreview.backups.contents import contents_of
from newsreview.backups.upgrading import upgrade
from newsreview.backups.watching import Watching
from newsreview.embedded.errors import (
    ClusterBusyError,
    ClusterForeignError,
    NothingToUpgradeError,
    OldProgramsMissingError,
)
from newsreview.embedded.locks import hold_shared
from newsreview.embedded.older import programs_of
from tests.backups.desks import connected, exports_of
from tests.commands.serving import ROOT, environment, manage

pytestmark = pytest.mark.xdist_group("serve")  # they begin with a copy of the same first start


@pytest.fixture
def older(with_demo: Path) -> Path:
    """A desk whose cluster is not where this version looks for its own; its format is the same, so that every run can
    read it. tests/faults/test_upgrading.py does it with another version's programs."""
    (with_demo / "pg18").rename(with_demo / "pg17")
    return with_demo


def carry_over(data_dir: Path) -> None:
    upgrade(data_dir, old_programs=embedded.programs_dir(), watching=Watching(), progress=lambda _: None)


def test_every_row_comes_over_and_the_old_cluster_stays(older: Path) -> None:
    with pytest.raises(ClusterForeignError, match=r"`manage\.py database upgrade` carries the data over"):
        embedded.start(older)
    assert "database upgrade" in manage(older, "database", "status").stderr

    done = manage(older, "database", "upgrade", "--old-programs", str(embedded.programs_dir()))

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].endswith(f"{older}/pg17 is kept as it was: remove it when you need it no more.")
    assert sorted(path.name for path in older.glob("pg1?")) == ["pg17", "pg18"]
    assert not (older / "upgrading").exists()
    with pytest.raises(NothingToUpgradeError, match="it has pg18"):
        carry_over(older)
    with connected(older) as connection:
        new = contents_of(connection)
    new_exports = exports_of(older)
    embedded.leave(older)
    shutil.rmtree(older / "pg18")
    (older / "pg17").rename(older / "pg18")
    with connected(older) as connection:
        assert contents_of(connection) == new
    assert exports_of(older) == new_exports != {}
    embedded.leave(older)


KILLED_AT = """
import os, pathlib, signal, sys
from contextlib import contextmanager
import django
django.setup()
from newsreview import embedded
from newsreview.backups.upgrading import upgrade
from newsreview.backups.watching import Watching

class Killer(Watching):
    @contextmanager
    def step(self, what, *, of=0):
        if what == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGKILL)
        yield self.advance

folder = pathlib.Path(os.environ["NEWSREVIEW_DATA_DIR"])
upgrade(folder, old_programs=embedded.programs_dir(), watching=Killer(), progress=print)
"""


def test_upgrade_that_is_killed_leaves_what_was_there_and_can_be_begun_again(older: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_AT, "Comparing it, row by row"],
        cwd=ROOT,
        env=environment(older, DJANGO_SETTINGS_MODULE="newsreview.settings"),
        check=False,
        capture_output=True,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert not (older / "pg18").exists()

    carry_over(older)

    assert not (older / "upgrading").exists()
    assert manage(older, "database", "grants").returncode == 0  # the command gives them; here its verb was called
    assert manage(older, "check_journal").returncode == 0


def test_nothing_is_done_while_the_old_app_runs_or_without_its_programs(older: Path, tmp_path: Path) -> None:
    held = hold_shared(older / "pg17.users")
    try:
        with pytest.raises(ClusterBusyError, match="Stop that first"):
            carry_over(older)
    finally:
        os.close(held)
    with pytest.raises(OldProgramsMissingError, match="--old-programs DIR"):
        upgrade(older, old_programs=tmp_path, watching=Watching(), progress=lambda _: None)
    with pytest.raises(OldProgramsMissingError, match="written by PostgreSQL 9, and only that"):
        programs_of(older / "pg17", 9, None)
    (older / "pg17").rename(older / "elsewhere")
    with pytest.raises(NothingToUpgradeError, match="no cluster of another version"):
        carry_over(older)
    assert not (older / "upgrading").exists()
