"""One span operation over HTTP, beside its statements in one transaction of psycopg's."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from django.test import Client
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import operations
from tests.bench.bench import Bench
from tests.bench.desks import JSON, body, make_desk, path, post, span_add
from tests.bench.generating import uuid_of
from tests.bench.rows import Pair, Row, Target, milliseconds, row
from tests.bench.serving import Browser
from tests.bench.statements import client_of, instead, plain_connection, replay, statements_of
from tests.bench.writing import Copy

WARMING_UP = 8


def rows(bench: Bench) -> Iterator[Row]:
    yield from one_operation(bench, Copy(3_000, 12), bench.many(150, least=3), Target("ratio", "≤", 10))
    yield from one_operation(bench, bench.long_copy, bench.many(8, least=2), None)


def one_operation(bench: Bench, copy: Copy, rounds: int, target: Target | None) -> Iterator[Row]:
    """Every operation meets a set of its own, one like the other: so the same statements do for each."""
    numbers = range(3 * rounds + WARMING_UP + 2)
    [person] = make_desk(copy, numbers)
    browser, unused = Browser(bench.address, person), iter(numbers)
    of_verb = Sent.by(lambda number, add: run_verb(person, number, add), copy, next(unused))
    client = client_of(person)
    of_request = Sent.by(lambda number, add: run_request(client, number, add), copy, next(unused))
    for _ in range(WARMING_UP):  # each process of the server has to load its templates once
        post(browser, next(unused), span_add(copy))
    with plain_connection() as plain:
        measured = [
            (
                over_http(browser, copy, next(unused)),
                of_verb.again(plain, next(unused)),
                of_request.again(plain, next(unused)),
            )
            for _ in range(rounds)
        ]
    name = f"span operation over HTTP, {copy.characters:,} characters / {copy.spans:,} spans"
    yield row(f"{name}: to the verb's SQL", "ms", [Pair(http, verb) for http, verb, _ in measured], target)
    yield row(f"{name}: to all its SQL", "ms", [Pair(http, request) for http, _, request in measured])


def over_http(browser: Browser, copy: Copy, number: int) -> float:
    add = span_add(copy)
    return milliseconds(lambda: post(browser, number, add))


def run_verb(person: User, number: int, add: dict[str, Any]) -> None:
    operations.run(operations.read(body(number, add)).ops[0], annotation_set=uuid_of("set", number), by=person)


def run_request(client: Client, number: int, add: dict[str, Any]) -> None:
    answer = client.post(path(number, add), body(number, add), content_type=JSON)
    if answer.status_code != 200:
        raise RuntimeError(f"The operation was answered {answer.status_code}: {answer.text[:500]}")


@dataclass(frozen=True)
class Sent:
    """The statements of an operation, and what they were about."""

    statements: list[str]
    number: int
    ids: list[UUID]

    @classmethod
    def by(cls, work: Callable[[int, dict[str, Any]], None], copy: Copy, number: int) -> "Sent":
        add = span_add(copy)
        return cls(statements_of(lambda: work(number, add)), number, [UUID(add["id"]), UUID(add["span"])])

    def again(self, plain: psycopg.Connection, number: int) -> float:
        """Milliseconds of the same on another set."""
        same = {uuid_of(kind, self.number): uuid_of(kind, number) for kind in ("task", "set")}
        statements = instead(self.statements, same | {old: uuid7() for old in self.ids})
        return milliseconds(lambda: replay(plain, statements))
