"""A project as JSON lines: a header, one article a line, a trailer. docs/export-format.md is the contract.

One moment of the database is shown, whoever writes meanwhile, and neither side keeps more than a batch in memory.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any, NoReturn
from uuid import UUID

from django.db import connection, transaction

from newsreview.exports.heading import announce, asked, header, versions
from newsreview.exports.pseudonyms import pseudonyms_in
from newsreview.labels.models import LabelSetVersion
from newsreview.projects.models import Project

ARTICLES = files("newsreview.exports").joinpath("articles.sql").read_text(encoding="utf-8")
COUNTED = ("annotation_sets", "spans", "links", "article_labels")
# The line is text in UTF-8; as bytes it is neither decoded nor encoded again.
COLUMNS = ("uuid", *["bigint"] * len(COUNTED), "bytea")
# Tasks to a query: enough that planning it is nothing beside running it, few enough for the memory it may use.
BATCH = 500
BLOCK = 64 * 1024

# The limits of a verb do not fit: a reader may be slow, and each of these bounds one batch or one wait, not the whole.
# Every table is read by key and in its order, a batch at a time, which the planner cannot know right after a big
# import; and compiling so large a query takes longer than running it.
SESSION = """
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET LOCAL statement_timeout = '10min';
SET LOCAL idle_in_transaction_session_timeout = '10min';
SET LOCAL work_mem = '32MB';
SET LOCAL enable_seqscan = off;
SET LOCAL enable_bitmapscan = off;
SET LOCAL jit = off;
SET LOCAL TimeZone = 'UTC';
"""


class ExportBroken(RuntimeError):
    """What was written is not what was announced; there is no trailer, so that no reader takes it for whole."""


class Tally:
    """What has been written so far."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.digest = hashlib.sha256()

    def noted(self, block: bytes) -> bytes:
        self.digest.update(block)
        return block


def stream(project: Project) -> Generator[bytes]:
    """The export in blocks of whole lines, the header alone in the first and the trailer alone in the last.

    Until the generator is read to its end or closed, this thread's connection is the export's: nothing else can be
    asked of it. Raises ExportBroken, and django.db.DatabaseError.
    """
    with one_moment():
        yield from blocks_of(project)


@contextmanager
def one_moment() -> Iterator[None]:
    """A transaction that sees the database as it is now; it cannot be part of another one."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(SESSION)
        yield


def blocks_of(project: Project) -> Iterator[bytes]:
    """What `stream` gives, as the transaction around it sees the database."""
    tally = Tally()
    announced = announce(project)
    current, others = versions(project)
    yield tally.noted(line(header(project, announced, current, others)))
    yield from article_blocks(article_rows(given(project, [current, *others])), tally)
    counts = {name: tally.counts[name] for name in announced.counts}
    if counts != announced.counts:
        raise ExportBroken(f"The export of {project.slug} holds {counts}, but the database {announced.counts}.")
    yield trailer(counts, tally.digest.hexdigest())


def article_blocks(rows: Iterator[tuple[Any, ...]], tally: Tally) -> Iterator[bytes]:
    lines: list[bytes] = []
    size = 0
    for _task, *counts, article in rows:
        tally.counts.update(dict(zip(COUNTED, counts, strict=True)), articles=1)
        lines += (article, b"\n")
        size += len(article)
        if size >= BLOCK:
            yield tally.noted(b"".join(lines))
            lines, size = [], 0
    if lines:
        yield tally.noted(b"".join(lines))


def given(project: Project, versions: list[LabelSetVersion]) -> dict[str, Any]:
    """What articles.sql asks for, besides the last task seen."""
    names = pseudonyms_in(project)
    labels = [label for version in versions for label in version.labels.all()]
    return {
        "project": project.pk,
        "many": BATCH,
        "people": list(names),
        "names": list(names.values()),
        "versions": [version.pk for version in versions],
        "version_numbers": [version.number for version in versions],
        "labels_asked": [json.dumps(asked(version), separators=(",", ":")) for version in versions],
        "labels": [label.pk for label in labels],
        "label_keys": [json.dumps(label.key) for label in labels],
    }


def article_rows(given: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Each article's task, counts and line, as articles.sql gives them."""
    after, rows = UUID(int=0), BATCH
    while rows == BATCH:
        rows = 0
        query = given | {"after": after}
        with (
            connection.wrap_database_errors,
            connection.cursor() as cursor,
            connection.execute_wrapper(refuse_meanwhile),
            cursor.copy(ARTICLES, query) as copy,
        ):
            copy.set_types(COLUMNS)
            for row in copy.rows():
                after, rows = row[0], rows + 1
                yield row


def refuse_meanwhile(*_query: Any) -> NoReturn:
    """A query in the middle of a COPY would wait for ever."""
    raise RuntimeError("This thread's connection is giving an export: read it to its end, or close it.")


def trailer(counts: dict[str, int], sha256: str) -> bytes:
    return line({"type": "trailer", "counts": counts, "sha256": sha256})


def line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
