"""What people say of a proposal gives articles their story; what they reject is not proposed again."""

import pytest

from newsreview.accounts.models import User
from newsreview.corpus.models import Article, Story
from newsreview.stories import answering, moving
from newsreview.stories.models import Answer, ProposedArticle, ProposedStory, StoryMove, Unsorted
from newsreview.stories.moving import MovedOn, NothingChosen
from tests.stories.events import report
from tests.stories.telling import bring_in, groups_of, sort


@pytest.fixture
def articles(db: None) -> list[Article]:
    return bring_in(*report(3, 4)[:3])


def again(articles: list[Article]) -> list[list[int]]:
    """What is proposed when everything is looked at anew."""
    Unsorted.objects.bulk_create([Unsorted(article=article) for article in articles], ignore_conflicts=True)
    sort()
    return groups_of(articles)


def test_accepted_articles_tell_a_story_of_this_name(articles: list[Article], reviewer: User) -> None:
    proposal, every = ProposedStory.objects.get(), [article.pk for article in articles]

    story = answering.accept_as_new(proposal=proposal, articles=every, name="Ferry row", by=reviewer)

    assert story.name == "Ferry row"
    assert {article.story_id for article in Article.objects.all()} == {story.pk}
    assert set(StoryMove.objects.values_list("joined__name", "by")) == {("Ferry row", reviewer.pk)}
    assert set(Answer.objects.values_list("accepted", "by")) == {(True, reviewer.pk)}
    assert again(articles) == []


def test_what_comes_later_is_proposed_for_the_accepted_story(articles: list[Article], reviewer: User) -> None:
    every = [article.pk for article in articles]
    story = answering.accept_as_new(proposal=ProposedStory.objects.get(), articles=every, name="Row", by=reviewer)

    [late] = bring_in(report(3, 4)[3])
    assert late.pk == ProposedArticle.objects.get(proposal__story=story).pk

    answering.accept(proposal=ProposedStory.objects.get(story=story), articles=[late.pk], into=story, by=reviewer)
    assert Article.objects.filter(story=story).count() == 4


def test_a_rejected_group_is_not_proposed_again(articles: list[Article], reviewer: User) -> None:
    every = [article.pk for article in articles]
    answering.reject(proposal=ProposedStory.objects.get(), articles=every, by=reviewer)

    assert again(articles) == []
    assert Article.objects.filter(story=None).count() == 3


def test_one_rejected_article_is_kept_out_and_the_rest_stays(articles: list[Article], reviewer: User) -> None:
    proposal, (first, *rest) = ProposedStory.objects.get(), [article.pk for article in articles]
    answering.reject(proposal=proposal, articles=[first], by=reviewer)
    story = answering.accept_as_new(proposal=proposal, articles=rest, name="Ferry row", by=reviewer)

    assert again(articles) == []
    assert set(Article.objects.filter(story=story).values_list("pk", flat=True)) == set(rest)


def test_what_was_kept_apart_before_is_kept_apart_when_a_third_comes(articles: list[Article], reviewer: User) -> None:
    every = [article.pk for article in articles]
    answering.reject(proposal=ProposedStory.objects.get(), articles=every, by=reviewer)

    late = bring_in(report(3, 4)[3])

    [group] = groups_of(articles + late)
    assert len(group) == 2
    assert 3 in group


def test_an_article_that_was_taken_out_of_a_story_is_not_proposed_for_it(
    articles: list[Article], reviewer: User
) -> None:
    every = [article.pk for article in articles]
    story = answering.accept_as_new(proposal=ProposedStory.objects.get(), articles=every, name="Row", by=reviewer)

    moving.move(articles=every[:1], out_of=story, into=None, by=reviewer)

    assert again(articles) == []


def test_nobody_answers_twice(articles: list[Article], reviewer: User, manager: User) -> None:
    proposal, every = ProposedStory.objects.get(), [article.pk for article in articles]
    answering.accept_as_new(proposal=proposal, articles=every, name="Ferry row", by=reviewer)

    with pytest.raises(MovedOn, match="just answered"):
        answering.accept_as_new(proposal=proposal, articles=every, name="Storm", by=manager)
    with pytest.raises(MovedOn, match="just answered"):
        answering.reject(proposal=proposal, articles=every, by=manager)
    assert not Story.objects.filter(name="Storm").exists()


def test_a_story_needs_two_articles(articles: list[Article], reviewer: User) -> None:
    proposal = ProposedStory.objects.get()

    with pytest.raises(NothingChosen, match="two articles"):
        answering.accept_as_new(proposal=proposal, articles=[articles[0].pk], name="Ferry row", by=reviewer)
    assert ProposedArticle.objects.count() == 3
