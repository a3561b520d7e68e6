import hashlib
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from newsreview.corpus.models import Article, Outlet, Story


@pytest.fixture
def post(db: None) -> Outlet:
    return Outlet.objects.create(name="Harbour Post")


@pytest.mark.parametrize(
    "text",
    [
        "Plain.",
        " leading and trailing \n",
        "e\u0301 \u00e9",
        "👩‍👩‍👧 𝒳",
        "שלום",
        "a\u2028b\u0085c\u00a0d",
        "\ufefftwice",
        "\t",
    ],
)
def test_a_text_comes_back_as_it_went_in(db: None, text: str) -> None:
    article = Article.objects.create(text=text)
    article.refresh_from_db()
    assert (article.text, article.sha256) == (text, hashlib.sha256(text.encode()).hexdigest())


@pytest.mark.parametrize("change", [{"text": "Other."}, {"text": "One. "}, {"astral": True}])
def test_a_text_never_changes(db: None, change: dict[str, Any]) -> None:
    Article.objects.create(text="One.")
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Article.objects.update(**change)
    cause: Any = error.value.__cause__
    assert cause.diag.constraint_name == "an article's text never changes"
    Article.objects.update(text="One.", title="What is known of it may change")


def test_a_text_is_stored_once_for_each_outlet(post: Outlet) -> None:
    other = Outlet.objects.create(name="Strait Online")
    for outlet in (None, post, other):
        Article.objects.create(text="Wire copy.", outlet=outlet)
    for outlet in (None, post):
        with pytest.raises(IntegrityError, match="one article per outlet and text"), transaction.atomic():
            Article.objects.create(text="Wire copy.", outlet=outlet)
    with pytest.raises(IntegrityError, match="one article per outlet and text"), transaction.atomic():
        Article.objects.filter(outlet=None).update(outlet=post)


def test_an_article_has_a_text(db: None) -> None:
    with pytest.raises(IntegrityError, match="an article has a text"), transaction.atomic():
        Article.objects.create(text="")


@pytest.mark.parametrize("model", [Outlet, Story])
def test_names_are_there_and_unique_whatever_their_case(db: None, model: type[Outlet | Story]) -> None:
    word = model.__name__.lower()
    model.objects.create(name="Éire Post")
    with pytest.raises(IntegrityError, match=f"one {word} per name"), transaction.atomic():
        model.objects.create(name="ÉIRE POST")
    with pytest.raises(IntegrityError, match=f"{word} has a name"), transaction.atomic():
        model.objects.create(name="")


def test_names_are_sorted_alike_on_every_server(db: None) -> None:
    for name in ("Zeit", "alpha", "Ärzteblatt", "Beta"):
        Outlet.objects.create(name=name)
    assert [outlet.name for outlet in Outlet.objects.all()] == ["Beta", "Zeit", "alpha", "Ärzteblatt"]


def test_a_headline_is_the_title_or_the_first_line(post: Outlet) -> None:
    titled = Article(text="x", title="Ferry stalls", first_line="World news")
    assert [article.headline for article in (titled, Article(text="x", first_line="So it began"))] == [
        "Ferry stalls",
        "So it began",
    ]


def test_lists_do_without_the_text(post: Outlet) -> None:
    story = Story.objects.create(name="Ferry")
    Article.objects.create(text="One.", outlet=post, story=story)
    [listed] = Article.objects.told_in(story).without_text()
    assert listed.get_deferred_fields() == {"text", "metadata"}
