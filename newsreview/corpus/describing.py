"""What is known about articles beside their text: outlet, title, address, date, language."""

from datetime import datetime
from typing import NamedTuple, TypedDict, Unpack

import psycopg
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from newsreview.corpus.models import Article, Outlet
from newsreview.titles import first_line_title


class SameText(ValueError):
    """The outlet has this text already, as another article; the message names it."""


class Description(TypedDict, total=False):
    """Only what is given is changed; None and "" take away."""

    outlet: Outlet | None
    title: str
    url: str
    published_at: datetime | None
    language: str


class Described(NamedTuple):
    changed: list[Article]
    refused: list[tuple[Article, str]]


def describe(*, articles: QuerySet[Article], **description: Unpack[Description]) -> Described:
    """Describe all of them alike. An article that cannot be is left as it is, and told with the reason."""
    rows = list(articles.defer("text", "metadata").order_by("pk"))
    try:
        with transaction.atomic():
            _update(rows, description)
    except IntegrityError as error:
        if not isinstance(error.__cause__, psycopg.errors.UniqueViolation):
            raise
        return describe_each(rows, description)
    return Described(rows, [])


def describe_each(rows: list[Article], description: Description) -> Described:
    described = Described([], [])
    for row in rows:
        try:
            describe_one(article=row, **description)
        except SameText as error:
            described.refused.append((row, str(error)))
        else:
            described.changed.append(row)
    return described


def describe_one(*, article: Article, **description: Unpack[Description]) -> None:
    """Raises SameText."""
    try:
        with transaction.atomic():
            _update([article], description)
    except IntegrityError as error:
        if not isinstance(error.__cause__, psycopg.errors.UniqueViolation):
            raise
        raise SameText(told_twice(article, description.get("outlet"))) from error


def _update(rows: list[Article], description: Description) -> None:
    articles = Article.objects.filter(pk__in=[row.pk for row in rows])
    articles.update(**description)
    if description.get("title") == "":
        # What came with a title has had no need of one from its text.
        for article in articles.filter(first_line="").only("text").iterator(chunk_size=10):
            articles.filter(pk=article.pk).update(first_line=first_line_title(article.text))


def refuse_twin(*, article: Article, outlet: Outlet | None) -> None:
    """Raises SameText when the article could not belong to this outlet."""
    if twins(article, outlet).exists():
        raise SameText(told_twice(article, outlet))


def twins(article: Article, outlet: Outlet | None) -> QuerySet[Article]:
    """NULL is no exception: of two equal texts without an outlet, one is too many."""
    same_text = Article.objects.filter(sha256=article.sha256).exclude(pk=article.pk)
    return same_text.filter(outlet=outlet) if outlet else same_text.filter(outlet__isnull=True)


def told_twice(article: Article, outlet: Outlet | None) -> str:
    twin = twins(article, outlet).defer("text", "metadata").first()
    return _("%(outlet)s has this text already, as “%(twin)s”. Choose another outlet.") % {
        "outlet": outlet or _("No outlet"),
        "twin": twin or article,
    }
