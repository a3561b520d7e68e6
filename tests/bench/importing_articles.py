"""Importing articles from JSON Lines, beside COPY FROM of the same rows into the same table."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from newsreview.intake.importing import import_paths
from newsreview.intake.storing import COLUMNS
from newsreview.projects.models import Project
from tests.bench import generating
from tests.bench.bench import Bench
from tests.bench.rows import Row, Target, alternate, row, seconds
from tests.bench.writing import Copy

COPY = Copy(3_000, 12)
ROUNDS = 3
ROWS = f"corpus_article ({', '.join(COLUMNS)})"


def rows(bench: Bench) -> Iterator[Row]:
    articles = bench.many(20_000, least=50)
    with tempfile.TemporaryDirectory(prefix="nr-bench-") as folder:
        file = Path(folder, "articles.jsonl")
        write_articles(file, articles)
        stored: list[bytes] = []

        def ours(_round: int) -> float:
            project = empty_project()
            rate = articles / seconds(lambda: import_paths(paths=[file], project=project))
            stored[:] = stored_rows(articles)
            return rate

        def floor(_round: int) -> float:
            take_articles_away()
            return articles / seconds(lambda: copy_in(stored))

        measured = alternate(ours, floor, ROUNDS)
    name = f"import of {articles:,} articles of {COPY.characters:,} characters from JSONL: to COPY FROM"
    yield row(name, "articles/s", measured, Target("ratio", "≥", 0.3))


def write_articles(file: Path, articles: int) -> None:
    with file.open("w", encoding="utf-8") as lines:
        for number in range(articles):
            record = {
                "text": COPY.text(number),
                "title": f"Harbour report {number}",
                "outlet": f"Outlet {number % 40}",
                "url": f"https://outlet{number % 40}.example/reports/{number}",
                "published_at": f"2024-01-{1 + number % 28:02}T08:00:00Z",
                "language": "en",
                "story": f"Story {number % 400}",
            }
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")


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
