"""What people say of a proposal: only that gives an article its story."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from newsreview.accounts.models import User
from newsreview.corpus.models import Story
from newsreview.stories.models import Answer, ProposedArticle, ProposedStory, Unsorted
from newsreview.stories.moving import MovedOn, NothingChosen, move, story_named
from newsreview.stories.turns import take_turn

LEAST = 2


@transaction.atomic
def accept(*, proposal: ProposedStory, articles: Collection[UUID], into: Story, by: User) -> Story:
    """These articles tell this story. Raises NothingChosen and MovedOn."""
    if not articles:
        raise NothingChosen(_("Choose articles first."))
    take_turn()
    open_ones = answer(proposal, articles, accepted=True, by=by)
    move(articles=open_ones, out_of=None, into=into, by=by)
    # What the person does not see of the proposal is asked of others.
    ProposedStory.objects.filter(pk=proposal.pk, story=None).update(story=into)
    return into


@transaction.atomic
def accept_as_new(*, proposal: ProposedStory, articles: Collection[UUID], name: str, by: User) -> Story:
    """These articles tell a story of this name. Raises NothingChosen, MovedOn and ValidationError."""
    if len(articles) < LEAST:
        raise NothingChosen(_("A story needs two articles. Choose those that tell it."))
    return accept(proposal=proposal, articles=articles, into=story_named(name), by=by)


@transaction.atomic
def reject(*, proposal: ProposedStory, articles: Collection[UUID], by: User) -> None:
    """These articles do not tell this story; others may be found for them. Raises MovedOn."""
    take_turn()
    rejected = answer(proposal, articles, accepted=False, by=by)
    Unsorted.objects.bulk_create([Unsorted(article_id=article) for article in rejected], ignore_conflicts=True)


def answer(proposal: ProposedStory, articles: Collection[UUID], *, accepted: bool, by: User) -> list[UUID]:
    """Of those that nobody has answered for yet, and that have no story from elsewhere."""
    waiting = ProposedArticle.objects.filter(proposal=proposal, pk__in=articles, article__story=None)
    found = sorted(waiting.values_list("pk", flat=True))
    if not found:
        raise MovedOn(_("Somebody has just answered for these articles. Open the page again."))
    Answer.objects.bulk_create(
        Answer(proposal=proposal, article_id=article, accepted=accepted, by=by) for article in found
    )
    ProposedArticle.objects.filter(pk__in=found).delete()
    return found
