"""As whom backups read and write: the owner of the app's database. The one place that says so."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
from django.conf import settings
from psycopg.conninfo import make_conninfo

from newsreview.backups.errors import BackupError

# Of Django's options: what is not for libpq, or is a limit for pages.
NOT_FOR_US = {"options", "pool", "connect_timeout", "isolation_level", "server_side_binding", "assume_role"}
# Reading everything takes as long as it takes; what is read is written the same way by every server.
SESSION = " ".join(
    f"-c {name}={value}"
    for name, value in {
        "statement_timeout": "0",
        "idle_in_transaction_session_timeout": "0",
        "lock_timeout": "60s",
        "jit": "off",
        "TimeZone": "UTC",
        "DateStyle": "ISO",
        "IntervalStyle": "postgres",
        "bytea_output": "hex",
        "extra_float_digits": "1",
    }.items()
)


@dataclass(frozen=True)
class Server:
    """A PostgreSQL, how the owner signs in there, and which database is the app's."""

    host: str
    port: str
    user: str
    database: str
    password: str = ""
    more: tuple[tuple[str, str], ...] = ()  # sslmode and the like

    @contextmanager
    def connect(self, database: str = "") -> Iterator[psycopg.Connection]:
        """To the app's database, or to another. Each statement is its own transaction unless one is begun."""
        conninfo = self.conninfo(database, password=self.password or None)
        with psycopg.connect(conninfo, connect_timeout=10, options=SESSION, autocommit=True) as connection:
            yield connection

    def conninfo(self, database: str = "", **more: str | None) -> str:
        """As PostgreSQL's programs take it; without the password, which would stand in the list of processes."""
        given = {"host": self.host, "port": self.port, "user": self.user, "dbname": database or self.database}
        told = {name: value for name, value in (given | dict(self.more) | more).items() if value}
        return make_conninfo("", **told)

    def environment(self) -> dict[str, str]:
        """For PostgreSQL's programs."""
        return os.environ | ({"PGPASSWORD": self.password} if self.password else {})

    def url(self, database: str) -> str:
        """For a command of ours that is to work on another database: its DATABASE_URL."""
        secret = f":{quote(self.password, safe='')}" if self.password else ""
        port = f":{self.port}" if self.port else ""
        who = f"{quote(self.user, safe='')}{secret}@{quote(self.host, safe='')}{port}"
        asked = f"?{urlencode(self.more)}" if self.more else ""
        return f"postgresql://{who}/{quote(database, safe='')}{asked}"


def the_server() -> Server:
    """Where the app's database is; the embedded one is started, or attached to. Where no owner is named, the app's
    role is the owner. Raises BackupError where it is known not to be."""
    if settings.EXPORT_ROLE and not settings.DATABASE_OWNER:
        raise BackupError(
            f"{settings.APP_ROLE}, as whom DATABASE_URL connects, may neither read nor restore all of the database: "
            "its owner may. Set DATABASE_OWNER_URL for this command; the served app does not need it."
        )
    told = settings.DATABASES["default"] | settings.DATABASE_OWNER
    more = {name: str(value) for name, value in told.get("OPTIONS", {}).items() if name not in NOT_FOR_US}
    return Server(
        host=str(told.get("HOST") or ""),
        port=str(told.get("PORT") or ""),
        user=str(told.get("USER") or ""),
        database=str(told["NAME"]),
        password=str(told.get("PASSWORD") or ""),
        more=tuple(sorted(more.items())),
    )


def embedded_server(socket_dir: Path, *, user: str, port: int, database: str) -> Server:
    """One that runs for us alone."""
    return Server(host=str(socket_dir), port=str(port), user=user, database=database)
