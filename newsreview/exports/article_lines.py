"""A project's articles as lines of JSON, which PostgreSQL puts together (articles.sql), a batch at a time."""

import json
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import partial
from importlib.resources import files
from typing import Any, NoReturn
from uuid import UUID

from django.db import connection as own
from django.db.backends.base.base import BaseDatabaseWrapper

from newsreview.exports.ahead import ahead
from newsreview.exports.heading import asked
from newsreview.exports.pseudonyms import pseudonyms_in
from newsreview.labels.models import LabelSetVersion
from newsreview.projects.models import Project

ARTICLES = files("newsreview.exports").joinpath("articles.sql").read_text(encoding="utf-8")
Row = tuple[Any, ...]
"""How many sets, spans, links and article labels there are, and the line without its end."""
# The line is text in UTF-8; as bytes it is neither decoded nor encoded again.
COLUMNS = ("bigint", "bigint", "bigint", "bigint", "bytea")
# Tasks to a query: enough that planning it is nothing beside running it, few enough for the memory it may use.
BATCH = 500
BLOCK = 64 * 1024
# Blocks that may wait: about as much as there is in a batch.
WAITING = 64

# After these tasks the batches begin.
STARTS = """
SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM projects_task WHERE project_id = %s) task
 WHERE place %% %s = 0
 ORDER BY id
"""


def article_rows(project: Project, versions: list[LabelSetVersion]) -> Iterator[Row]:
    """Every article, in the order in which they came into the project; sets are made under one of these versions."""
    asking = question(project, versions)
    for start in starts(project):
        yield from batch(own, asking | {"after": start})


def lines_ahead(
    project: Project, versions: list[LabelSetVersion], connections: Sequence[BaseDatabaseWrapper]
) -> Iterator[bytes]:
    """The lines alone: the database makes the next ones while one is worked on.

    The connections, which see one moment, take turns with the batches.
    """
    asking, begin = question(project, versions), starts(project)
    with ExitStack() as ending:
        readers = [
            ending.enter_context(closing(ahead(blocks(connection, asking, begin[turn :: len(connections)]), WAITING)))
            for turn, connection in enumerate(connections)
        ]
        for number in range(len(begin)):
            for lines in iter(partial(next, readers[number % len(readers)]), []):
                yield from lines


def blocks(connection: BaseDatabaseWrapper, asking: dict[str, Any], starts: list[UUID]) -> Generator[list[bytes]]:
    """The lines of these batches, some at a time, with an empty list where a batch ends."""
    for start in starts:
        lines, size = [], 0
        for row in batch(connection, asking | {"after": start}):
            lines.append(row[-1])
            size += len(row[-1])
            if size >= BLOCK:
                yield lines
                lines, size = [], 0
        if lines:
            yield lines
        yield []


def starts(project: Project) -> list[UUID]:
    """The last task before each batch."""
    with own.cursor() as cursor:
        cursor.execute(STARTS, [project.pk, BATCH])
        return [UUID(int=0), *(task for [task] in cursor.fetchall())]


def question(project: Project, versions: list[LabelSetVersion]) -> dict[str, Any]:
    """What articles.sql asks for, besides where it is to begin."""
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


def batch(connection: BaseDatabaseWrapper, asked: dict[str, Any]) -> Iterator[Row]:
    """Whichever thread reads it."""
    with (
        connection.wrap_database_errors,
        connection.connection.cursor() as cursor,  # psycopg's, which does not mind the thread
        connection.execute_wrapper(refuse_meanwhile),
        cursor.copy(ARTICLES, asked) as copy,
    ):
        copy.set_types(COLUMNS)
        yield from copy.rows()


def refuse_meanwhile(*_query: Any) -> NoReturn:
    """A query in the middle of a COPY would wait for ever."""
    raise RuntimeError("This thread's connection is giving an export: read it to its end, or close it.")
