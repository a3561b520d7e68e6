"""The whole start, in processes of its own."""

import re
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from newsreview import embedded
from newsreview.commands.server import FEWEST, Supervisor
from tests.commands.serving import (
    Served,
    begin,
    browser,
    data_folder,
    databases,
    follow,
    living,
    load_wsgi,
    manage,
    serving,
)

PUBLISH_NEXT = """
from newsreview.accounts.models import User
from newsreview.annotation import moving_on
from newsreview.labels import drafting
from newsreview.projects.models import Project

newer = drafting.begin_next_version(label_set=Project.objects.get().label_set_version.label_set)
print(moving_on.publish_next(version=newer, by=User.objects.first(), becomes={}, stay=[]).drafts)
"""
CARRIED_OVER = "SELECT count(*) FROM annotation_edit WHERE verb = 'carry_over'"

pytestmark = pytest.mark.xdist_group("serve")  # its servers are started once, by one worker


@pytest.fixture(scope="module")
def folder(first_start: Served) -> Iterator[Path]:
    """One for the module: what is there already is kept by the next start."""
    with data_folder(like=first_start.data_dir) as folder:
        yield folder


@pytest.fixture(scope="module")
def served(first_start: Served) -> Iterator[Served]:
    """A server with the demo, for the tests that leave it running."""
    with data_folder(like=first_start.data_dir) as folder, serving(folder) as running:
        yield running


@pytest.fixture
def prepared(folder: Path) -> Iterator[Path]:
    """The data folder with a database that is up to date, and runs."""
    assert manage(folder, "migrate").returncode == 0
    embedded.start(folder, keep=True)
    yield folder
    embedded.stop(folder)


def sql(folder: Path, statement: str, *, user: str = embedded.OWNER) -> None:
    with psycopg.connect(**embedded.start(folder).dsn() | {"user": user}, autocommit=True) as connection:
        connection.execute(statement)


