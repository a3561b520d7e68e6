"""The last process to leave stops the server, unless it was started to stay."""

import os
import signal

import psycopg
import pytest

from newsreview import embedded
from newsreview.embedded.errors import StoppedOnPurposeError

USE_UNTIL_TOLD = "print(embedded.use(data_dir).pid, flush=True); input()"


def is_running(data_dir) -> bool:
    return embedded.status(data_dir).state is embedded.State.RUNNING


def test_last_process_to_end_stops_the_server(made, python):
    first, second = python(USE_UNTIL_TOLD), python(USE_UNTIL_TOLD)
    assert first.stdout.readline() == second.stdout.readline()
    first.communicate("\n")
    assert is_running(made)
    second.communicate("\n")
    assert embedded.status(made).state is embedded.State.STOPPED


def test_killed_user_does_not_hold_the_server(made, python):
    other = python(USE_UNTIL_TOLD)
    other.stdout.readline()
    embedded.use(made)
    other.send_signal(signal.SIGKILL)
    other.wait()
    assert embedded.leave(made) is True
    assert not is_running(made)


def test_forked_child_that_ends_does_not_stop_its_parents_server(made, python):
    parent = python(
        "import os\nembedded.use(data_dir)\nif os.fork():\n    os.wait(); print('forked', flush=True); input()"
    )
    assert parent.stdout.readline() == "forked\n"
    assert is_running(made)
    parent.communicate("\n")
    assert not is_running(made)


def test_server_started_to_stay_stays(made):
    embedded.start(made, keep=True)
    embedded.use(made)
    assert embedded.leave(made) is False
    assert is_running(made)


def test_wish_to_stay_ends_with_the_server_it_was_said_of(made):
    embedded.start(made, keep=True)
    embedded.stop(made)
    embedded.use(made)
    assert embedded.leave(made) is True


def test_server_that_died_is_recovered_and_one_that_was_stopped_is_not_started(made, kill):
    first = embedded.use(made)
    kill(first.pid)
    assert embedded.use(made).pid != first.pid
    embedded.stop(made)
    with pytest.raises(StoppedOnPurposeError):
        embedded.use(made)


def test_server_that_died_and_then_failed_to_recover_is_not_taken_for_a_stopped_one(made, kill):
    first = embedded.use(made)
    kill(first.pid)
    (made / "pg18" / "postmaster.pid").unlink()  # as the server itself does that finds no room to recover
    assert embedded.status(made).state is embedded.State.CRASHED
    assert embedded.use(made).pid != first.pid


def test_leaving_what_was_never_used_does_nothing(made):
    embedded.start(made)
    assert embedded.leave(made) is False
    assert is_running(made)


def test_settings_start_nothing_until_somebody_connects(data_dir):
    settings = embedded.django_settings(data_dir)
    assert repr(settings["HOST"]) == f"ServerSocket({str(data_dir)!r})"
    assert not data_dir.exists()
    with psycopg.connect(host=settings["HOST"], user=settings["USER"], dbname=settings["NAME"]) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("newsreview_app",)
    assert os.fspath(settings["HOST"]) == f"{data_dir}/pg18"
