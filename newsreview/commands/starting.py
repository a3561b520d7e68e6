"""What every start asks of the database before anybody may write to it: `serve`, an external WSGI server, commands.

The embedded PostgreSQL needs no call here: the first connection starts it, or attaches to it.
"""

from collections.abc import Sequence

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands
from django.db import connection

from newsreview.commands.database_checks import judge_settings, read_settings, unapplied_migrations

# Commands of the app that run without a database, or look after it themselves.
WITHOUT_DATABASE = frozenset(
    {"backup", "check_export", "database", "doctor", "permissions", "pull_release", "restore", "serve"}
)


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
    return findings.warnings


def refuse_unapplied_migrations() -> None:
    """Raise NotReadyError when the code knows migrations that the database lacks."""
    if missing := unapplied_migrations(connection):
        shown = ", ".join(missing[:3]) + (" …" if len(missing) > 3 else "")
        raise NotReadyError(
            f"The database lacks {len(missing)} migrations of this newsreview ({shown}). "
            "Make a backup, then run `manage.py migrate` or `make serve`."
        )


def refuse_unless_ready() -> list[str]:
    """For a start that does not migrate: raise NotReadyError unless the database is safe and up to date.

    Returns what the administrator should know. Leaves no connection behind, so that a server may fork afterwards.
    """
    try:
        warnings = refuse_unsafe_database()
        refuse_unapplied_migrations()
    finally:
        close_connections()
    return warnings


def close_connections() -> None:
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()


def check_before_command(argv: Sequence[str]) -> None:
    """Before a command of this app's own runs: the same as before serving. Django's own commands pass."""
    if len(argv) < 2 or {"-h", "--help"} & set(argv):
        return
    owner = get_commands().get(argv[1])
    ours = {config.name for config in apps.get_app_configs() if config.name.startswith("newsreview.")}
    if owner in ours and argv[1] not in WITHOUT_DATABASE:
        refuse_unless_ready()