def until(true: Callable[[], object], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not (answer := true()) and time.monotonic() < end:
        time.sleep(0.1)
    return bool(answer)


def test_first_start_makes_what_it_needs_and_says_so(first_start: Served) -> None:
    said = first_start.words()

    for made in ("Creating the database in", "Bringing the database up to date", "Loading the demo story"):
        assert made in said


def test_every_person_of_the_demo_signs_in_by_link(served: Served) -> None:
    links = served.links()

    assert len(links) == 5
    for link in links:
        assert "Sign out" in follow(browser(), link)
    assert f"manage.py sign_in_link EMAIL --base-url {served.url}` prints another." in served.words()


def test_static_files_have_hashed_names_and_are_kept_by_browsers(served: Served) -> None:
    page = browser().open(f"{served.url}/accounts/login/").read().decode()
    styles = re.findall(r'href="(/static/css/\w+\.[0-9a-f]{12}\.css)"', page)

    assert len(styles) >= 3
    answer = browser().open(served.url + styles[0])
    assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"


def test_what_is_killed_comes_back(served: Served) -> None:
    desk = browser()
    follow(desk, manage(served.data_dir, "sign_in_link", "bo.castellane@demo.example", "--base-url", served.url).stdout)

    workers = served.workers()
    for process in workers:
        process.kill()
    assert until(lambda: len(set(served.workers()) - {*workers}) == len(workers))
    assert desk.open(served.url).status == 200

    before = databases(served.data_dir)
    for process in before:
        process.kill()
    assert until(lambda: embedded.status(served.data_dir).state is embedded.State.RUNNING)
    assert set(databases(served.data_dir)) & set(before) == set()
    assert desk.open(served.url).status == 200


@pytest.mark.parametrize("told", [None, signal.SIGHUP])
def test_jobs_are_carried_out_by_one_of_its_workers(served: Served, told: int | None) -> None:
    if told:
        workers = served.workers()
        served.process.send_signal(told)
        assert living(workers, seconds=30) == []
    with psycopg.connect(**embedded.start(served.data_dir).dsn(), autocommit=True) as connection:

        def carried_over() -> int:
            return int(connection.execute(CARRIED_OVER).fetchone()[0])  # type: ignore[index]  # a count is a row

        before = carried_over()
        drafts = int(manage(served.data_dir, "shell", "-v", "0", "-c", PUBLISH_NEXT).stdout)
        assert drafts > 0
        assert until(lambda: carried_over() == before + drafts)


def test_one_worker_is_left_to_answer_however_few_are_asked_for() -> None:
    supervisor = Supervisor.__new__(Supervisor)
    supervisor._num_workers = FEWEST

    supervisor.handle_ttou()

    assert supervisor.num_workers == FEWEST


def test_a_port_that_is_taken_is_named_at_once(served: Served) -> None:
    port = int(served.url.rsplit(":", 1)[1])

    second = manage(served.data_dir, "serve", "--port", str(port))

    assert second.returncode == 1
    assert f"Port {port} of 127.0.0.1 is taken" in second.stderr
    assert f"make serve PORT={port + 1}" in second.stderr


def test_stopping_leaves_no_process_and_the_next_start_is_quick(folder: Path) -> None:
    with serving(folder, "--no-demo") as first:
        family = first.family()
        assert (first.stop(signal.SIGINT), living(family)) == (0, [])
        assert first.words().endswith("Stopped.\n")

    with serving(folder, "--no-demo") as second:
        assert second.seconds < 20
        family = second.family()
        assert (second.stop(signal.SIGTERM), living(family)) == (0, [])


def test_a_server_that_was_killed_takes_everything_with_it(folder: Path) -> None:
    with serving(folder, "--no-demo") as running:
        family = running.family()
        running.process.kill()
        assert living(family) == []


def test_empty_start_offers_to_become_the_first_administrator(empty: Path) -> None:
    with serving(empty, "--no-demo") as running:
        (link,) = running.links()
        assert "You are the first here" in browser().open(link).read().decode()


def test_start_that_is_stopped_half_way_leaves_no_process(empty: Path) -> None:
    starting = begin(empty)
    assert until(lambda: databases(empty) != [])
    family = starting.family()

    assert starting.stop(signal.SIGTERM) == 143
    assert living(family) == []


@pytest.mark.parametrize(
    ("where", "user"), [("DATABASE newsreview", "newsreview"), ("ROLE newsreview_app", "newsreview_app")]
)
def test_unsafe_durability_stops_every_start(prepared: Path, where: str, user: str) -> None:
    sql(prepared, f"ALTER {where} SET synchronous_commit = off", user=user)
    starts = [manage(prepared, "serve", "--port", "0"), manage(prepared, "load_demo"), load_wsgi(prepared)]
    sql(prepared, f"ALTER {where} RESET synchronous_commit", user=user)

    for start in starts:
        assert start.returncode != 0
        assert "synchronous_commit = off: work that was shown as saved could be lost" in start.stderr


def test_fsync_off_stops_every_start(prepared: Path) -> None:
    conf = prepared / "pg18" / "postgresql.conf"
    before = conf.read_text()
    embedded.stop(prepared)
    conf.write_text(f"{before}\nfsync = off\n")

    start = manage(prepared, "serve", "--port", "0")
    conf.write_text(before)

    assert start.returncode == 1
    assert "fsync = off" in start.stderr


def test_unapplied_migrations_stop_every_start_but_serve(prepared: Path) -> None:
    assert manage(prepared, "migrate", "annotation", "0005").returncode == 0

    commands = (["load_demo"], ["procrastinate", "worker"], ["createsuperuser", "--email", "ana@example.org"])
    for start in (*(manage(prepared, *command) for command in commands), load_wsgi(prepared)):
        assert start.returncode != 0
        assert "The database lacks" in start.stderr
        assert "annotation.0006_" in start.stderr

    with serving(prepared, "--no-demo") as running:
        assert "Bringing the database up to date" in running.words()
    assert load_wsgi(prepared).returncode == 0


def test_database_that_cannot_be_reached_is_told_in_words(empty: Path) -> None:
    nowhere = "postgresql://desk:secret@127.0.0.1:1/desk"

    for start in (manage(empty, "serve", "--port", "0", DATABASE_URL=nowhere), load_wsgi(empty, DATABASE_URL=nowhere)):
        assert start.returncode == 1
        assert "The database cannot be reached." in start.stderr
        assert "Check DATABASE_URL" in start.stderr
        assert "secret" not in start.stderr


def test_what_a_broken_off_test_leaves_running_ends_with_its_folder() -> None:
    with data_folder() as folder:
        starting = begin(folder, "--no-demo")
        assert until(lambda: databases(folder) != [])
        family = [*starting.family(), *starting.process.children(recursive=True)]
    starting.process.wait(15)

    assert living(family, seconds=0) == []
