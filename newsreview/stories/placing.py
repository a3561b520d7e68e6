"""Where the articles of a turn belong, among all that are near them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q

from newsreview.corpus.models import Article
from newsreview.events.placing import ENOUGH, founded_with, nearest_place, nearness
from newsreview.stories.apart import Apart
from newsreview.stories.models import ProposedArticle, ProposedStory
from newsreview.stories.sketching import Weighed

NEVER = float("-inf")


class Place(NamedTuple):
    """A story with all that are proposed for it, or a proposal for which there is no story yet."""

    story: UUID | None
    proposal: UUID | None


class Surroundings:
    """Some articles, where each of them is, and what is proposed beyond that."""

    def __init__(self, weighed: Weighed) -> None:
        self.weighed = weighed
        self.apart = Apart(weighed.directions.keys())
        self.place_of: dict[UUID, Place] = {}
        self.is_told: set[UUID] = set()
        """Those that have a story already: nothing is proposed for them."""
        self.outlet_of: dict[UUID, UUID | None] = {}
        self._read()
        self.sizes = Counter[Place]()
        self.proposal_for: dict[Place, UUID] = {}
        self._count()
        self.proposed: list[ProposedArticle] = []

    def _read(self) -> None:
        articles = list(self.weighed.directions)
        for proposed in ProposedArticle.objects.filter(pk__in=articles).select_related("proposal"):
            self.place_of[proposed.pk] = self._place_of(proposed.proposal)
        for article in Article.objects.filter(pk__in=articles).only("outlet", "story"):
            self.outlet_of[article.pk] = article.outlet_id
            if article.story_id is not None:
                self.is_told.add(article.pk)
                self.place_of[article.pk] = Place(article.story_id, None)

    def _count(self) -> None:
        stories = {place.story for place in self.place_of.values() if place.story is not None}
        groups = {place.proposal for place in self.place_of.values() if place.proposal is not None}
        told = Article.objects.filter(story__in=stories).order_by().values_list("story").annotate(n=Count("pk"))
        self.sizes.update({Place(story, None): n for story, n in told})
        proposals = ProposedStory.objects.filter(Q(story__in=stories) | Q(pk__in=groups))
        for proposal in proposals.annotate(n=Count("articles")):
            place = self._place_of(proposal)
            self.sizes[place] += proposal.n
            self.proposal_for[place] = proposal.pk

    @staticmethod
    def _place_of(proposal: ProposedStory) -> Place:
        return Place(None, proposal.pk) if proposal.story_id is None else Place(proposal.story_id, None)

    def place(self, article: UUID, likely: Iterable[UUID]) -> None:
        near = {other: self.weighed.closeness(article, other) for other in likely if other in self.outlet_of}
        if article in self.is_told:
            self._adopt(article, near)
        elif article not in self.place_of:
            self._propose(article, near)

    def _propose(self, article: UUID, near: dict[UUID, float]) -> None:
        around: dict[Place, list[float]] = defaultdict(list)
        alone = {}
        for other, closeness in near.items():
            place = self.place_of.get(other)
            if place and not self._kept_out(article, place):
                around[place].append(closeness)
            elif not place and closeness >= ENOUGH and not self.apart.are(article, other):
                alone[other] = closeness
        if place := nearest_place(around, self.sizes):
            self._join(article, place)
            return
        group = [article, *founded_with(alone, self._closeness)]
        if self._are_of_several_outlets(group):
            self._found(group)

    def _adopt(self, article: UUID, near: dict[UUID, float]) -> None:
        """What is proposed without a story may be the one with which this article has come."""
        around: dict[Place, dict[UUID, float]] = defaultdict(dict)
        for other, closeness in near.items():
            place = self.place_of.get(other)
            if place and place.proposal is not None and not self._kept_out(article, place):
                around[place][other] = closeness
        mine = self.place_of[article]
        for place, found in around.items():
            kept_out = any(self._kept_out(other, mine) for other in found)
            if nearness(found.values(), self.sizes[place]) >= ENOUGH and not kept_out:
                ProposedStory.objects.filter(pk=self.proposal_for[place]).update(story=mine.story)
                self.place_of.update({other: mine for other, where in self.place_of.items() if where == place})
                self.sizes[mine] += self.sizes.pop(place)

    def _kept_out(self, article: UUID, place: Place) -> bool:
        if any(self.place_of.get(other) == place for other in self.apart.others[article]):
            return True  # also since this turn began
        return place.story in self.apart.stories[article] or place.proposal in self.apart.proposals[article]

    def _closeness(self, one: UUID, other: UUID) -> float:
        return NEVER if self.apart.are(one, other) else self.weighed.closeness(one, other)

    def _are_of_several_outlets(self, articles: list[UUID]) -> bool:
        """As far as is known. What one outlet prints about an event is no story yet."""
        outlets = [self.outlet_of[article] for article in articles]
        return len(articles) > 1 and (None in outlets or len({*outlets}) > 1)

    def _found(self, articles: list[UUID]) -> None:
        proposal = ProposedStory.objects.create().pk
        place = Place(None, proposal)
        self.proposal_for[place] = proposal
        for article in articles:
            self._join(article, place)

    def _join(self, article: UUID, place: Place) -> None:
        if place not in self.proposal_for:
            self.proposal_for[place] = ProposedStory.objects.create(story_id=place.story).pk
        self.proposed.append(ProposedArticle(article_id=article, proposal_id=self.proposal_for[place]))
        self.place_of[article] = place
        self.sizes[place] += 1

    def keep(self) -> None:
        ProposedArticle.objects.bulk_create(self.proposed)
