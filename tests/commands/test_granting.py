"""S18: a second wall behind the code. What the app's role and the export role may do, tried as these roles."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from newsreview.commands import granting
from newsreview.commands.database_checks import read_powers
from tests.owner import as_owner
from tests.settings import APP_LOGIN

ARCHITECTURE = (Path(__file__).parents[2] / "docs" / "architecture.md").read_text(encoding="utf-8")
HISTORY = [*granting.STAYS.split(), *granting.STAYS_BUT_FOR]
SECRETS = [
    "accounts_user",
    "accounts_token",
    "accounts_signinlink",
    "accounts_session",
    "django_session",
    "mfa_authenticator",
    "projects_invitation",
    "account_emailaddress",
]

Session = Callable[[str], psycopg.Connection]


@pytest.fixture
def sign_in_as(db: None) -> Iterator[Session]:
    """A session that began as this role, as the app's own do: it is nobody else beneath."""
    opened = []

    def run(role: str) -> psycopg.Connection:
        given = connection.get_connection_params() | {"user": role, "options": "", "autocommit": True}
        wanted = {
            key: given[key] for key in ("host", "port", "dbname", "user", "options", "autocommit") if key in given
        }
        opened.append(psycopg.connect(**wanted, password=APP_LOGIN.get("PASSWORD")))
        return opened[-1]

    yield run
    for session in opened:
        session.close()


def tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(granting.TABLES)
        return {table for [table] in cursor.fetchall()}


def test_every_table_stands_in_one_list(db: None) -> None:
    lists = [granting.STAYS.split(), granting.STAYS_BUT_FOR, granting.CHANGES.split(), granting.GOES.split()]
    listed = [table for tables in [*lists, granting.FIXED.split()] for table in tables]

    assert sorted(listed) == sorted(tables())


def test_what_may_go_is_what_the_architecture_says_may_go() -> None:
    section = ARCHITECTURE.split("\n## Deleting\n")[1].split("\n\nThe app's role")[0]

    assert set(re.findall(r"`(\w+_\w+)`", section)) == set(granting.GOES.split())


def test_the_suite_works_as_the_app(db: None) -> None:
    powers = read_powers(connection)

    assert (powers.role, powers.is_superuser, powers.owns_tables) == (settings.APP_ROLE, False, False)


@pytest.mark.parametrize("table", HISTORY)
def test_history_is_neither_deleted_nor_rewritten(sign_in_as: Session, table: str) -> None:
    app = sign_in_as(settings.APP_ROLE)
    columns = {column.name for column in connection.introspection.get_table_description(connection.cursor(), table)}
    kept = columns - set(granting.STAYS_BUT_FOR.get(table, ()))

    with pytest.raises(InsufficientPrivilege):
        app.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
    with pytest.raises(InsufficientPrivilege):
        app.execute(sql.SQL("TRUNCATE {}").format(sql.Identifier(table)))
    for column in kept:
        with pytest.raises(InsufficientPrivilege):
            app.execute(sql.SQL("UPDATE {0} SET {1} = {1}").format(sql.Identifier(table), sql.Identifier(column)))


@pytest.mark.parametrize("table", [*granting.CHANGES.split(), *granting.FIXED.split()])
def test_what_is_not_to_go_is_not_deleted(sign_in_as: Session, table: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        sign_in_as(settings.APP_ROLE).execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))


