"""People move articles between stories; who did, and when, stays."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from newsreview.accounts.models import User
from newsreview.corpus.models import Article, Story
from newsreview.projects.models import Task
from newsreview.review import keeping
from newsreview.stories import moving
from newsreview.stories.models import Renaming, StoryMove
from newsreview.stories.moving import MovedOn, NothingChosen
from tests.owner import as_owner
from tests.review.two_people import hand_in


@pytest.fixture
def ferry(make_task: Callable[..., Task]) -> Story:
    story = Story.objects.create(name="Ferry row")
    for outlet in ("Post", "Echo", "Mail"):
        make_task(outlet=outlet, story=story)
    return story


def told_in(story: Story) -> list[str]:
    return sorted(Article.objects.filter(story=story).values_list("outlet__name", flat=True))


def of(*outlets: str) -> list[Article]:
    return list(Article.objects.filter(outlet__name__in=outlets).order_by("pk"))


def steps() -> list[tuple[str, str | None, str | None, str]]:
    named = ("article__outlet__name", "left__name", "joined__name", "by__name")
    return list(StoryMove.objects.order_by("pk").values_list(*named))


def test_chosen_articles_become_a_story_of_their_own(ferry: Story, reviewer: User) -> None:
    chosen = [article.pk for article in of("Echo", "Mail")]

    storm = moving.split(story=ferry, articles=chosen, name="Storm", by=reviewer)

    assert (told_in(ferry), told_in(storm)) == (["Post"], ["Echo", "Mail"])
    assert steps() == [("Echo", "Ferry row", "Storm", "Reviewer"), ("Mail", "Ferry row", "Storm", "Reviewer")]


def test_a_story_is_merged_into_another_and_stays_as_a_row(ferry: Story, make_task, reviewer: User) -> None:
    storm = Story.objects.create(name="Storm")
    make_task(outlet="Fathom", story=storm)

    moving.move(articles=[article.pk for article in of("Post", "Echo", "Mail")], out_of=ferry, into=storm, by=reviewer)

    assert told_in(storm) == ["Echo", "Fathom", "Mail", "Post"]
    assert told_in(ferry) == []
    assert Story.objects.filter(name="Ferry row").exists()


def test_an_article_is_put_back(ferry: Story, reviewer: User, manager: User) -> None:
    [echo] = of("Echo")
    moving.move(articles=[echo.pk], out_of=ferry, into=None, by=reviewer)
    step = StoryMove.objects.get()

    moving.put_back(step=step, by=manager)

    assert told_in(ferry) == ["Echo", "Mail", "Post"]
    assert steps() == [("Echo", "Ferry row", None, "Reviewer"), ("Echo", None, "Ferry row", "Manager")]
    with pytest.raises(MovedOn):
        moving.put_back(step=step, by=manager)


def test_what_somebody_else_has_just_moved_stays_there(ferry: Story, reviewer: User) -> None:
    [echo], storm = of("Echo"), Story.objects.create(name="Storm")
    moving.move(articles=[echo.pk], out_of=ferry, into=storm, by=reviewer)

    with pytest.raises(MovedOn, match="just been moved"):
        moving.split(story=ferry, articles=[echo.pk], name="Flood", by=reviewer)
    with pytest.raises(NothingChosen, match="Choose articles"):
        moving.split(story=ferry, articles=[], name="Flood", by=reviewer)

    assert told_in(storm) == ["Echo"]
    assert not Story.objects.filter(name="Flood").exists()


def test_a_story_gets_another_name_from_whoever_answers_for_all_of_it(ferry: Story, reviewer: User) -> None:
    every = list(Article.objects.values_list("pk", flat=True))

    assert moving.rename(story=ferry, articles=every, name="Ferry talks", by=reviewer) == ferry

    ferry.refresh_from_db()
    renaming = Renaming.objects.get()
    assert (ferry.name, renaming.was, renaming.became, renaming.by) == (
        "Ferry talks",
        "Ferry row",
        "Ferry talks",
        reviewer,
    )
    assert steps() == []


def test_the_name_of_a_story_that_others_tell_too_is_not_changed_for_them(ferry: Story, reviewer: User) -> None:
    own = [article.pk for article in of("Post", "Echo")]

    new = moving.rename(story=ferry, articles=own, name="Ferry talks", by=reviewer)

    ferry.refresh_from_db()
    assert (ferry.name, told_in(ferry)) == ("Ferry row", ["Mail"])
    assert (new.name, told_in(new)) == ("Ferry talks", ["Echo", "Post"])
    assert Renaming.objects.count() == 0


def test_a_story_is_known_by_its_name_whatever_the_case(ferry: Story) -> None:
    assert moving.story_named("FERRY ROW") == ferry
    with pytest.raises(ValidationError):
        moving.story_named("")
    with pytest.raises(ValidationError):
        moving.story_named("x" * 301)


def test_what_was_done_stays(ferry: Story, reviewer: User) -> None:
    moving.tell(articles=Article.objects.all(), story=None, by=reviewer)
    moving.give_name(story=ferry, name="Storm", by=reviewer)

    for model in (StoryMove, Renaming):
        with pytest.raises(IntegrityError, match="only grows"), as_owner():
            model.objects.update(by=reviewer)
        with pytest.raises(IntegrityError, match="only grows"), as_owner():
            model.objects.all()._raw_delete("default")


def test_telling_what_is_told_already_changes_nothing(ferry: Story, reviewer: User) -> None:
    assert moving.tell(articles=Article.objects.all(), story=ferry, by=reviewer) == 0
    assert moving.tell(articles=Article.objects.all(), story=None, by=reviewer) == 3
    assert moving.tell(articles=Article.objects.all(), story=None, by=reviewer) == 0
    assert len(steps()) == 3


def test_whoever_counts_by_story_counts_by_the_new_one(
    ferry: Story, annotator: User, colleague: User, reviewer: User
) -> None:
    task = Task.objects.get(article__outlet__name="Post")
    hand_in(task, annotator, colleague)
    assert [each.story for each in keeping.known(task.project).compared] == [ferry.pk]

    storm = moving.split(story=ferry, articles=[task.article_id], name="Storm", by=reviewer)

    assert [each.story for each in keeping.known(task.project).compared] == [storm.pk]
