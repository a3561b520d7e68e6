"""Words of articles in the database: who finds which, and that nothing an article says keeps it out."""

import random
from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsreview.corpus import searching
from newsreview.corpus.describing import describe_one
from newsreview.corpus.indexing import index_all
from newsreview.corpus.models import Article, Outlet, Uncompared
from newsreview.corpus.search_models import SearchWords, Unindexed
from newsreview.search_words import LAST_PLACE, Query, Term, Unclear, read, words_of
from tests.owner import as_owner
from tests.working import carry_out_jobs

pytestmark = pytest.mark.django_db


def bring_in(*texts: str, **fields: str) -> list[Article]:
    articles = Article.objects.bulk_create(Article(text=text, **fields) for text in texts)
    index_all()
    return articles


def found(typed: str) -> list[str]:
    return [*searching.with_words(Article.objects.all(), read(typed)).order_by("pk").values_list("text", flat=True)]


def test_words_find_articles_as_they_are_read():
    bring_in("The ferry talks stalled.", "Talks about Zürich’s tram.", "東京都の天気", "Straße und Fähre")

    assert found("TALKS") == ["The ferry talks stalled.", "Talks about Zürich’s tram."]
    assert found('"ferry talks"') == ["The ferry talks stalled."]
    assert found("talks -ferry") == ["Talks about Zürich’s tram."]
    assert found("zurich or strasse") == ["Talks about Zürich’s tram.", "Straße und Fähre"]
    assert found("stall* talk*") == ["The ferry talks stalled."]
    assert found("京都") == ["東京都の天気"]
    assert found('"talks ferry"') == []


def test_a_title_is_found_too_and_no_row_of_words_leads_from_it_into_the_text():
    bring_in("They stalled.", title="Ferry talks")

    assert [found(typed) for typed in ('"ferry talks"', "stalled", '"talks they"')] == [
        ["They stalled."],
        ["They stalled."],
        [],
    ]


def test_a_new_title_is_found_once_it_is_indexed_anew():
    [article] = bring_in("They stalled.", title="Ferry talks")
    describe_one(article=article, title="Tram talks")

    assert [unindexed.article_id for unindexed in Unindexed.objects.all()] == [article.pk]
    assert found("tram") == []
    index_all()
    assert [found("tram"), found("ferry"), Unindexed.objects.count()] == [["They stalled."], [], 0]


def test_what_does_not_change_words_indexes_nothing_anew():
    [article] = bring_in("They stalled.")
    describe_one(article=article, outlet=Outlet.objects.create(name="Post"), language="en")

    assert Unindexed.objects.count() == 0


def test_indexing_anew_changes_nothing():
    articles = bring_in("The ferry talks stalled.", "Others went on.")
    before = set(SearchWords.objects.values_list("article", "words"))
    Unindexed.objects.bulk_create(Unindexed(article=article) for article in articles)
    index_all()

    assert set(SearchWords.objects.values_list("article", "words")) == before


def test_the_job_takes_what_waits_and_what_is_gone_waits_no_more():
    Article.objects.create(text="They stalled.")
    gone = Article.objects.create(text="Gone again.")
    Uncompared.objects.filter(pk=gone.pk).delete()
    with as_owner():
        Article.objects.filter(pk=gone.pk)._raw_delete("default")
    carry_out_jobs()

    assert [Unindexed.objects.count(), SearchWords.objects.count(), found("stalled")] == [0, 1, ["They stalled."]]


def test_no_text_is_too_long_or_too_strange_to_come_in_and_be_found():
    """PostgreSQL itself refuses to make a vector of more than a megabyte of different words."""
    many = [f"word{n}" for n in random.Random(1).sample(range(10**9), 150_000)]
    endless, quotes = "x" * 1_000_000 + " yes", "a' b\\' :* & | ! <-> 'c':1,2"
    bring_in(" ".join(many), endless, quotes, "\u0301 👩‍👩‍👧 \u202e")

    assert [len(found(many[0])), len(found("yes")), found('"a b"')] == [1, 1, [quotes]]


def test_beyond_the_last_place_words_are_found_and_rows_of_words_are_not():
    """As docs/searching.md says."""
    text = "word " * LAST_PLACE + "ferry talks"
    bring_in(text)

    assert [found("ferry talks") == [text], found('"ferry talks"')] == [True, []]


WORDS = st.lists(st.sampled_from(["ferry", "Talks", "tälks", "京", "tal", "x1"]), min_size=1, max_size=6)
TYPED = st.lists(
    st.sampled_from(["ferry", "talks", "-talks", "tal*", '"ferry talks"', "or", "京ferry", "x1"]), min_size=1
)


@given(texts=st.lists(WORDS, min_size=1, max_size=4), typed=TYPED)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_finds_what_the_rules_say(texts: list[list[str]], typed: list[str]) -> None:
    try:
        asked = read(" ".join(typed))
    except Unclear:
        return
    with as_owner():
        SearchWords.objects.all().delete()
        Article.objects.all().delete()
    written = sorted({" ".join(text) for text in texts})
    bring_in(*written)

    assert sorted(found(" ".join(typed))) == [text for text in written if fulfils(text, asked)]


def fulfils(text: str, asked: Query) -> bool:
    words = list(words_of(text))

    def has(term: Term) -> bool:
        return any(term.stands_in(words[at:]) for at in range(len(words)))

    return any(all(has(term) == term.wanted for term in terms) for terms in asked.either)


def test_languages_are_found_with_their_kinds():
    for tag in ("en", "en-GB", "EN-us", "eng", "e", "", "de"):
        Article.objects.create(text=f"In {tag}.", language=tag)

    def tags(asked: str) -> set[str]:
        return {*searching.in_language(Article.objects.all(), asked).values_list("language", flat=True)}

    assert [tags("en"), tags("EN-gb"), tags("fr")] == [{"en", "en-GB", "EN-us"}, {"en-GB"}, set()]


def test_indexes_serve_what_is_rare():
    """Told that reading whole tables is no choice, PostgreSQL has an index for each of these."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    articles = Article.objects.order_by()
    plans = [
        searching.having(read("ferry")).explain(),
        searching.in_language(articles, "en").explain(),
        searching.published_between(articles, None, date(2024, 1, 1)).explain(),
        searching.called(Outlet.objects.order_by(), "Post").explain(),
    ]
    names = ("articles_by_word", "articles_by_language", "articles_by_date", "one outlet per name")

    assert [name in plan for name, plan in zip(names, plans, strict=True)] == [True] * 4


@pytest.mark.parametrize("most", [0, 1, 1_000])
def test_however_many_have_the_words_the_same_are_found(monkeypatch, most):
    monkeypatch.setattr(searching, "FEW", most)
    bring_in("The ferry talks stalled.", "The ferry sails.", "Trams run.")

    assert found("ferry") == ["The ferry talks stalled.", "The ferry sails."]