POWERS = [
    "DELETE FROM annotation_edit",
    "UPDATE annotation_edit SET verb = 'nothing'",
    "DELETE FROM annotation_submission",
    "DELETE FROM exports_release",
    "ALTER TABLE annotation_edit ADD COLUMN more integer",
    'ALTER TABLE annotation_edit DISABLE TRIGGER "the journal only grows"',
    "ALTER TABLE annotation_span OWNER TO {app}",
    "ALTER ROLE {app} SUPERUSER",
    "ALTER SYSTEM SET fsync = off",
    "SET session_replication_role = replica",
    "CREATE TABLE mine (n integer)",
    "CREATE TEMPORARY TABLE mine (n integer)",
    "CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE SCHEMA mine",
    "CREATE EXTENSION pg_trgm",
    "CREATE ROLE mine",
    "CREATE DATABASE mine",
    "DROP TABLE annotation_edit CASCADE",
    "DROP FUNCTION annotation_refuse_rewriting() CASCADE",
    "COPY annotation_edit TO PROGRAM 'cat'",
    "COPY corpus_outlet FROM PROGRAM 'echo'",
    "COPY corpus_article TO '/tmp/articles'",
    "COPY corpus_outlet FROM '/etc/passwd'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_read_binary_file('PG_VERSION')",
    "SELECT pg_ls_dir('.')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT lo_export(1, '/tmp/large')",
    "SET ROLE {owner}",
    "SET SESSION AUTHORIZATION {owner}",
    "SET ROLE postgres",
    "SELECT pg_reload_conf()",
    "SELECT rolpassword FROM pg_authid",
]


@pytest.mark.parametrize("statement", POWERS)
@pytest.mark.parametrize("role", ["app", "export"])
def test_power_over_more_than_rows_is_refused(sign_in_as: Session, role: str, statement: str) -> None:
    names = {"app": settings.APP_ROLE, "owner": settings.DATABASE_OWNER["USER"]}
    session = sign_in_as(settings.APP_ROLE if role == "app" else settings.EXPORT_ROLE)

    with pytest.raises(InsufficientPrivilege):
        session.execute(statement.format(**names))


def test_export_role_changes_nothing_at_all(sign_in_as: Session) -> None:
    export = sign_in_as(settings.EXPORT_ROLE)
    for table in sorted(tables()):
        for statement in (
            "INSERT INTO {} DEFAULT VALUES",
            "DELETE FROM {}",
            "TRUNCATE {}",
            "SELECT FROM {} FOR UPDATE",
        ):
            with pytest.raises(InsufficientPrivilege):
                export.execute(sql.SQL(statement).format(sql.Identifier(table)))


@pytest.mark.parametrize("table", SECRETS)
def test_export_role_reads_no_secret(sign_in_as: Session, table: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        sign_in_as(settings.EXPORT_ROLE).execute(sql.SQL("SELECT FROM {}").format(sql.Identifier(table)))


def test_rights_that_somebody_changed_are_named_and_put_right(db: None) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"GRANT DELETE ON annotation_edit TO {settings.APP_ROLE}")
        cursor.execute(f"REVOKE INSERT ON annotation_span FROM {settings.APP_ROLE}")
        cursor.execute(f"GRANT UPDATE ON annotation_takingback TO {settings.APP_ROLE}")
        cursor.execute(f"GRANT SELECT ON accounts_token TO {settings.EXPORT_ROLE}")

        assert granting.needless() == [
            f"DELETE on annotation_edit for {settings.APP_ROLE}",
            f"UPDATE on annotation_takingback for {settings.APP_ROLE}",
            f"SELECT on accounts_token for {settings.EXPORT_ROLE}",
        ]
        assert granting.lacking() == [f"INSERT on annotation_span for {settings.APP_ROLE}"]

        for _again in range(2):
            granting.grant()
            assert (granting.needless(), granting.lacking()) == ([], [])


def test_table_that_a_newer_newsreview_made_is_left_as_it_is(db: None) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE of_a_newer_one (n integer)")
        cursor.execute(f"GRANT SELECT, DELETE ON of_a_newer_one TO {settings.APP_ROLE}")

        granting.grant()

        cursor.execute("SELECT has_table_privilege(%s, 'of_a_newer_one', 'DELETE')", [settings.APP_ROLE])
        assert cursor.fetchone() == (True,)
        assert granting.needless() == []
        cursor.execute("DROP TABLE of_a_newer_one")


def test_database_grants_says_what_it_did(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("database", "grants")

    assert capsys.readouterr().out == "The app's rights are as they should be.\n"
