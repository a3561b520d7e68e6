"""D5, D6, D7, C19: the line to the database breaks, and the database goes and comes back.

Nobody is told "saved" of what is not there, nothing is done twice, it is said soon, and the app goes on by itself.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from uuid import UUID

import pytest

from newsreview import embedded
from tests.commands.serving import Served, data_folder, serving
from tests.faults.editors import Asked, Office, Trouble, at_work, database_of
from tests.faults.history import End
from tests.faults.proxy import Proxy, proxy_to

pytestmark = pytest.mark.xdist_group("serve")  # they begin with a copy of the same first start

SOON, VISIBLE = 5.0, 15.0  # seconds
A_MOMENT = 1.0  # that a busy machine may take besides
APART = 60_000  # the number of a stretch that no editor comes to
OF_OTHERS = "datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
WHO_WAITS = f"SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND {OF_OTHERS}"


@pytest.fixture(scope="module")
def proxy(first_start: Served) -> Iterator[Proxy]:
    """To a PostgreSQL that the app does not look after."""
    with data_folder(like=first_start.data_dir) as folder:
        cluster = embedded.start(folder, keep=True)
        try:
            with proxy_to(cluster.socket_dir) as proxy:
                yield proxy
        finally:
            embedded.stop(folder)


@pytest.fixture(scope="module")
def office(proxy: Proxy) -> Iterator[Office]:
    """Two editors at work, whose server reaches its database through the proxy."""
    with serving(proxy.server.parent, DATABASE_URL=proxy.url) as served, at_work(served, editors=2) as office:
        yield office


def is_there(office: Office, asked: Asked) -> bool:
    with database_of(office.served.data_dir) as connection:
        query = "SELECT count(*) FROM annotation_edit WHERE id = %s"
        return connection.execute(query, [asked.operation.id]).fetchone() == (1,)


def told(trouble: Trouble) -> tuple[int, bool, bool]:
    """Its status, and whether it says that nothing is lost, and when to try again."""
    return trouble.status, "Nothing is lost. Try again" in trouble.words, (trouble.retry_after or "").isdecimal()


UNAVAILABLE = (503, True, True)


@pytest.mark.parametrize("arrives", [True, False])
def test_a_commit_without_an_answer_is_asked_for_again_and_done_once(
    office: Office, proxy: Proxy, *, arrives: bool
) -> None:
    """D6. Whether it was carried out, its client cannot know, and is not told."""
    with office.resting() as [editor, _]:
        asked = editor.addition(APART)
        proxy.cut_at_commit(arrives=arrives, of=UUID(asked.operation.id).hex.encode())
        assert editor.once(asked) is False
        assert told(editor.troubles[-1]) == UNAVAILABLE
        assert is_there(office, asked) is arrives
        assert editor.once(asked) is True
        assert is_there(office, asked)
        removal = editor.removal(asked)
        assert editor.once(removal) is True
    assert office.verdict().wrong == []


def test_who_is_thrown_out_in_the_middle_of_an_edit_is_told_and_nothing_is_there(office: Office) -> None:
    """D5."""
    with office.resting() as [editor, _], database_of(office.served.data_dir) as connection:
        asked = editor.addition(APART)
        with connection.transaction():
            connection.execute("SELECT 1 FROM annotation_annotationset WHERE id = %s FOR UPDATE", [editor.set])
            answered = Thread(target=editor.once, args=[asked])
            answered.start()
            while (waiting := connection.execute(WHO_WAITS).fetchone()) is None:
                time.sleep(0.01)
            connection.execute("SELECT pg_terminate_backend(%s, 5000)", waiting)
            answered.join(SOON)
        assert told(editor.troubles[-1]) == UNAVAILABLE
        assert office.history.ends[asked.operation] is End.UNKNOWN
        assert not is_there(office, asked)
        assert editor.once(asked) is True
        assert editor.once(editor.removal(asked)) is True
    assert office.verdict().wrong == []


@contextmanager
def everybody_told(office: Office, within: float) -> Iterator[None]:
    """Each editor hears of the trouble in words, within so many seconds of asking; afterwards all go on."""
    before = [len(editor.troubles) for editor in office.editors]
    yield
    office.saves_more()
    for editor, begun in zip(office.editors, before, strict=True):
        troubles = editor.troubles[begun:]
        assert {told(trouble) for trouble in troubles} == {UNAVAILABLE}
        assert max(trouble.seconds for trouble in troubles) < within + A_MOMENT
    assert office.verdict().wrong == []


def until_all_have_heard(office: Office, seconds: float) -> None:
    begun, end = [len(editor.troubles) for editor in office.editors], time.monotonic() + seconds
    while any(len(editor.troubles) <= n for editor, n in zip(office.editors, begun, strict=True)):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_all_lines_cut_at_once_are_mended_by_themselves(office: Office, proxy: Proxy) -> None:
    before = len(office.troubles())
    for _ in range(5):
        proxy.cut()
        office.saves_more()
    assert {told(trouble) for trouble in office.troubles()[before:]} <= {UNAVAILABLE}
    assert office.verdict().wrong == []


def test_a_database_that_is_away_is_said_soon_and_found_again_at_once(office: Office) -> None:
    """D7."""
    workers, data_dir = office.served.workers(), office.served.data_dir
    with everybody_told(office, SOON):
        embedded.stop(data_dir)
        for _ in range(2):  # the first may have been on its way
            until_all_have_heard(office, 2 * SOON)
        embedded.start(data_dir, keep=True)
        back = time.monotonic()
        office.saves_more(1)
        assert time.monotonic() - back < SOON
    assert office.served.workers() == workers


def test_a_database_that_says_nothing_any_more_is_said_within_fifteen_seconds(office: Office, proxy: Proxy) -> None:
    """C19, on the other side of the server."""
    with everybody_told(office, VISIBLE), proxy.black_hole():
        until_all_have_heard(office, 2 * VISIBLE)


def test_a_slow_line_is_only_slow(office: Office, proxy: Proxy) -> None:
    before = len(office.troubles())
    proxy.delay = 0.01
    office.saves_more(2)
    proxy.delay = 0
    assert office.troubles()[before:] == []
