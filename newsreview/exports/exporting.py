"""A project as JSON lines: a header, one article a line, a trailer. docs/export-format.md is the contract.

One moment of the database is shown, whoever writes meanwhile, and neither side keeps more than a batch in memory.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Generator, Iterator
from typing import Any

from newsreview.exports.article_lines import BLOCK, Row, article_rows
from newsreview.exports.heading import announce, header, versions
from newsreview.exports.moment import one_moment
from newsreview.projects.models import Project

COUNTED = ("annotation_sets", "spans", "links", "article_labels")


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


def blocks_of(project: Project) -> Iterator[bytes]:
    """What `stream` gives, as the transaction around it sees the database."""
    tally = Tally()
    announced = announce(project)
    current, others = versions(project)
    yield tally.noted(line(header(project, announced, current, others)))
    yield from article_blocks(article_rows(project, [current, *others]), tally)
    counts = {name: tally.counts[name] for name in announced.counts}
    if counts != announced.counts:
        raise ExportBroken(f"The export of {project.slug} holds {counts}, but the database {announced.counts}.")
    yield trailer(counts, tally.digest.hexdigest())


def article_blocks(rows: Iterator[Row], tally: Tally) -> Iterator[bytes]:
    lines: list[bytes] = []
    size = 0
    for *counts, article in rows:
        tally.counts.update(dict(zip(COUNTED, counts, strict=True)), articles=1)
        lines += (article, b"\n")
        size += len(article)
        if size >= BLOCK:
            yield tally.noted(b"".join(lines))
            lines, size = [], 0
    if lines:
        yield tally.noted(b"".join(lines))


def trailer(counts: dict[str, int], sha256: str) -> bytes:
    return line({"type": "trailer", "counts": counts, "sha256": sha256})


def line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
