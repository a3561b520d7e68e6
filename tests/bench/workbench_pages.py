"""The workbench page, beside fetching the same rows by psycopg."""

from collections.abc import Iterator

from django.urls import reverse

from tests.bench.bench import Bench
from tests.bench.desks import make_desk
from tests.bench.generating import uuid_of
from tests.bench.pages import against_its_rows
from tests.bench.rows import Row, Target
from tests.bench.serving import Browser
from tests.bench.writing import Copy


def rows(bench: Bench) -> Iterator[Row]:
    yield page(bench, Copy(3_000, 12), bench.many(60, least=3), None)
    # On the way to a page that can be used within 1.5 s.
    yield page(bench, bench.long_copy, bench.many(12, least=2), Target("ours", "≤", 1_000))
    yield page(bench, bench.largest_copy, bench.many(4, least=2), Target("ours", "≤", 3_000))


def page(bench: Bench, copy: Copy, rounds: int, target: Target | None) -> Row:
    [person] = make_desk(copy, range(1, 4))
    name = f"workbench page, {copy.characters:,} characters / {copy.spans:,} spans: to its rows by psycopg"
    address = reverse("task", args=[uuid_of("task", 1)])
    return against_its_rows(Browser(bench.address, person), name, address, rounds, target)
