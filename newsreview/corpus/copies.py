"""Which articles are near-copies of one another, as far as they have been compared."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from newsreview.corpus.models import Article, NearCopy


class Copy(NamedTuple):
    """Another article that shares much with the one that is asked for."""

    article: UUID
    shared: int
    """Runs of five words that both have."""
    within: float
    """The share of the asked article's runs that the other has: 1.0 is all of it."""
    around: float
    """The share of the other's runs that the asked article has."""

    @property
    def is_longer(self) -> bool:
        """The asked article is contained in it rather than it in the asked one."""
        return self.within > self.around


def near_copies(article: Article) -> list[Copy]:
    """In the order in which they came in."""
    pairs = NearCopy.objects.filter(Q(one=article.pk) | Q(other=article.pk)).order_by("one", "other")
    return [seen_from(article.pk, pair) for pair in pairs]


def copies_of(article: Article) -> QuerySet[Article]:
    later = NearCopy.objects.filter(one=article.pk).values("other")
    return Article.objects.filter(Q(pk__in=later) | Q(pk__in=NearCopy.objects.filter(other=article.pk).values("one")))


def seen_from(article: UUID, pair: NearCopy) -> Copy:
    of_one, of_other = pair.shared / pair.of_one, pair.shared / pair.of_other
    if article == pair.one_id:
        return Copy(pair.other_id, pair.shared, of_one, of_other)
    return Copy(pair.one_id, pair.shared, of_other, of_one)


def pairs_among(articles: QuerySet[Article]) -> Iterator[tuple[UUID, UUID]]:
    """In the same order every time."""
    pairs = NearCopy.objects.filter(one__in=articles.values("pk"), other__in=articles.values("pk"))
    return pairs.order_by("one", "other").values_list("one", "other").iterator()


def came_first(one: Article, other: Article) -> bool:
    """Whether the one was published before the other; where that is not known of both, or equal, came in before it."""
    if one.published_at and other.published_at and one.published_at != other.published_at:
        return one.published_at < other.published_at
    return (one.created_at, one.pk) < (other.created_at, other.pk)
