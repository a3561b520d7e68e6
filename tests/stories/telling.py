"""Articles as they come in, and which of them are proposed to tell one story."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from newsreview.corpus.finding_copies import compare_all
from newsreview.corpus.models import Article, Outlet
from newsreview.stories.finding import sort_all
from newsreview.stories.models import ProposedArticle


def bring_in(*told: dict[str, Any]) -> list[Article]:
    """Each with what is known of it; the outlet by its name."""
    names = {each["outlet"] for each in told if each.get("outlet")}
    outlets = {name: Outlet.objects.get_or_create(name=name)[0] for name in sorted(names)}
    articles = [Article(**each | {"outlet": outlets.get(each.get("outlet", ""))}) for each in told]
    Article.objects.bulk_create(articles)
    sort()
    return articles


def sort() -> None:
    compare_all()
    sort_all()


def groups_of(articles: Sequence[Article]) -> list[list[int]]:
    """What is proposed together, by the places of the articles in the list."""
    places = {article.pk: place for place, article in enumerate(articles)}
    groups: dict[Any, list[int]] = defaultdict(list)
    for proposed in ProposedArticle.objects.all():
        groups[proposed.proposal_id].append(places[proposed.pk])
    return sorted(map(sorted, groups.values()))
