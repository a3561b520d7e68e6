"""A database and a data folder of the bench's own, both gone when it ends.

With DATABASE_URL set the database is made in that PostgreSQL; else the embedded one runs in the throw-away folder.
Nothing here may import Django's models: the environment has to be set first.
"""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import django
import psycopg
from psycopg import sql

from newsreview import embedded


@contextmanager
def own_database() -> Iterator[None]:
    """Django is set up and the database has every table until the block ends."""
    with tempfile.TemporaryDirectory(prefix="nr-bench-") as folder:
        # As root, PostgreSQL runs as another account, which has to pass.
        Path(folder).chmod(0o711)
        for name in [name for name in os.environ if name.startswith("NEWSREVIEW_")]:
            del os.environ[name]
        data_dir = Path(folder, "data")
        os.environ |= {"NEWSREVIEW_DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": "newsreview.settings"}
        given = os.environ.get("DATABASE_URL")
        with database_in(given) if given else embedded_in(data_dir):
            try:
                migrate()
                yield
            finally:
                disconnect()


@contextmanager
def database_in(url: str) -> Iterator[None]:
    name = f"newsreview_bench_{os.getpid()}_{secrets.token_hex(3)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name)))
    os.environ["DATABASE_URL"] = urlsplit(url)._replace(path=f"/{name}").geturl()
    try:
        yield
    finally:
        os.environ["DATABASE_URL"] = url
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def embedded_in(data_dir: Path) -> Iterator[None]:
    try:
        yield
    finally:
        embedded.leave(data_dir)


def migrate() -> None:
    django.setup()
    from django.core.management import call_command  # these need the environment

    from newsreview.commands.owning import become_owner

    become_owner()  # what is measured is begun anew by truncating tables
    call_command("migrate", interactive=False, verbosity=0)


def disconnect() -> None:
    from newsreview.commands.starting import close_connections  # needs the environment

    close_connections()
