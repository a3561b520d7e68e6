"""What a program waits for: a page of a hundred tasks, and an operation, beside its SQL and beside a browser's."""

import json
from collections.abc import Iterator
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any

from django.test import Client
from django.urls import reverse

from newsreview.accounts.models import Token, User
from newsreview.accounts.tokens import make_token
from tests.bench.bench import Bench
from tests.bench.desks import JSON, make_desk, post, span_add
from tests.bench.generating import uuid_of
from tests.bench.pages import against
from tests.bench.rows import Row, alternate, milliseconds, row
from tests.bench.serving import Answer, Browser
from tests.bench.statements import replay, statements_of
from tests.bench.writing import Copy

TASKS = 100
WARMING_UP = 8


class Program:
    """Asks with a token, at one keep-alive connection."""

    def __init__(self, address: str, person: User) -> None:
        scopes = Token.Scope.values
        _token, secret = make_token(person=person, name="bench", scopes=scopes, lifetime=timedelta(days=1))
        self.headers = {"Authorization": f"Bearer {secret}"}
        self.connection = HTTPConnection(address, timeout=60)

    def get(self, path: str) -> Answer:
        return self.request("GET", path)

    def request(self, method: str, path: str, body: str | None = None) -> Answer:
        """Raises RuntimeError unless the answer is a success."""
        self.connection.request(method, path, body, self.headers | {"Content-Type": JSON})
        answer = self.connection.getresponse()
        read = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {read[:500].decode(errors='replace')}")
        return Answer({name.lower(): value for name, value in answer.getheaders()}, read)


def rows(bench: Bench) -> Iterator[Row]:
    copy, rounds = Copy(3_000, 12), bench.many(100, least=3)
    numbers = range(max(TASKS, 2 * rounds) + 2 * WARMING_UP)
    [person] = make_desk(copy, numbers)
    program = Program(bench.address, person)
    yield page_of_tasks(program, person.memberships.get().project.slug, rounds)
    yield operation(program, Browser(bench.address, person), copy, iter(numbers), rounds)


def page_of_tasks(program: Program, slug: str, rounds: int) -> Row:
    path = f"{reverse('api-project-tasks', args=[slug])}?limit={TASKS}"
    here = Client(SERVER_NAME="localhost", headers=program.headers)
    statements = statements_of(lambda: here.get(path))
    return against(
        lambda plain: replay(plain, statements), program, f"API page of {TASKS} tasks: to its SQL", path, rounds
    )


def operation(program: Program, browser: Browser, copy: Copy, unused: Iterator[int], rounds: int) -> Row:
    def by_program(_round: int) -> float:
        return milliseconds(lambda: send(program, next(unused), span_add(copy)))

    def by_browser(_round: int) -> float:
        return milliseconds(lambda: post(browser, next(unused), span_add(copy)))

    for number in range(WARMING_UP):  # each process of the server has to load its templates once
        by_program(number)
        by_browser(number)
    return row("span operation by the API: to the browser's", "ms", alternate(by_program, by_browser, rounds))


def send(program: Program, number: int, add: dict[str, Any]) -> None:
    path = reverse("api-set-ops", args=[uuid_of("set", number)])
    program.request("POST", path, json.dumps({"ops": [add]}))
