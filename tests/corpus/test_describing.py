import pytest

from newsreview.corpus.describing import SameText, describe, describe_one, refuse_twin
from newsreview.corpus.models import Article, Outlet


@pytest.fixture
def post(db) -> Outlet:
    return Outlet.objects.create(name="Post")


def article(text: str, outlet: Outlet | None = None) -> Article:
    return Article.objects.create(text=text, first_line=text, outlet=outlet)


def describe_all(titled: Article, title: str) -> None:
    describe(articles=Article.objects.filter(pk=titled.pk), title=title)


def describe_the_one(titled: Article, title: str) -> None:
    describe_one(article=titled, title=title)


def test_only_what_is_given_changes(post):
    one, two = article("One", post), article("Two", post)

    described = describe(articles=Article.objects.all(), title="Ferry", language="en")

    assert (described.changed, described.refused) == ([one, two], [])
    assert list(Article.objects.values_list("title", "language", "outlet", "text").order_by("pk")) == [
        ("Ferry", "en", post.pk, "One"),
        ("Ferry", "en", post.pk, "Two"),
    ]


def test_twin_is_refused_and_the_rest_goes_through(post):
    there, twin, other = article("Same", post), article("Same"), article("Other")

    described = describe(articles=Article.objects.filter(outlet=None), outlet=post)

    assert described.changed == [other]
    assert described.refused == [(twin, "Post has this text already, as “Same”. Choose another outlet.")]
    assert set(post.articles.all()) == {there, other}


def test_texts_without_an_outlet_are_twins_too(post):
    article("Same")
    here = article("Same", post)

    with pytest.raises(SameText, match="No outlet has this text already, as “Same”"):
        refuse_twin(article=here, outlet=None)
    with pytest.raises(SameText, match="No outlet has this text already, as “Same”"):
        describe_one(article=here, outlet=None)


def test_an_article_is_no_twin_of_itself(post):
    refuse_twin(article=article("Same", post), outlet=post)


@pytest.mark.parametrize("taken_away_from", [describe_all, describe_the_one])
def test_article_without_its_title_is_called_by_its_first_line(taken_away_from, post):
    titled = Article.objects.create(text="The ferry sails again", title="Ferry", outlet=post)

    taken_away_from(titled, title="")

    titled.refresh_from_db()
    assert (titled.first_line, titled.headline) == ("The ferry sails again", "The ferry sails again")
