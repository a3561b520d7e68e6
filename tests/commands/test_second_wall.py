"""S18: the roles as an installation meets them, in processes of its own: on the embedded database, and elsewhere."""

import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from newsreview import embedded
from tests.commands.elsewhere import PASSWORD as SUPERUSERS
from tests.commands.elsewhere import Elsewhere, as_the_document_says, elsewhere
from tests.commands.serving import load_wsgi, manage, serving
from tests.embedded.test_roles import made_before_roles

pytestmark = pytest.mark.xdist_group("serve")  # its servers are started once, by one worker

BEFORE_RIGHTS = """
DO $$
DECLARE
    known regclass;
BEGIN
    FOR known IN SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S') LOOP
        EXECUTE format('REVOKE ALL ON %s FROM newsreview_app, newsreview_export', known);
    END LOOP;
END $$;
REVOKE ALL ON SCHEMA public FROM newsreview_app, newsreview_export;
REVOKE ALL ON DATABASE newsreview FROM newsreview_app, newsreview_export;
"""


WHO_WORKS = "SELECT usename FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"


def who_works_in(data_dir: Path) -> set[str]:
    """Once somebody does: the process that carries out jobs connects in its own time."""
    found: set[str] = set()
    with psycopg.connect(**embedded.start(data_dir).dsn(), autocommit=True) as connection:
        for _look in range(200):
            found |= {name for (name,) in connection.execute(WHO_WORKS).fetchall()}
            if found:
                break
            time.sleep(0.1)
    return found


def test_folder_of_an_earlier_newsreview_gets_roles_and_rights(with_demo: Path) -> None:
    embedded.start(with_demo)
    with psycopg.connect(**embedded.start(with_demo).dsn(), autocommit=True) as owner:
        owner.execute(BEFORE_RIGHTS)
    made_before_roles(with_demo, running=False)

    early = manage(with_demo, "check_journal")
    assert (early.returncode, "Run `manage.py migrate`" in early.stderr) == (1, True), early.stderr

    with serving(with_demo) as served:
        assert "Giving the app's role its rights" in served.words()
        assert who_works_in(with_demo) == {"newsreview_app"}
    assert manage(with_demo, "check_journal").returncode == 0


def test_what_needs_the_owner_runs_as_the_owner(with_demo: Path) -> None:
    removed = manage(with_demo, "remove_demo", "--yes")

    assert (removed.returncode, removed.stderr) == (0, ""), removed.stderr
    assert "6 articles" in removed.stdout


@pytest.fixture
def server() -> Iterator[Elsewhere]:
    with elsewhere() as found:
        yield found


def test_somebodys_own_server_is_set_up_as_the_document_says(server: Elsewhere, empty: Path) -> None:
    """First as installations were set up before there were roles: it works with a warning, and is mended."""
    server.run(as_the_document_says())
    owner, app = server.url("newsreview", "one"), server.url("newsreview_app", "two")
    assert manage(empty, "migrate", DATABASE_URL=owner).returncode == 0
    superuser = server.url("postgres", SUPERUSERS)
    for url, words in ((owner, "newsreview, as whom the app works, owns the tables"), (superuser, "is a superuser")):
        loaded = load_wsgi(empty, DATABASE_URL=url)
        assert (loaded.returncode, words in loaded.stderr) == (0, True), loaded.stderr
    assert manage(empty, "load_demo", DATABASE_URL=owner).returncode == 0

    for command in (["migrate"], ["remove_demo", "--yes"]):
        alone = manage(empty, *command, DATABASE_URL=app)
        assert (alone.returncode, "as its owner" in alone.stderr or "Set DATABASE_OWNER_URL" in alone.stderr) == (
            1,
            True,
        )
    migrated = manage(empty, "migrate", DATABASE_URL=app, DATABASE_OWNER_URL=owner)
    assert migrated.returncode == 0, migrated.stderr

    exported = ["export_project", "kelder-gates", "--out", str(empty / "kelder.jsonl")]
    for command in (["check_journal"], exported, ["database", "verify"]):
        done = manage(empty, *command, DATABASE_URL=app)
        assert done.returncode == 0, done.stderr
    loaded = load_wsgi(empty, DATABASE_URL=app)
    assert (loaded.returncode, "as whom the app works" in loaded.stderr) == (0, False), loaded.stderr
    for statement in ("DELETE FROM annotation_edit", "CREATE TABLE mine (n int)", "SET ROLE newsreview"):
        with psycopg.connect(app) as session, pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute(statement)

    removed = manage(empty, "remove_demo", "--yes", DATABASE_URL=app, DATABASE_OWNER_URL=owner)
    assert removed.returncode == 0, removed.stderr
