"""Importing articles from files, beside COPY FROM of the same rows into the same table, and the memory it takes."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from newsreview.intake.importing import import_paths
from newsreview.intake.storing import COLUMNS
from newsreview.projects.models import Project
from tests.bench import generating
from tests.bench.article_files import COPY, WRITERS
from tests.bench.bench import Bench
from tests.bench.rows import Pair, Row, Target, alternate, row, seconds
from tests.bench.serving import ROOT

# Pages are many files, each of which is on the disk before its article is stored.
ARTICLES = {"JSONL": 20_000, "CSV": 20_000, "HTML": 2_000}
# Of which memory is measured too: more than a batch.
FEWER = {"JSONL": 2_000, "CSV": 2_000, "HTML": 1_000}
TARGETS = {"JSONL": Target("ratio", "≥", 0.3), "CSV": Target("ratio", "≥", 0.2)}
ROUNDS = 3
ROWS = f"corpus_article ({', '.join(COLUMNS)})"


def rows(bench: Bench) -> Iterator[Row]:
    for kind, full in ARTICLES.items():
        articles = bench.many(full, least=50)
        with tempfile.TemporaryDirectory(prefix="nr-bench-") as folder:
            WRITERS[kind](Path(folder), articles)
            yield beside_copy(kind, Path(folder), articles)
            yield memory(kind, Path(folder), articles, bench.many(FEWER[kind], least=25))


def beside_copy(kind: str, folder: Path, articles: int) -> Row:
    stored: list[bytes] = []

    def ours(_round: int) -> float:
        project = empty_project()
        rate = articles / seconds(lambda: import_paths(paths=[folder], project=project))
        stored[:] = stored_rows(articles)
        return rate

    def floor(_round: int) -> float:
        take_articles_away()
        return articles / seconds(lambda: copy_in(stored))

    name = f"import of {articles:,} articles of {COPY.characters:,} characters from {kind}: to COPY FROM"
    return row(name, "articles/s", alternate(ours, floor, ROUNDS), TARGETS.get(kind))


def memory(kind: str, folder: Path, articles: int, fewer: int) -> Row:
    """Of a process that imports, beside one that imports fewer."""
    with tempfile.TemporaryDirectory(prefix="nr-bench-") as smaller:
        WRITERS[kind](Path(smaller), fewer)
        pair = Pair(peak_megabytes(folder), peak_megabytes(Path(smaller)))
    name = f"memory of an import of {articles:,} articles from {kind}: to one of {fewer:,}"
    return row(name, "MB", [pair], Target("ratio", "≤", 1.2))


def peak_megabytes(folder: Path) -> float:
    project = empty_project()
    command = [sys.executable, "-m", "tests.bench.peak_memory", "import", project.slug, str(folder)]
    return float(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout)


def empty_project() -> Project:
    """Neither rows nor raw files are left of earlier imports."""
    generating.start_afresh()
    shutil.rmtree(Path(settings.DATA_DIR, "raw"), ignore_errors=True)
    return generating.make_project("bench")


def take_articles_away() -> None:
    """What they refer to stays."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE corpus_article CASCADE")


def stored_rows(articles: int) -> list[bytes]:
    """What an import left in the table, as COPY takes it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM projects_task")
        if cursor.fetchone() != (articles,):
            raise RuntimeError(f"The import of {articles} articles did not make as many tasks.")
        with cursor.copy(f"COPY (SELECT {', '.join(COLUMNS)} FROM corpus_article) TO STDOUT") as copy:
            return [bytes(block) for block in copy]


def copy_in(stored: list[bytes]) -> None:
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(f"COPY {ROWS} FROM STDIN") as copy:
        for block in stored:
            copy.write(block)
