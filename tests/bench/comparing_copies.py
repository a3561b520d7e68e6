"""Comparing new articles with all others: what one costs where there are 2,000 of them, and where there are 200,000.

Those that are there have sketches and paragraphs of the usual number, at random: what is looked up among them, and
where that lies on the disk, is as with real ones. Those that come in are compared for the most part among themselves.
"""

from collections.abc import Iterator
from itertools import count

from newsreview.corpus.finding_copies import compare_all
from newsreview.corpus.models import Article, NearCopy, Outlet, Uncompared
from tests.bench import generating
from tests.bench.bench import Bench
from tests.bench.rows import Pair, Row, Target, milliseconds, row, row_without_floor
from tests.bench.writing import Copy
from tests.copies.planting import Press

SHORT = Copy(200, 3)
RUNS, PARAGRAPHS = 75, 20  # of an article of 600 words
COMING = 500
ROUNDS = 3

SKETCHES = f"""
INSERT INTO corpus_sketch (article_id, runs)
SELECT {{article}}, ARRAY(SELECT hashint8(n::bigint * {RUNS} + i) FROM generate_series(1, {RUNS}) i)
  FROM generate_series(%(first)s, %(last)s) n
"""
TOLD = f"""
INSERT INTO corpus_toldparagraphs (article_id, keys)
SELECT {{article}}, ARRAY(SELECT hashint8extended(n::bigint * {PARAGRAPHS} + i, 1)
                            FROM generate_series(1, {PARAGRAPHS}) i)
  FROM generate_series(%(first)s, %(last)s) n
"""


def rows(bench: Bench) -> Iterator[Row]:
    generating.start_afresh()
    coming, seeds = bench.many(COMING, least=40), count(1)
    few, *more = (bench.many(articles, least=least) for articles, least in ((2_000, 10), (20_000, 20), (200_000, 40)))
    fill(range(1, few + 1))
    floor = [compare(coming, next(seeds)) for _round in range(ROUNDS)]
    yield row_without_floor(f"comparing a new article with {few:,} others", "ms", sorted(floor)[ROUNDS // 2])
    there = few
    for articles in more:
        fill(range(there + 1, articles + 1))
        there = articles
        measured = [Pair(compare(coming, next(seeds)), least) for least in floor]
        name = f"comparing a new article with {articles:,} others: to {few:,}"
        yield row(name, "ms", measured, Target("ratio", "≤", 2))


def fill(numbers: range) -> None:
    generating.make_articles(numbers, SHORT)
    generating.run(SKETCHES, numbers)
    generating.run(TOLD, numbers)
    generating.settle()


def compare(articles: int, seed: int) -> float:
    """Milliseconds an article, of so many that come in and are taken away again."""
    press = list(Press(seed=seed, outlets=20).printed(articles))
    outlets = {name: Outlet.objects.get_or_create(name=name)[0] for name in {each.outlet for each in press}}
    made = Article.objects.bulk_create([Article(outlet=outlets[each.outlet], text=each.text) for each in press])
    taken = milliseconds(compare_all)
    if not NearCopy.objects.exists() or Uncompared.objects.exists():
        raise RuntimeError("No near-copies were found among those that were planted.")
    Article.objects.filter(pk__in=[article.pk for article in made]).delete()
    return taken / articles
