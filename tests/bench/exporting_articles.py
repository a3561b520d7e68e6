"""Exporting articles with their marks, beside COPY of the same articles, spans and links as flat JSON rows."""

import subprocess
import sys
from collections.abc import Iterator

from django.db import connection, transaction

from newsreview.exports.exporting import stream
from newsreview.projects.models import Membership, Project
from tests.bench import generating
from tests.bench.bench import Bench
from tests.bench.desks import fill
from tests.bench.rows import Pair, Row, Target, alternate, row, seconds
from tests.bench.serving import ROOT
from tests.bench.writing import Copy

COPY = Copy(3_000, 12)
PEOPLE = 8
ROUNDS = 3
FLAT = [
    f"COPY (SELECT row_to_json(flat) FROM {table} flat) TO STDOUT"
    for table in ("corpus_article", "annotation_span", "annotation_link")
]


def rows(bench: Bench) -> Iterator[Row]:
    few, many = bench.many(5_000, least=25), bench.many(20_000, least=100)
    generating.start_afresh()
    project = generating.make_project("bench")
    people = generating.make_people(project, Membership.Role.ANNOTATOR, PEOPLE)
    fill(project, people, COPY, range(few))
    generating.settle()
    little = peak_megabytes(project)
    fill(project, people, COPY, range(few, many))
    generating.settle()
    measured = alternate(
        lambda _n: many / seconds(lambda: drain(project)), lambda _n: many / seconds(copy_flat_rows), ROUNDS
    )
    name = f"export of {many:,} articles with {COPY.spans} spans and {len(COPY.links)} links each: to COPY of flat rows"
    yield row(name, "articles/s", measured, Target("ratio", "≥", 0.6))
    name = f"peak memory of an export of {many:,} articles: to one of {few:,}"
    yield row(name, "MB", [Pair(peak_megabytes(project), little)], Target("ratio", "≤", 1.1))


def drain(project: Project) -> None:
    for _block in stream(project):
        pass


def copy_flat_rows() -> None:
    """Every row of the three tables belongs to the project."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in FLAT:
            with cursor.copy(statement) as copy:
                for _block in copy:
                    pass


def peak_megabytes(project: Project) -> float:
    """Of a process of its own, which does nothing but export."""
    command = [sys.executable, "-m", "tests.bench.peak_memory", "export", project.slug]
    return float(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout)
