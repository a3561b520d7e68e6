"""Building a release and exporting everything, of as many articles as a large project has, beside COPY of flat rows."""

import subprocess
import sys
from collections.abc import Callable, Iterator

from django.db import connection, transaction

from newsreview.accounts.models import User
from newsreview.exports import building, releasing
from newsreview.exports.choosing import Choices
from newsreview.exports.models import Release
from newsreview.projects.models import Membership, Project
from tests.bench import generating
from tests.bench.bench import Bench
from tests.bench.desks import fill
from tests.bench.exporting_articles import COPY, PEOPLE, copy_flat_rows, drain
from tests.bench.rows import Pair, Row, Target, alternate, row, seconds
from tests.bench.serving import ROOT

ROUNDS = 2
AT_LEAST = Target("ratio", "≥", 0.6)
EVERYTHING = Choices(sets="submitted")
DIVIDED = Choices(sets="submitted", shares={"train": 80, "validation": 10, "test": 10})


def rows(bench: Bench) -> Iterator[Row]:
    generating.start_afresh()
    project = generating.make_project("bench")
    [manager] = generating.make_people(project, Membership.Role.MANAGER, 1)
    people = generating.make_people(project, Membership.Role.ANNOTATOR, PEOPLE)
    there, memory = 0, 0.0
    for articles in (bench.many(20_000, least=50), bench.many(100_000, least=100)):
        fill(project, people, COPY, range(there, articles))
        generating.make_submissions(range(there, articles))
        generating.settle()
        there = articles
        yield rate(f"release of {articles:,} articles: to COPY of flat rows", articles, lambda: build(project, manager))
        yield rate(f"export of {articles:,} handed-in articles: to COPY of flat rows", articles, lambda: drain(project))
        if not memory:
            divided = f"release of {articles:,} articles with sides and certificate: to COPY of flat rows"
            yield rate(divided, articles, lambda: build(project, manager, DIVIDED), None)
        less, memory = memory, peak_megabytes(ask(project, manager))
    yield row(
        "peak memory of the larger release: to the smaller", "MB", [Pair(memory, less)], Target("ratio", "≤", 1.1)
    )


def rate(name: str, articles: int, work: Callable[[], object], target: Target | None = AT_LEAST) -> Row:
    measured = alternate(lambda _n: articles / seconds(work), lambda _n: articles / seconds(copy_flat_rows), ROUNDS)
    return row(name, "articles/s", measured, target)


def build(project: Project, by: User, choices: Choices = EVERYTHING) -> None:
    building.build(ask(project, by, choices).pk)


@transaction.atomic
def ask(project: Project, by: User, choices: Choices = EVERYTHING) -> Release:
    """Alone: with one before it, it would be compared with that. And not of the worker that another group may have
    started."""
    forget("exports_release")
    release = releasing.request_release(project=project, by=by, name="bench", choices=choices)
    forget("procrastinate_jobs")
    return release


def forget(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


def peak_megabytes(release: Release) -> float:
    """Of a process of its own, which does nothing but build it."""
    command = [sys.executable, "-m", "tests.bench.peak_memory", "release", str(release.pk)]
    return float(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout)
