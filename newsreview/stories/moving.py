"""Which articles tell a story is for people to say: they move articles from one story into another, and name them.

Each of these changes is kept with who made it and when, and the article moves back by another one. A story that nothing
tells any more stays as a row, and is in no list. Who may do it, and to which articles, the doors know.
"""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from newsreview.accounts.models import User
from newsreview.annotation.refusals import Conflict, Unacceptable
from newsreview.corpus.models import Article, Story
from newsreview.corpus.naming import open_story, rename_story
from newsreview.stories.models import Renaming, StoryMove


class NothingChosen(Unacceptable):
    code = "nothing-chosen"


class MovedOn(Conflict):
    code = "moved-on"


@transaction.atomic
def move(*, articles: Collection[UUID], out_of: Story | None, into: Story | None, by: User) -> None:
    """Those that are still where they are said to be; raises NothingChosen and MovedOn."""
    if not articles:
        raise NothingChosen(_("Choose articles first."))
    if not tell(articles=Article.objects.filter(pk__in=articles, story=out_of), story=into, by=by):
        raise MovedOn(_("These articles have just been moved by somebody else. Open the page again."))


@transaction.atomic
def tell(*, articles: QuerySet[Article], story: Story | None, by: User) -> int:
    """All of them tell this story, or none, whatever they told before; how many did not already."""
    others = articles.filter(story__isnull=False) if story is None else articles.filter(~Q(story=story) | Q(story=None))
    moving = dict(others.order_by("pk").select_for_update(of=("self",)).values_list("pk", "story"))
    Article.objects.filter(pk__in=moving).update(story=story)
    StoryMove.objects.bulk_create(
        StoryMove(article_id=article, left_id=left, joined=story, by=by) for article, left in moving.items()
    )
    return len(moving)


@transaction.atomic
def split(*, story: Story, articles: Collection[UUID], name: str, by: User) -> Story:
    """The chosen articles become a story of their own. Raises NothingChosen, MovedOn and ValidationError."""
    new = story_named(name)
    move(articles=articles, out_of=story, into=new, by=by)
    return new


@transaction.atomic
def rename(*, story: Story, articles: Collection[UUID], name: str, by: User) -> Story:
    """Of somebody who answers for these articles. Where others tell the story too, these become one of their own: what
    the others are called is not theirs to say. Raises NothingChosen, MovedOn and ValidationError."""
    story = Story.objects.select_for_update().get(pk=story.pk)
    if name == story.name:
        return story
    is_known = named(name) not in {None, story}
    if is_known or Article.objects.filter(story=story).exclude(pk__in=articles).exists():
        return split(story=story, articles=articles, name=name, by=by)
    give_name(story=story, name=name, by=by)
    return story


@transaction.atomic
def give_name(*, story: Story, name: str, by: User) -> None:
    """For all who tell it; raises ValidationError."""
    was = Story.objects.select_for_update().get(pk=story.pk).name
    rename_story(story=story, name=name)
    Renaming.objects.create(story=story, was=was, became=name, by=by)


@transaction.atomic
def put_back(*, step: StoryMove, by: User) -> None:
    """Raises MovedOn where the article has gone on since."""
    move(articles=[step.article_id], out_of=step.joined, into=step.left, by=by)


def story_named(name: str) -> Story:
    """As everywhere a story is known by its name, whatever the case; raises ValidationError where it could be none."""
    return named(name) or open_story(name=name)


def named(name: str) -> Story | None:
    return Story.objects.annotate(lower=Lower("name")).filter(lower=Lower(Value(name))).first()


def names_then(steps: Collection[StoryMove], *, now: Story) -> dict[tuple[UUID, UUID | None], str]:
    """What stories were called when articles came or went, by step and story. What people elsewhere have named one
    since is theirs; only the story `now` is called what it is called now."""
    both = [(step, story) for step in steps for story in (step.left, step.joined) if story is not None]
    renamings = defaultdict(list)
    for each in Renaming.objects.filter(story__in={story for _step, story in both} - {now}).order_by("at", "pk"):
        renamings[each.story_id].append(each)
    return {
        (step.pk, story.pk): next((each.was for each in renamings[story.pk] if each.at > step.at), story.name)
        for step, story in both
    }


def steps_of(articles: Collection[UUID], *, story: Story) -> QuerySet[StoryMove]:
    """Into the story and out of it; the latest first."""
    moves = StoryMove.objects.filter(Q(left=story) | Q(joined=story), article__in=articles)
    return moves.select_related("article", "left", "joined").defer("article__text", "article__metadata").order_by("-pk")
