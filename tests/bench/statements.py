"""The SQL of a piece of work, and the same SQL again by psycopg alone: the floor of what is done over HTTP."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

import psycopg
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsreview.accounts.models import User

OF_TRANSACTIONS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE SAVEPOINT")


def client_of(person: User) -> Client:
    """Signed in, and answered in this process, where the SQL of a request can be seen."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    return client


def statements_of(work: Callable[[], object]) -> list[str]:
    """What this thread's connection sent meanwhile, values included; without what begins and ends transactions."""
    with CaptureQueriesContext(connection) as captured:
        work()
    sent = [query["sql"] for query in captured.captured_queries]
    return [statement for statement in sent if not statement.startswith(OF_TRANSACTIONS)]


def instead(statements: Sequence[str], ids: Mapping[UUID, UUID]) -> list[str]:
    """The statements about other objects: each id is replaced by the one it maps to."""
    renamed = list(statements)
    for old, new in ids.items():
        # psycopg writes a uuid without hyphens; inside JSON it has them.
        renamed = [sent.replace(old.hex, new.hex).replace(str(old), str(new)) for sent in renamed]
    return renamed


def plain_connection() -> psycopg.Connection:
    """To the same database, with psycopg's own adapters, none of Django's."""
    params = connection.get_connection_params()
    for name in ("context", "cursor_factory"):
        params.pop(name)
    return psycopg.connect(**params | {"host": str(params["host"])}, autocommit=True)


def replay(plain: psycopg.Connection, statements: Sequence[str]) -> None:
    """In one transaction; every row is fetched."""
    with plain.transaction():
        for statement in statements:
            cursor = plain.execute(statement)
            if cursor.description:
                cursor.fetchall()
