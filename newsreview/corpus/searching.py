"""Narrowing articles by what is known about them, for every door that searches."""

from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Collate, Lower
from django.utils import timezone

from newsreview.corpus.models import Article, Outlet, Story
from newsreview.corpus.search_models import SearchWords
from newsreview.search_words import Query

FEW = 1_000

Named = TypeVar("Named", Outlet, Story)


class Has(Func):
    """Whether a tsvector fulfils a tsquery."""

    template = "(%(expressions)s::tsquery)"
    arg_joiner = " @@ "
    output_field = BooleanField()


def with_words(articles: QuerySet[Article], query: Query) -> QuerySet[Article]:
    """Which have what is asked for in title and text, as far as these are indexed."""
    return articles.filter(pk__in=few(having(query).values_list("pk", flat=True)))


def having(query: Query) -> QuerySet[SearchWords]:
    return SearchWords.objects.filter(Has(F("words"), Value(query.in_sql())))


def few(ids: QuerySet[Any, UUID]) -> QuerySet[Any, UUID] | list[UUID]:
    """The ids themselves where they are few. PostgreSQL guesses badly how many fulfil such a condition: taking many for
    few costs little, but where it takes few for many it would read all articles until it has found them."""
    found = list(ids[: FEW + 1])
    return found if len(found) <= FEW else ids


def in_language(articles: QuerySet[Article], tag: str) -> QuerySet[Article]:
    """In the language that a BCP 47 tag names, or a kind of it: en is also en-GB."""
    low = tag.lower()
    kinds = Q(low__gte=f"{low}-", low__lt=f"{low}.")  # the sign after “-”, in the order of the index
    return articles.exclude(language="").alias(low=Collate(Lower("language"), "C")).filter(Q(low=low) | kinds)


def published_between(articles: QuerySet[Article], since: date | None, until: date | None) -> QuerySet[Article]:
    """From the first of these days to the last, both included, as the installation counts days."""
    if since:
        articles = articles.filter(published_at__gte=begins(since))
    if until and until < date.max:
        articles = articles.filter(published_at__lt=begins(until + timedelta(days=1)))
    return articles.filter(published_at__isnull=False) if since or until else articles


def begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def called(names: QuerySet[Named], name: str) -> QuerySet[Named]:
    """The outlet or story of this name, in large or small letters; an index finds it."""
    return names.alias(low=Lower("name")).filter(low=Lower(Value(name)))
