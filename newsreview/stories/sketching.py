"""The words by which each article's event is known: read, counted, weighed, and looked up."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q

from newsreview.copies.telling import told
from newsreview.corpus.models import Article, NearCopy, RepeatedParagraph
from newsreview.events.likeness import Direction, closeness, direction
from newsreview.events.looking_up import LEAST_SHARED, keys_of, looked_for
from newsreview.events.telling import EventWords, event_words, number
from newsreview.stories.models import EventSketch, WordCount

# What more articles than these have under one key is looked up no further.
MOST_HOLDERS = 64
MOST_LIKELY = 30
# Every article has it: so many articles have been read.
EVERYWHERE = number("")

COUNT = """
INSERT INTO stories_wordcount AS known (word, articles) SELECT * FROM unnest(%s::int[], %s::int[])
    ON CONFLICT (word) DO UPDATE SET articles = known.articles + excluded.articles
"""

LIKELY = """
SELECT wanted.article, found.article_id, count(*)
  FROM unnest(%s::uuid[], %s::int[]) AS wanted (article, key) CROSS JOIN LATERAL (
    SELECT article_id FROM stories_eventsketch WHERE keys @> ARRAY[wanted.key] LIMIT %s
  ) AS found
 WHERE found.article_id <> wanted.article
 GROUP BY wanted.article, found.article_id
HAVING count(*) >= %s
"""


class Told(NamedTuple):
    words: EventWords
    day: int | None


class Weighed:
    """Some articles, as they stand among all that have been read."""

    def __init__(self, told_by: Mapping[UUID, Told]) -> None:
        words = {word for article in told_by.values() for word in article.words.words}
        counts = dict(WordCount.objects.filter(pk__in=[*words, EVERYWHERE]).values_list("word", "articles"))
        articles = counts.get(EVERYWHERE, 0)
        self.directions: dict[UUID, Direction] = {
            article: direction(each.words, each.day, counts=counts, articles=articles)
            for article, each in told_by.items()
        }
        pairs = NearCopy.objects.filter(Q(one__in=told_by) & Q(other__in=told_by))
        self.copies = {frozenset(pair) for pair in pairs.values_list("one", "other")}

    def closeness(self, one: UUID, other: UUID) -> float:
        are_copies = frozenset((one, other)) in self.copies
        return closeness(self.directions[one], self.directions[other], are_copies=are_copies)


def read(articles: Iterable[UUID]) -> dict[UUID, Told]:
    """In the order of their ids; who is gone by now is left out."""
    found = list(Article.objects.filter(pk__in=list(articles)).select_related("outlet").order_by("pk"))
    paragraphs = {article.pk: told(article.text) for article in found}
    keys = {each.key(str(article.outlet_id)) for article in found for each in paragraphs[article.pk]}
    known = set(RepeatedParagraph.objects.filter(pk__in=keys).values_list("pk", flat=True))
    return {
        article.pk: Told(
            event_words(
                article.headline,
                (
                    article.text[each.start : each.end]
                    for each in paragraphs[article.pk]
                    if each.key(str(article.outlet_id)) not in known
                ),
            ),
            article.published_at.toordinal() if article.published_at else None,
        )
        for article in found
    }


def recall(articles: Collection[UUID]) -> dict[UUID, Told]:
    """As they were read before."""
    return {
        sketch.pk: Told(EventWords(*map(frozenset, (sketch.words, sketch.names, sketch.headline))), sketch.day)
        for sketch in EventSketch.objects.filter(pk__in=articles)
    }


def keep(told_by: Mapping[UUID, Told], weighed: Weighed) -> None:
    EventSketch.objects.bulk_create(
        EventSketch(
            article_id=article,
            words=sorted(each.words.words),
            names=sorted(each.words.names),
            headline=sorted(each.words.headline),
            day=each.day,
            keys=keys_of(weighed.directions[article]),
        )
        for article, each in told_by.items()
    )


def forget(articles: Collection[UUID]) -> None:
    count(recall(articles), by=-1)
    EventSketch.objects.filter(pk__in=articles).delete()


def count(told_by: Mapping[UUID, Told], *, by: int) -> None:
    """In the same order each time, as rows are locked."""
    found = Counter(word for each in told_by.values() for word in (*each.words.words, EVERYWHERE))
    words = sorted(found)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [words, [by * found[word] for word in words]])


def likely(weighed: Weighed) -> dict[UUID, list[UUID]]:
    """Of each article which others may tell of the same event, those that share most first."""
    wanted = [(article, key) for article, each in weighed.directions.items() for key in looked_for(each)]
    with connection.cursor() as cursor:
        cursor.execute(
            LIKELY, [[article for article, _ in wanted], [key for _, key in wanted], MOST_HOLDERS, LEAST_SHARED]
        )
        shared: dict[UUID, Counter[UUID]] = {}
        for article, other, words in cursor:
            shared.setdefault(article, Counter())[other] = words
    return {article: [other for other, _ in others.most_common(MOST_LIKELY)] for article, others in shared.items()}
