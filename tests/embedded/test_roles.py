"""S18: three roles in every cluster, also in one that an earlier newsreview has made; the superuser stays outside."""

import time
from pathlib import Path

import psycopg
import pytest
from psycopg import OperationalError

from newsreview import embedded
from newsreview.embedded import roles
from newsreview.embedded.account import account_for

BEFORE_ROLES = """
REVOKE newsreview_app, newsreview_export FROM newsreview;
DROP ROLE newsreview_app;
DROP ROLE newsreview_export;
CREATE TABLE kept_from_before AS SELECT 7 AS n;
ALTER TABLE kept_from_before OWNER TO newsreview;
"""


def connect_as(cluster: embedded.Cluster, role: str) -> psycopg.Connection:
    return psycopg.connect(host=str(cluster.socket_dir), user=role, dbname="newsreview", autocommit=True)


def made_before_roles(data_dir: Path, *, running: bool) -> None:
    """As a newsreview without roles left its cluster."""
    embedded.start(data_dir, keep=True)
    cluster = data_dir / "pg18"
    with roles.superuser(cluster, "newsreview") as connection:
        connection.execute(BEFORE_ROLES)
    account = account_for(cluster)
    hba = "local all newsreview peer map=newsreview\nhost all all all reject\n"
    roles.replace(account, cluster / "pg_hba.conf", hba)
    names = dict.fromkeys((account.name, "root"))
    ident = "".join(f'newsreview "{name}" newsreview\n' for name in names)
    roles.replace(account, cluster / "pg_ident.conf", ident)
    if not running:
        embedded.stop(data_dir)


def assert_superuser_is_refused(cluster: embedded.Cluster) -> None:
    """The server hears of it in its own time."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            connect_as(cluster, roles.SUPERUSER).close()
        except OperationalError as error:
            assert "Peer authentication failed" in str(error)  # noqa: PT017 -- only the last of several tries
            return
        time.sleep(0.02)
    pytest.fail("The superuser is still let in.")


def test_roles_have_no_power_over_the_server(made):
    cluster = embedded.start(made)
    with connect_as(cluster, "newsreview") as connection:
        rows = connection.execute(
            "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles"
            " WHERE rolname LIKE 'newsreview%' ORDER BY rolname"
        ).fetchall()
    none = (False,) * 5
    assert [(name, tuple(powers)) for name, *powers in rows] == [
        ("newsreview", (False, False, True, False, False)),
        ("newsreview_app", none),
        ("newsreview_export", none),
    ]


@pytest.mark.parametrize("running", [False, True], ids=["stopped", "running"])
def test_cluster_of_an_earlier_newsreview_gets_its_roles(copied, running: bool) -> None:  # noqa: FBT001
    made_before_roles(copied, running=running)
    pid = embedded.status(copied).pid

    cluster = embedded.start(copied)

    assert (cluster.pid == pid) is running  # nobody who works with it is sent away
    for role in ("newsreview", "newsreview_app", "newsreview_export"):
        with connect_as(cluster, role) as connection:
            assert connection.execute("SELECT current_user").fetchone() == (role,)
    with connect_as(cluster, "newsreview") as connection:
        assert connection.execute("SELECT n FROM kept_from_before").fetchone() == (7,)


@pytest.mark.parametrize("left", ["", 'newsreview "ro', None], ids=["nothing", "half", "open to the superuser"])
def test_door_that_a_kill_left_as_it_was_is_put_right(copied, left: str | None) -> None:
    embedded.start(copied)
    embedded.stop(copied)
    cluster, account = copied / "pg18", account_for(copied / "pg18")
    text = roles.who_may_sign_in(account, roles.SUPERUSER) if left is None else left
    roles.replace(account, cluster / "pg_ident.conf", text)

    running = embedded.start(copied)

    with connect_as(running, "newsreview_app") as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("newsreview_app",)
    assert roles.SUPERUSER not in (cluster / "pg_ident.conf").read_text()
    assert_superuser_is_refused(running)


def test_superuser_is_let_in_for_as_long_as_it_is_needed(made):
    running = embedded.start(made)
    with roles.superuser(made / "pg18", "newsreview") as connection:
        assert connection.execute("SELECT current_user, current_database()").fetchone() == ("postgres", "newsreview")
    assert_superuser_is_refused(running)
