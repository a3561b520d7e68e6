"""Looking once for each article which story it tells, in the background.

A proposal is not a fact: nothing here sets an article's story. What one article costs does not grow with how many there
are: it is looked up by its own few rare words, in the days around its own, and compared with the few that share some.
"""

from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from newsreview.background import defer_once, in_turns, to_the_end
from newsreview.corpus.models import Uncompared
from newsreview.stories import sketching, turns
from newsreview.stories.models import ProposedArticle, ProposedStory, Unsorted
from newsreview.stories.placing import Surroundings
from newsreview.stories.sketching import Weighed

SECONDS_A_JOB = 5
A_TURN = 100
ONE_AT_A_TIME = "stories"

# Tables that have just grown have no statistics yet: unless told not to, PostgreSQL would read them whole every time.
BY_INDEX = "SELECT set_config('enable_seqscan', 'off', true)"


@app.periodic(cron="* * * * *")
@app.task(name="begin_sorting", queueing_lock="begin_sorting")
async def begin_sorting(timestamp: int) -> None:  # noqa: ARG001 -- the minute it belongs to, which every periodic job is told
    """Each minute, with what has come in and been compared by then."""
    if await waiting().aexists():
        await go_on()


@app.task(name="sort_articles", lock=ONE_AT_A_TIME, retry=RetryStrategy(max_attempts=12, exponential_wait=2))
async def sort_articles() -> None:
    """As many as whoever stops the worker may wait for; another job goes on with the rest."""
    if await sync_to_async(carry_on)():
        await go_on()


async def go_on() -> None:
    await defer_once(sort_articles, name=ONE_AT_A_TIME)


def carry_on() -> bool:
    """Sort what is left; whether there is more to do."""
    return in_turns(take_turn, seconds=SECONDS_A_JOB)


def sort_all() -> None:
    to_the_end(take_turn)


@transaction.atomic
def take_turn() -> bool:
    """Sort some articles; whether there were any."""
    turns.take_turn()
    with connection.cursor() as cursor:
        cursor.execute(BY_INDEX)
    articles = list(waiting().order_by("pk").values_list("pk", flat=True)[:A_TURN])
    forget(articles)
    told = sketching.read(articles)
    sketching.count(told, by=1)
    coming = Weighed(told)
    sketching.keep(told, coming)
    likely = sketching.likely(coming)
    others = {other for found in likely.values() for other in found} - told.keys()
    surroundings = Surroundings(Weighed(told | sketching.recall(others)))
    for article in told:
        surroundings.place(article, likely.get(article, []))
    surroundings.keep()
    return bool(articles)


def waiting() -> QuerySet[Unsorted]:
    """What is compared comes before: which paragraphs an outlet repeats is known then, and which are near-copies."""
    return Unsorted.objects.filter(~Exists(Uncompared.objects.filter(pk=OuterRef("pk"))))


def forget(articles: list[UUID]) -> None:
    """What is known of an article that is sorted anew, what is proposed for it, and that it waits."""
    Unsorted.objects.filter(pk__in=articles).delete()
    sketching.forget(articles)
    proposed = ProposedArticle.objects.filter(pk__in=articles)
    touched = ProposedStory.objects.filter(pk__in=list(proposed.values_list("proposal", flat=True)))
    proposed.delete()
    left = touched.annotate(left=Count("articles"))
    alone = left.filter(story=None, left=1)
    ProposedArticle.objects.filter(proposal__in=list(alone)).delete()
    touched.filter(articles=None, answers=None).delete()
