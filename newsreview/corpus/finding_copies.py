"""Comparing each article once with all others, in the background: which of them share half of what the shorter tells.

What one article costs does not grow with how many there are: it is looked up by its own few runs and paragraphs, each
in an index, and only the few articles that share some are read.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import accumulate
from typing import Any, NamedTuple
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import connection, transaction
from django.db.models import Func, IntegerField
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from newsreview.background import defer_once, in_turns, to_the_end
from newsreview.copies.comparing import compare
from newsreview.copies.repeating import repeated
from newsreview.copies.sketching import LEAST_SHARE, sketch
from newsreview.copies.telling import Told, runs_told, told
from newsreview.corpus.models import Article, NearCopy, RepeatedParagraph, Sketch, ToldParagraphs, Uncompared

SECONDS_A_JOB = 5
# In one transaction: so many articles at most, and so many bytes of text, which bounds the memory that it takes.
A_TURN = 100
BYTES_A_TURN = 500_000
MOST_CARRIERS = 20
ONE_AT_A_TIME = "near-copies"
# What more articles than these have in common is looked up no further: of so many copies it is tied to the oldest.
MOST_HOLDERS = 64

# Tables that have just grown have no statistics yet: unless told not to, PostgreSQL would read them whole every time.
# Two that take turns would each not see what the other just writes.
TAKE_TURN = "SELECT pg_advisory_xact_lock(7216002), set_config('enable_seqscan', 'off', true)"

CARRIERS = """
SELECT wanted.key, carrier.article_id, carrier.keys FROM unnest(%s::bigint[]) AS wanted (key) CROSS JOIN LATERAL (
    SELECT article_id, keys FROM corpus_toldparagraphs WHERE keys @> ARRAY[wanted.key] LIMIT %s
) AS carrier
"""

LIKELY = """
SELECT mine.article_id, found.article_id
  FROM corpus_sketch mine CROSS JOIN LATERAL unnest(mine.runs) AS wanted (run) CROSS JOIN LATERAL (
    SELECT article_id, cardinality(runs) AS size FROM corpus_sketch WHERE runs @> ARRAY[wanted.run] LIMIT %s
  ) AS found
 WHERE mine.article_id = ANY (%s) AND found.article_id <> mine.article_id
 GROUP BY mine.article_id, mine.runs, found.article_id, found.size
HAVING count(*) >= %s * least(cardinality(mine.runs), found.size)
"""


@app.periodic(cron="* * * * *")
@app.task(name="begin_comparing", queueing_lock="begin_comparing")
async def begin_comparing(timestamp: int) -> None:  # noqa: ARG001 -- the minute it belongs to, which every periodic job is told
    """Each minute, with what has come in by then, through whichever door; once, with all that was there before."""
    if await Uncompared.objects.aexists():
        await go_on()


@app.task(name="compare_articles", lock=ONE_AT_A_TIME, retry=RetryStrategy(max_attempts=12, exponential_wait=2))
async def compare_articles() -> None:
    """As many as whoever stops the worker may wait for; another job goes on with the rest."""
    if await sync_to_async(carry_on)():
        await go_on()


async def go_on() -> None:
    await defer_once(compare_articles, name=ONE_AT_A_TIME)


def carry_on() -> bool:
    """Compare what is left; whether there is more to do."""
    return in_turns(take_turn, seconds=SECONDS_A_JOB)


def compare_all() -> None:
    to_the_end(take_turn)


class Kept(NamedTuple):
    """What comparing needs of an article."""

    outlet: UUID | None
    paragraphs: list[Told]
    keys: list[int]
    """Of the paragraphs, within the outlet; none where no outlet is known."""

    def is_of_outlet_of(self, other: "Kept") -> bool:
        return self.outlet is not None and self.outlet == other.outlet

    def without(self, known: set[int]) -> list[Told]:
        if not self.keys:
            return self.paragraphs
        return [each for each, key in zip(self.paragraphs, self.keys, strict=True) if key not in known]


@transaction.atomic
def take_turn() -> bool:
    """Compare some articles; whether there were any."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TURN)
    waiting = next_ones()
    forget(waiting)
    mine = read(waiting)
    known = known_as_repeated(mine)
    note_paragraphs(mine, known)
    known |= find_repeated(mine, known)
    told = {article: runs_told(kept.without(known)) for article, kept in mine.items()}
    Sketch.objects.bulk_create([Sketch(article_id=article, runs=sketch(runs)) for article, runs in told.items()])
    NearCopy.objects.bulk_create(near_copies_of(mine, told))
    return bool(waiting)


