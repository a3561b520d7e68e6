"""A PostgreSQL of somebody's own: another cluster, reached by TCP and by password, as DATABASE_URL names one."""

import os
import re
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from newsreview.embedded.account import account_for
from newsreview.embedded.programs import programs_for

PASSWORD = "of-the-superuser"
OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"
SQL = re.compile(r"```sql\n(.*?)```", re.DOTALL)


@dataclass(frozen=True)
class Elsewhere:
    port: int

    def url(self, role: str, password: str, dbname: str = "newsreview") -> str:
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{dbname}"

    def run(self, statements: str, dbname: str = "postgres") -> None:
        """As its administrator, statement by statement, as psql sends them."""
        with psycopg.connect(self.url("postgres", PASSWORD, dbname), autocommit=True) as server:
            for statement in statements.split(";\n"):
                if statement.strip():
                    server.execute(statement)


def as_the_document_says() -> str:
    """The statements of docs/operations.md that set the roles up."""
    found = SQL.search(OPERATIONS.read_text(encoding="utf-8").split("## Your own PostgreSQL")[1])
    assert found is not None
    return found.group(1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    with tempfile.TemporaryDirectory(prefix="nr-elsewhere-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        if os.geteuid() == 0:
            home.chmod(0o711)
        account = account_for(home / "cluster")
        account.make_private_folder(cluster := home / "cluster")
        (home / "password").write_text(PASSWORD)
        (home / "password").chmod(0o644)
        programs = programs_for(account, home)
        account.run(
            programs / "initdb",
            *("-D", cluster, "-U", "postgres", "--auth=scram-sha-256", f"--pwfile={home / 'password'}"),
            *("--encoding=UTF8", "--locale=C", "--no-sync"),
        )
        port = free_port()
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=on"
        start = ("-w", "-l", "start.log", "-o", options, "start")
        account.run(programs / "pg_ctl", *start, folder=cluster, environment={"PGDATA": str(cluster)})
        try:
            yield Elsewhere(port)
        finally:
            stop = ("-w", "-m", "immediate", "stop")
            account.run(programs / "pg_ctl", *stop, folder=cluster, environment={"PGDATA": str(cluster)})
