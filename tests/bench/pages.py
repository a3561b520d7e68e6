"""A page over HTTP, beside the statements that fetch its rows, sent by psycopg."""

from collections.abc import Callable, Sequence
from typing import Protocol

import psycopg

from newsreview.accounts.models import User
from tests.bench.rows import Row, Target, alternate, milliseconds, row
from tests.bench.serving import Answer, Browser
from tests.bench.statements import client_of, plain_connection, replay, statements_of

WARMING_UP = 6


class Reader(Protocol):
    def get(self, path: str, /) -> Answer: ...


def against_its_rows(browser: Browser, name: str, path: str, rounds: int, target: Target | None = None) -> Row:
    """The floor fetches what the page fetches."""
    statements = statements_of_page(browser.person, path)
    return against(lambda plain: replay(plain, statements), browser, name, path, rounds, target)


def against(
    floor: Callable[[psycopg.Connection], None],
    browser: Reader,
    name: str,
    path: str,
    rounds: int,
    target: Target | None = None,
) -> Row:
    for _ in range(WARMING_UP):  # each process of the server has to load its templates once
        browser.get(path)
    with plain_connection() as plain:
        floor(plain)
        measured = alternate(
            lambda _n: milliseconds(lambda: browser.get(path)), lambda _n: milliseconds(lambda: floor(plain)), rounds
        )
    return row(name, "ms", measured, target)


def statements_of_page(person: User, path: str) -> Sequence[str]:
    client = client_of(person)
    return statements_of(lambda: client.get(path))
