"""Whether the database still holds what it was given: each quote, each text, each journal, each index. (D14, T1)

By itself each night and each week; what is found is in the log, and the job that found it stays as failed.
"""

import logging
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app

from newsreview import embedded
from newsreview.annotation.checking import contradictions_in, sets_of
from newsreview.background import in_a_thread, refuse_when
from newsreview.corpus.models import Article

log = logging.getLogger(__name__)

A_TURN = 500

# What triggers refuse to let in is asked of what lies there: a disk, a restore or an owner may have changed it since.
MISREAD = """
SELECT span.id, span.start, span."end" FROM annotation_span span
  JOIN annotation_annotationset its_set ON its_set.id = span.annotation_set_id
  JOIN projects_task task ON task.id = its_set.task_id
  JOIN corpus_article article ON article.id = task.article_id
 WHERE article.id = ANY (%s)
   AND substr(article.text, span.start + 1, span."end" - span.start) IS DISTINCT FROM span.quote
"""
CHANGED = "SELECT id FROM corpus_article WHERE id = ANY (%s) AND corpus_sha256(text) IS DISTINCT FROM sha256"


class Damaged(Exception):
    """Something in the database is not as it was stored. The sentences say what, and what to do."""


def misread_texts(*, go_on: Callable[[], object] = lambda: None) -> Iterator[str]:
    """A sentence for each span whose quote is not what its article reads there, and for each text that has changed."""
    articles = Article.objects.order_by("pk").values_list("pk", flat=True)
    last = None
    while some := list((articles.filter(pk__gt=last) if last else articles)[:A_TURN]):
        go_on()
        with connection.cursor() as cursor:
            cursor.execute(MISREAD, [some])
            for span, start, end in cursor.fetchall():
                yield f"Span {span}: its quote is not what its article reads from {start} to {end}."
            cursor.execute(CHANGED, [some])
            for [article] in cursor.fetchall():
                yield f"Article {article}: its text is not the one whose SHA-256 is stored."
        last = some[-1]


def contradicted_journals(*, go_on: Callable[[], object] = lambda: None) -> Iterator[str]:
    for set_id in sets_of(()).iterator(chunk_size=2_000):
        go_on()
        yield from (f"Set {set_id}: {contradiction}" for contradiction in contradictions_in(set_id))


def damaged_files(*, go_on: Callable[[], object] = lambda: None) -> Iterator[str]:
    """Of the database that comes with the app: elsewhere only a superuser may look (docs/operations.md)."""
    if settings.USES_EMBEDDED_DATABASE:
        yield from embedded.damage_in(Path(settings.DATA_DIR), go_on=go_on)


def damage(*, go_on: Callable[[], object] = lambda: None) -> Iterator[str]:
    """All there is to find. What lies on the disk comes first: what follows is read from there."""
    return chain.from_iterable(look(go_on=go_on) for look in (damaged_files, misread_texts, contradicted_journals))


@app.periodic(cron="30 2 * * *")  # UTC
@app.task(name="verify_texts", queueing_lock="verify_texts")
async def verify_texts(timestamp: int) -> None:  # noqa: ARG001 -- the moment it belongs to, which periodic jobs are told
    await in_a_thread(lambda stopped: tell(misread_texts(go_on=lambda: refuse_when(stopped))))


@app.periodic(cron="30 3 * * 0")
@app.task(name="verify_everything", queueing_lock="verify_everything")
async def verify_everything(timestamp: int) -> None:  # noqa: ARG001
    await in_a_thread(lambda stopped: tell(damage(go_on=lambda: refuse_when(stopped))))


def tell(found: Iterator[str]) -> None:
    """Raises Damaged where there is anything to tell."""
    sentences = list(found)
    for sentence in sentences:
        log.error("%s", sentence)
    if sentences:
        raise Damaged(f"{len(sentences)} faults, of which the first: {sentences[0]}")
