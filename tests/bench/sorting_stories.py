"""Looking for the story of new articles: what one costs where there are 2,000 others, and where there are 50,000.

Those that are there have words and keys of the usual number, at random: what is looked up among them, and where that
lies on the disk, is as with real ones. Those that come in are put together among themselves.
"""

from collections.abc import Iterator
from itertools import count

from newsreview.corpus.finding_copies import compare_all
from newsreview.corpus.models import Article, Outlet
from newsreview.stories.finding import sort_all
from newsreview.stories.models import ProposedArticle, ProposedStory, Unsorted
from tests.bench import generating
from tests.bench.bench import Bench
from tests.bench.rows import Pair, Row, Target, milliseconds, row, row_without_floor
from tests.bench.writing import Copy
from tests.stories.events import World

SHORT = Copy(200, 3)
WORDS, KEYS = 130, 48  # of an article
EVENTS = 80  # that come in, with three articles each, more or less
ROUNDS = 3

SKETCHES = f"""
INSERT INTO stories_eventsketch (article_id, words, names, headline, day, keys)
SELECT {{article}}, words, words[1:20], words[15:24], 739000 + n %% 1000,
       ARRAY(SELECT hashint8(n::bigint * {KEYS} + i) FROM generate_series(1, {KEYS}) i)
  FROM generate_series(%(first)s, %(last)s) n,
       LATERAL (SELECT ARRAY(SELECT hashint8(n::bigint * {WORDS} + i)
                               FROM generate_series(1, {WORDS}) i) AS words) AS told
"""
COUNTS = """
INSERT INTO stories_wordcount (word, articles)
SELECT word, 1 FROM stories_eventsketch, unnest(words) word ON CONFLICT (word) DO NOTHING
"""


def rows(bench: Bench) -> Iterator[Row]:
    generating.start_afresh()
    coming, seeds = bench.many(EVENTS, least=20), count(1)
    few, *more = (bench.many(articles, least=least) for articles, least in ((2_000, 10), (10_000, 20), (50_000, 40)))
    fill(range(1, few + 1))
    floor = [sort(coming, next(seeds)) for _round in range(ROUNDS)]
    yield row_without_floor(f"sorting a new article with {few:,} others", "ms", sorted(floor)[ROUNDS // 2])
    there = few
    for articles in more:
        fill(range(there + 1, articles + 1))
        there = articles
        measured = [Pair(sort(coming, next(seeds)), least) for least in floor]
        name = f"sorting a new article with {articles:,} others: to {few:,}"
        yield row(name, "ms", measured, Target("ratio", "≤", 2))


def fill(numbers: range) -> None:
    generating.make_articles(numbers, SHORT)
    generating.run(SKETCHES, numbers)
    generating.run(COUNTS)
    generating.settle()


def sort(events: int, seed: int) -> float:
    """Milliseconds an article, of so many that come in and are taken away again."""
    told = [each for _event, each in World(seed).articles(events)]
    outlets = {name: Outlet.objects.get_or_create(name=name)[0] for name in {each["outlet"] for each in told}}
    made = Article.objects.bulk_create([Article(**each | {"outlet": outlets[each["outlet"]]}) for each in told])
    compare_all()
    taken = milliseconds(sort_all)
    if not ProposedArticle.objects.exists() or Unsorted.objects.exists():
        raise RuntimeError("No stories were proposed for events that were planted.")
    Article.objects.filter(pk__in=[article.pk for article in made]).delete()
    ProposedStory.objects.all().delete()
    return taken / len(made)