def next_ones() -> list[UUID]:
    """In the order in which they came in; at least one, where there are any."""
    waiting = list(Uncompared.objects.order_by("pk").values_list("pk", flat=True)[:A_TURN])
    size = Func("text", function="octet_length", output_field=IntegerField())
    sizes = dict(Article.objects.filter(pk__in=waiting).values_list("pk", size))
    so_far = accumulate(sizes.get(article, 0) for article in waiting)
    few = [article for article, size in zip(waiting, so_far, strict=True) if size <= BYTES_A_TURN]
    return few or waiting[:1]


def forget(articles: list[UUID]) -> None:
    """What is known of an article that is compared anew, and that it waits."""
    Uncompared.objects.filter(pk__in=articles).delete()
    ToldParagraphs.objects.filter(pk__in=articles).delete()
    Sketch.objects.filter(pk__in=articles).delete()
    NearCopy.objects.filter(one__in=articles).delete()
    NearCopy.objects.filter(other__in=articles).delete()


def read(articles: Iterable[UUID]) -> dict[UUID, Kept]:
    """In the order of their ids; who is gone by now is left out."""
    found = Article.objects.filter(pk__in=list(articles)).order_by("pk").values_list("pk", "outlet_id", "text")
    return {article: keep(outlet, text) for article, outlet, text in found}


def keep(outlet: UUID | None, text: str) -> Kept:
    paragraphs = told(text)
    return Kept(outlet, paragraphs, [each.key(str(outlet)) for each in paragraphs] if outlet else [])


def known_as_repeated(articles: dict[UUID, Kept]) -> set[int]:
    keys = {key for kept in articles.values() for key in kept.keys}
    return set(RepeatedParagraph.objects.filter(pk__in=keys).values_list("pk", flat=True))


def note_paragraphs(articles: dict[UUID, Kept], known: set[int]) -> None:
    rows = [ToldParagraphs(article_id=pk, keys=sorted({*kept.keys} - known)) for pk, kept in articles.items()]
    ToldParagraphs.objects.bulk_create(row for row in rows if row.keys)


def find_repeated(articles: dict[UUID, Kept], known: set[int]) -> set[int]:
    """What the outlets of these articles are found to repeat. Others that carry it are compared anew, without it."""
    carriers = carriers_of({key for kept in articles.values() for key in kept.keys} - known)
    found: dict[int, RepeatedParagraph] = {}
    for article, kept in articles.items():
        places = dict(zip(kept.keys, kept.paragraphs, strict=True)) if kept.keys else {}
        for key in repeated(places, article=article, carriers=carriers):
            place = places[key]
            found[key] = RepeatedParagraph(key=key, article_id=article, start=place.start, end=place.end)
    RepeatedParagraph.objects.bulk_create(found.values())
    others = {article for key in found for article in carriers[key]} - articles.keys()
    Uncompared.objects.bulk_create([Uncompared(article_id=article) for article in others], ignore_conflicts=True)
    return set(found)


def carriers_of(keys: set[int]) -> dict[int, dict[UUID, frozenset[int]]]:
    carriers: dict[int, dict[UUID, frozenset[int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(CARRIERS, [list(keys), MOST_CARRIERS])
        for key, article, theirs in cursor:
            carriers.setdefault(key, {})[article] = frozenset(theirs)
    return carriers


def near_copies_of(articles: dict[UUID, Kept], told: dict[UUID, set[int]]) -> Iterator[NearCopy]:
    """The pairs of these articles, with their runs, and of any others; each pair once."""
    for article, likely in likely_copies(told.keys()).items():
        others = read(likely - told.keys())
        known = known_as_repeated(others)
        kept = articles | others
        runs = told | {other: runs_told(theirs.without(known)) for other, theirs in others.items()}
        for one, other in (sorted((article, other)) for other in likely):
            found = compare(runs[one], runs[other])
            if found.are_near_copies(same_outlet=kept[one].is_of_outlet_of(kept[other])):
                counts = {"shared": found.runs, "of_one": found.of_one, "of_other": found.of_other}
                yield NearCopy(one_id=one, other_id=other, **counts)


def likely_copies(articles: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Of two that are both among these articles, the one that came in later has the other."""
    given: list[Any] = [MOST_HOLDERS, list(articles), LEAST_SHARE]
    found: dict[UUID, set[UUID]] = {}
    with connection.cursor() as cursor:
        cursor.execute(LIKELY, given)
        for pair in cursor:
            article, other = sorted(pair, reverse=True) if pair[1] in articles else pair
            found.setdefault(article, set()).add(other)
    return found
