"""What every start asks of the database before anybody may write to it: `serve`, an external WSGI server, commands.

The embedded PostgreSQL needs no call here: the first connection starts it, or attaches to it.
"""

from collections.abc import Sequence

import psycopg
from django.conf import settings
from django.core.management import get_commands
from django.db import connection

from newsreview.commands import granting
from newsreview.commands.breaking import unknown_migrations
from newsreview.commands.database_checks import (
    judge_role,
    judge_settings,
    read_powers,
    read_settings,
    unapplied_migrations,
)

# Commands that write nothing to the database, or look after it themselves. All others find it ready, or do not begin.
WITHOUT_DATABASE = {"backup", "check_export", "database", "doctor", "permissions", "pull_release", "restore", "serve"}
WITHOUT_DATABASE |= {"migrate", "dbshell", "inspectdb"}
WITHOUT_DATABASE |= {"check", "collectstatic", "diffsettings", "findstatic", "spectacular", "startapp", "startproject"}
WITHOUT_DATABASE |= {"compilemessages", "makemessages", "makemigrations", "optimizemigration", "squashmigrations"}
WITHOUT_DATABASE |= {"showmigrations", "sqlflush", "sqlmigrate", "sqlsequencereset"}


class NotReadyError(Exception):
    """The database is not fit to be written to. The message says why, and what to do."""


def refuse_unreachable_database() -> None:
    """Raise NotReadyError when nothing answers. Asked once, directly: the pool would try again and again."""
    try:
        psycopg.connect(**connection.get_connection_params()).close()
    except psycopg.OperationalError as error:
        raise NotReadyError(
            f"The database cannot be reached. {error}\nCheck DATABASE_URL, and that it runs."
        ) from error


def refuse_unsafe_database() -> list[str]:
    """Raise NotReadyError for a database that could lose work; return what its administrator should know."""
    if not settings.USES_EMBEDDED_DATABASE:
        refuse_unreachable_database()
    findings = judge_settings(read_settings(connection), embedded=settings.USES_EMBEDDED_DATABASE)
    if findings.refusals:
        raise NotReadyError("\n".join(findings.refusals))
    return findings.warnings + judge_role(read_powers(connection))


def refuse_unapplied_migrations() -> None:
    """Raise NotReadyError when the code knows migrations that the database lacks."""
    if missing := unapplied_migrations(connection):
        shown = ", ".join(missing[:3]) + (" …" if len(missing) > 3 else "")
        raise NotReadyError(
            f"The database lacks {len(missing)} migrations of this newsreview ({shown}). "
            "Make a backup, then run `manage.py migrate` or `make serve`."
        )


def refuse_newer_database() -> list[str]:
    """Raise NotReadyError when a newer code has changed the database so that this one would misread or harm it. (D12)

    Returns what the administrator should know where it has changed it otherwise.
    """
    breaking, others = unknown_migrations()
    if breaking:
        raise NotReadyError(
            f"A newer newsreview has changed the database in a way that this one does not know: {', '.join(breaking)}. "
            "Nothing was done. Install the newer one again, or restore the backup that was made before it."
        )
    if others:
        return [f"A newer newsreview has worked with this database, and has applied {', '.join(others)} to it."]
    return []


def refuse_missing_rights() -> list[str]:
    """Raise NotReadyError when the app's role could not do its work; return what it could do besides."""
    if lacking := granting.lacking():
        raise NotReadyError(
            f"The app lacks {len(lacking)} rights in the database ({lacking[0]} …). "
            "Run `manage.py migrate` as its owner, or `make serve`."
        )
    if needless := granting.needless():
        shown = f"{len(needless)} rights in the database that it should not have ({needless[0]} …)"
        return [f"The app has {shown}. `manage.py migrate` takes them back."]
    return []


def refuse_unless_ready() -> list[str]:
    """For a start that does not migrate: raise NotReadyError unless the database is safe and up to date.

    Returns what the administrator should know. Leaves no connection behind, so that a server may fork afterwards.
    """
    try:
        warnings = refuse_unsafe_database() + refuse_missing_rights()
        refuse_unapplied_migrations()
        warnings += refuse_newer_database()
    finally:
        close_connections()
    return warnings


def close_connections() -> None:
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()


def check_before_command(argv: Sequence[str]) -> None:
    """Before a command runs, whoever it comes from: the same as before serving. (D12)"""
    if len(argv) < 2 or {"-h", "--help"} & set(argv):
        return
    if argv[1] in get_commands() and argv[1] not in WITHOUT_DATABASE:
        refuse_unless_ready()
