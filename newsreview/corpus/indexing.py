"""Noting the words of each article, in the background, so that a search finds it."""

from itertools import accumulate
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import connection, transaction
from django.db.models import Func, IntegerField
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from newsreview.background import defer_once, in_turns, to_the_end
from newsreview.corpus.models import Article
from newsreview.corpus.search_models import Unindexed
from newsreview.search_words import vector

SECONDS_A_JOB = 5
# In one transaction: so many articles at most, and so many bytes of text, which bounds the memory that it takes.
A_TURN = 200
BYTES_A_TURN = 2_000_000
ONE_AT_A_TIME = "search-words"

# Two that take turns would each wait for the other's rows.
TAKE_TURN = "SELECT pg_advisory_xact_lock(7216003)"

# What was noted last waits in a list of the index, which each search would read until autovacuum comes by.
TIDY = "SELECT corpus_tidy_words()"

NOTE = """
INSERT INTO corpus_searchwords (article_id, words)
SELECT article, words::tsvector FROM unnest(%s::uuid[], %s::text[]) AS noted (article, words)
    ON CONFLICT (article_id) DO UPDATE SET words = excluded.words
"""


@app.periodic(cron="* * * * *")
@app.task(name="begin_indexing", queueing_lock="begin_indexing")
async def begin_indexing(timestamp: int) -> None:  # noqa: ARG001 -- the minute it belongs to, which every periodic job is told
    """Each minute, with what has come in by then, through whichever door; once, with all that was there before."""
    if await Unindexed.objects.aexists():
        await go_on()


@app.task(name="index_articles", lock=ONE_AT_A_TIME, retry=RetryStrategy(max_attempts=12, exponential_wait=2))
async def index_articles() -> None:
    """As many as whoever stops the worker may wait for; another job goes on with the rest."""
    if await sync_to_async(carry_on)():
        await go_on()


async def go_on() -> None:
    await defer_once(index_articles, name=ONE_AT_A_TIME)


def carry_on() -> bool:
    """Note the words of what is left; whether there is more to do."""
    if in_turns(take_turn, seconds=SECONDS_A_JOB):
        return True
    with connection.cursor() as cursor:
        cursor.execute(TIDY)
    return False


def index_all() -> None:
    to_the_end(take_turn)


@transaction.atomic
def take_turn() -> bool:
    """Note the words of some articles; whether there were any."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TURN)
        waiting = next_ones()
        # Before they are read: a title that changes from now on puts its article there again.
        Unindexed.objects.filter(pk__in=waiting).delete()
        told = Article.objects.filter(pk__in=waiting).values_list("pk", "title", "text")
        rows = [(pk, vector(title, text)) for pk, title, text in told]
        cursor.execute(NOTE, [[pk for pk, _words in rows], [words for _pk, words in rows]])
    return bool(waiting)


def next_ones() -> list[UUID]:
    """The latest first, since these are looked for; at least one, where there are any."""
    waiting = list(Unindexed.objects.order_by("-pk").values_list("pk", flat=True)[:A_TURN])
    size = Func("text", function="octet_length", output_field=IntegerField())
    sizes = dict(Article.objects.filter(pk__in=waiting).values_list("pk", size))
    so_far = accumulate(sizes.get(article, 0) for article in waiting)
    few = [article for article, size in zip(waiting, so_far, strict=True) if size <= BYTES_A_TURN]
    return few or waiting[:1]
