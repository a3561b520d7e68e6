"""Searching 200,000 articles: each kind of search beside the bare SQL of its page, for who sees them all and for who
has a few of them.

Texts are made of 50,000 words, as rare as in a language: the word of rank n stands n times less often than the first.
"""

from collections.abc import Iterator

from django.db import connection, transaction
from django.urls import reverse

from newsreview.accounts.models import User
from newsreview.corpus.indexing import index_all
from newsreview.projects import giving_out
from newsreview.projects.models import Membership
from tests.bench import generating
from tests.bench.bench import Bench
from tests.bench.desks import fill
from tests.bench.pages import against_its_rows
from tests.bench.rows import Row, Target, row_without_floor, seconds
from tests.bench.serving import Browser
from tests.bench.writing import Copy

VOCABULARY, LENGTH = 50_000, 120  # words
# In nearly every article, in one of a hundred, in one of two thousand.
COMMON, USUAL, RARE = "word1", "word1000", "word30000"
COPY = Copy(400, 3)

TEXTS = """
INSERT INTO corpus_article (id, outlet_id, story_id, title, first_line, url, published_at, language, metadata, text,
                            astral, created_at)
SELECT {article}, {outlet}, {story}, 'Harbour report ' || n, '', '',
       timestamptz '2020-01-01' + n * interval '10 minutes', (ARRAY['en', 'en-GB', 'de', 'fr'])[1 + n %% 4], '{{}}',
       'Report ' || n || ' ' || (SELECT string_agg('word' || floor(exp(random() * ln(%(vocabulary)s)))::int, ' ')
                                   FROM generate_series(1, %(length)s) WHERE n > 0),
       false, clock_timestamp()
  FROM generate_series(%(first)s, %(last)s) n
"""

SEARCHES = {
    "the latest": "",
    "a rare word": f"words={RARE}",
    "a usual word": f"words={USUAL}",
    "a common word": f"words={COMMON}",
    "two common words in a row": f"words=%22{COMMON}+word2%22",
    "words that begin so": "words=word3000*",
    "a word in an outlet": f"words={USUAL}&outlet=Outlet+7",
    "a story": "story=Story+7",
    "an early week": "since=2020-03-02&until=2020-03-08",
    "a label and a state": "label=span.claim&state=in_hand",
    "who": "who=harbour+council",
}


def rows(bench: Bench) -> Iterator[Row]:
    articles, rounds = bench.many(200_000, least=400), bench.many(20, least=3)
    manager, annotator = make_corpus(articles, marked=bench.many(2_000, least=20))
    noted = seconds(index_all)
    yield row_without_floor("noting the words of an article", "ms", 1000 * noted / articles)
    generating.settle()
    for name, query in SEARCHES.items():
        page = f"{reverse('articles')}?{query}"
        whole = f"search of {articles:,} articles, {name}: to its SQL"
        yield against_its_rows(Browser(bench.address, manager), whole, page, rounds, Target("ours", "≤", 200))
    for name in ("the latest", "a usual word", "a common word"):
        page = f"{reverse('articles')}?{SEARCHES[name]}"
        few = f"search for who has a few of {articles:,} articles, {name}: to its SQL"
        yield against_its_rows(Browser(bench.address, annotator), few, page, rounds, Target("ours", "≤", 200))


def make_corpus(articles: int, marked: int) -> tuple[User, User]:
    """Who manages all of them, and who has ten that were dealt out."""
    generating.start_afresh()
    project = giving_out.change_rules(project=generating.make_project("bench"), own_taking=False)
    annotators = generating.make_people(project, Membership.Role.ANNOTATOR, max(1, marked // 10))
    [manager] = generating.make_people(project, Membership.Role.MANAGER, 1)
    fill(project, annotators, COPY, range(1, marked + 1))
    rest = range(marked + 1, articles + 1)
    with transaction.atomic(), generating.without_triggers("corpus_article"):
        generating.run("SELECT setseed(0.5)")
        generating.run(TEXTS, rest, vocabulary=VOCABULARY, length=LENGTH)
    generating.make_tasks(project, rest)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO corpus_unindexed SELECT id FROM corpus_article ON CONFLICT DO NOTHING")
    generating.settle()
    return manager, annotators[0]
