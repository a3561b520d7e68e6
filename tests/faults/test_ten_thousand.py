"""Ten thousand operations that were called saved, while everything fails in turn: none is lost, none is done twice.

The order is drawn from a seed. The app runs as one whose PostgreSQL somebody else looks after, so that the line between
the two can be cut as well; that somebody is this test.
"""

import signal
import subprocess
import time
from collections.abc import Callable
from random import Random

import psutil
import pytest

from newsreview import embedded
from tests.commands.serving import Served, begin, serving, wait_until_ready
from tests.faults.editors import Office, at_work, database_of
from tests.faults.killing import KILLERS
from tests.faults.proxy import Proxy, proxy_to
from tests.faults.small_disk import SmallDisk, small_disk
from tests.faults.test_full_disk import use_up_the_log

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("serve")]

OPERATIONS, EDITORS, SEED = 10_000, 6, 11
MEGABYTES = 800
BETWEEN_TWO = 30  # operations of each editor
LEAST = 3  # times of each fault


class Faults:
    def __init__(self, office: Office, proxy: Proxy, disk: SmallDisk, chance: Random) -> None:
        self.office, self.proxy, self.disk, self.chance = office, proxy, disk, chance
        self.data_dir = office.served.data_dir

    def all(self) -> dict[str, Callable[[], None]]:
        return {f"kill -9 {victim}": lambda victim=victim: self.kill(victim) for victim in KILLERS} | {
            "database restarted": self.restart_database,
            "app restarted": self.restart_app,
            "app killed": self.kill_app,
            "lines cut": self.proxy.cut,
            "cut at COMMIT": self.cut_at_commit,
            "black hole": self.black_hole,
            "sessions ended": self.end_sessions,
            "disk full": self.fill_disk,
        }

    def kill(self, victim: str) -> None:
        KILLERS[victim](self.office.served, self.chance)
        self.look_after_database()

    def look_after_database(self) -> None:
        embedded.start(self.data_dir, keep=True)

    def restart_database(self) -> None:
        embedded.stop(self.data_dir)
        self.look_after_database()

    def restart_app(self) -> None:
        self.office.served.stop(signal.SIGTERM)
        self.start_app()

    def kill_app(self) -> None:
        """With its workers, which would end by themselves."""
        for process in [*self.office.served.workers(), self.office.served.process]:
            process.kill()
        self.office.served.process.wait(30)
        self.start_app()

    def start_app(self) -> None:
        port = self.office.served.url.rpartition(":")[2]
        again = begin(self.data_dir, "--port", port, DATABASE_URL=self.proxy.url)
        wait_until_ready(again)
        self.office.served.process = again.process

    def cut_at_commit(self) -> None:
        self.proxy.cut_at_commit(self.chance.randint(1, 6), arrives=True)
        self.proxy.cut_at_commit(self.chance.randint(1, 6), arrives=False)

    def black_hole(self) -> None:
        with self.proxy.black_hole():
            time.sleep(self.chance.uniform(1, 8))

    def end_sessions(self) -> None:
        with database_of(self.data_dir) as connection:
            connection.execute("DELETE FROM accounts_session")

    def fill_disk(self) -> None:
        self.disk.fill()
        use_up_the_log(self.data_dir)
        time.sleep(self.chance.uniform(0, 3))
        self.disk.make_room()
        self.look_after_database()
        with database_of(self.data_dir) as connection:
            connection.execute("CHECKPOINT")  # lets go of the log that was only written to fill the disk


def test_ten_thousand_operations_while_everything_fails(
    first_start: Served, record_property: Callable[[str, str], None]
) -> None:
    chance, done, began = Random(SEED), dict[str, int](), time.monotonic()
    with small_disk(MEGABYTES) as disk:
        data_dir = disk.folder / "data"
        subprocess.run(["cp", "-a", first_start.data_dir, data_dir], check=True)
        (data_dir / "pg18.sockets").unlink(missing_ok=True)
        cluster = embedded.start(data_dir, keep=True)
        with (
            proxy_to(cluster.socket_dir) as proxy,
            serving(data_dir, DATABASE_URL=proxy.url) as served,
            at_work(served, editors=EDITORS) as office,
        ):
            faults = Faults(office, proxy, disk, chance).all()
            while office.history.saved() < OPERATIONS or min(done.values()) < LEAST:
                for name in chance.sample(list(faults), len(faults)):
                    faults[name]()
                    done[name] = done.get(name, 0) + 1
                    office.saves_more(BETWEEN_TWO)
            verdict = office.verdict()
        embedded.stop(data_dir)
    kinds = ", ".join(f"{name} {times}" for name, times in sorted(done.items()))
    seconds, memory = time.monotonic() - began, psutil.virtual_memory().total / 2**30
    record_property(
        "says",
        f"{verdict}, over {kinds}; {EDITORS} clients, {len(office.troubles())} requests in vain, "
        f"{seconds:.0f} seconds, {psutil.cpu_count()} processors, {memory:.0f} GB of memory, seed {SEED}",
    )
    assert verdict.wrong == []
    assert verdict.acknowledged >= OPERATIONS
