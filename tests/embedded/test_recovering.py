"""Every state that a kill or a power cut can leave is recovered by the next start."""

import os
import signal
import time
from pathlib import Path

import pytest

from newsreview import embedded
from newsreview.embedded.errors import ClusterBusyError
from newsreview.embedded.postmaster import processes_in


def write_lock(path: Path, *lines: object) -> None:
    path.write_text("".join(f"{line}\n" for line in lines))


def test_server_outlives_its_killed_starter_and_is_taken_over(made, python, kill):
    starter = python("print(embedded.use(data_dir).pid, flush=True); time.sleep(60)")
    pid = int(starter.stdout.readline())
    kill(starter.pid)
    starter.wait()
    assert embedded.start(made).pid == pid


def test_dead_postmaster_is_replaced_and_nothing_saved_is_lost(made, connect, kill):
    connection = connect()
    connection.execute("CREATE TABLE saved AS SELECT 1 AS n")
    first = embedded.start(made)
    kill(first.pid)
    told: list[str] = []
    second = embedded.start(made, progress=told.append)
    assert second.pid != first.pid
    assert told == ["The database was not shut down in order. Recovering it; nothing that was saved is lost …"]
    assert connect().execute("SELECT n FROM saved").fetchone() == (1,)


def test_dead_process_tree_is_replaced(made, connect, kill):
    connect().execute("CREATE TABLE saved_too AS SELECT 2 AS n")
    kill(*processes_in(made / "pg18"))
    assert connect().execute("SELECT n FROM saved_too").fetchone() == (2,)


@pytest.mark.parametrize("content", ["", "12", "abc\n", f"{2**70}\n/x\n{2**70}\n"])
def test_broken_lock_file_does_not_stop_the_next_start(made, content):
    (made / "pg18" / "postmaster.pid").write_text(content)
    assert embedded.start(made).pid in processes_in(made / "pg18")


def test_process_id_used_again_by_another_program_is_not_taken_for_the_server(made, python):
    other = python("print('here', flush=True); time.sleep(60)")
    other.stdout.readline()
    cluster = made / "pg18"
    write_lock(cluster / "postmaster.pid", other.pid, cluster, int(time.time()), 5432, cluster, "", "0 0", "ready")
    write_lock(cluster / ".s.PGSQL.5432.lock", other.pid, cluster, int(time.time()), 5432, cluster)
    assert embedded.status(made).state is embedded.State.CRASHED
    assert embedded.start(made).pid != other.pid
    assert other.poll() is None


def test_start_waits_until_a_server_that_lost_a_backend_takes_clients_again(made, connect, kill):
    backend = connect().execute("SELECT pg_backend_pid()").fetchone()[0]
    first = embedded.start(made)
    kill(backend)
    began = time.monotonic()
    assert embedded.start(made) == first
    assert time.monotonic() - began < 15
    assert connect().execute("SELECT 1").fetchone() == (1,)


def test_vanished_socket_is_made_again(made, connect):
    first = embedded.start(made)
    (first.socket_dir / ".s.PGSQL.5432").unlink()
    assert embedded.start(made).pid != first.pid
    assert connect().execute("SELECT 1").fetchone() == (1,)


def test_unfinished_cluster_of_a_killed_start_is_swept_away(data_dir):
    (data_dir / "pg18.init" / "base" / "1").mkdir(parents=True)
    (data_dir / "pg18.init" / "PG_VERSION").write_text("18\n")
    embedded.start(data_dir)
    assert not (data_dir / "pg18.init").exists()


@pytest.mark.parametrize("milliseconds", [150, 450])
def test_start_killed_on_its_way_is_finished_by_the_next(data_dir, python, milliseconds, kill):
    starter = python("print('here', flush=True); embedded.start(data_dir)")
    starter.stdout.readline()
    time.sleep(milliseconds / 1000)
    kill(starter.pid)
    starter.wait()
    assert embedded.start(data_dir) == embedded.start(data_dir)
    assert not (data_dir / "pg18.init").exists()


def test_four_starters_at_once_share_one_server(data_dir, python):
    starters = [python("print(embedded.start(data_dir).pid)") for _ in range(4)]
    assert {starter.communicate()[0].strip() for starter in starters} == {str(embedded.start(data_dir).pid)}


def test_no_second_server_starts_while_a_process_of_the_old_one_lives(made, monkeypatch, kill):
    first = embedded.start(made)
    children = [pid for pid in processes_in(made / "pg18") if pid != first.pid]
    for pid in children:
        os.kill(pid, signal.SIGSTOP)
    kill(first.pid)
    monkeypatch.setattr("newsreview.embedded.supervising.SECONDS_FOR_ORPHANS", 0.2)
    with pytest.raises(ClusterBusyError, match=str(children[0])):
        embedded.start(made)
    for pid in children:
        os.kill(pid, signal.SIGCONT)
    monkeypatch.setattr("newsreview.embedded.supervising.SECONDS_FOR_ORPHANS", 60)
    assert embedded.start(made).pid != first.pid
