"""What people have said does not belong together: it is not proposed again."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from newsreview.corpus.models import Article
from newsreview.stories.models import Answer, ProposedArticle, StoryMove


class Apart:
    """Of each of some articles: which others, stories and proposals it was kept out of."""

    def __init__(self, articles: Collection[UUID]) -> None:
        self.others: dict[UUID, set[UUID]] = defaultdict(set)
        self.stories: dict[UUID, set[UUID]] = defaultdict(set)
        self.proposals: dict[UUID, set[UUID]] = defaultdict(set)
        self._note_answers(articles)
        self._note_moves(articles)
        self._note_where_others_are()

    def are(self, one: UUID, other: UUID) -> bool:
        return other in self.others[one] or one in self.others[other]

    def _note_answers(self, articles: Collection[UUID]) -> None:
        """Of two in one proposal, of which either was rejected."""
        about = Answer.objects.filter(article__in=articles).values("proposal")
        said: dict[UUID, dict[UUID, bool]] = defaultdict(dict)
        answers = Answer.objects.filter(proposal__in=about).order_by("at", "pk")
        for proposal, story, article, accepted in answers.values_list(
            "proposal", "proposal__story", "article", "accepted"
        ):
            said[proposal][article] = accepted
            if not accepted and story is not None:
                self.stories[article].add(story)
        for of_one in said.values():
            for article, accepted in of_one.items():
                self.others[article] |= {other for other in of_one if not (accepted and of_one[other])} - {article}

    def _note_moves(self, articles: Collection[UUID]) -> None:
        """Whoever takes an article out of a story says that it is told elsewhere."""
        moves = StoryMove.objects.filter(article__in=articles, left__isnull=False)
        for article, story in moves.values_list("article", "left"):
            self.stories[article].add(story)

    def _note_where_others_are(self) -> None:
        others = set[UUID]().union(*self.others.values())
        stories = dict(Article.objects.filter(pk__in=others, story__isnull=False).values_list("pk", "story"))
        proposals = dict(ProposedArticle.objects.filter(pk__in=others).values_list("pk", "proposal"))
        for article, apart in self.others.items():
            self.stories[article] |= {stories[other] for other in apart & stories.keys()}
            self.proposals[article] |= {proposals[other] for other in apart & proposals.keys()}
