"""The pages of stories: who sees what of them, and what people do there."""

from collections.abc import Callable
from html import escape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from newsreview.accounts.models import User
from newsreview.corpus.models import Article, Story
from newsreview.projects import setting_up
from newsreview.projects.models import Project, Task
from newsreview.stories.models import Answer, ProposedArticle, ProposedStory, StoryMove
from tests.web.hostile import ATTACK

OUTLETS = ("Post", "Echo", "Mail")


@pytest.fixture
def ferry(make_task: Callable[..., Task]) -> Story:
    story = Story.objects.create(name="Ferry row")
    for outlet in OUTLETS:
        make_task(f"{outlet} says so.\n", outlet=outlet, title=f"Ferry by {outlet}", story=story)
    return story


@pytest.fixture
def proposal(make_task: Callable[..., Task]) -> ProposedStory:
    found = ProposedStory.objects.create()
    for outlet, title in zip(OUTLETS, ("Gates open", "Storm gates open in the night", "Storm night"), strict=True):
        article = make_task(f"{title}, says {outlet}.", outlet=outlet, title=title).article
        ProposedArticle.objects.create(article=article, proposal=found)
    return found


@pytest.fixture
def hidden(db: None) -> Callable[..., Article]:
    """An article in a project of others."""
    airport = setting_up.create_project(slug="airport")

    def make(**fields: Any) -> Article:
        article = Article.objects.create(**{"text": "Elsewhere told.", "title": "Elsewhere told"} | fields)
        setting_up.add_tasks(project=airport, articles=[article])
        return article

    return make


@pytest.fixture
def at(sign_in: Callable[[User], Client]) -> Callable[..., str]:
    def read(person: User, name: str, /, *args: object, **asked: str) -> str:
        answer = sign_in(person).get(reverse(name, args=args), asked)
        assert answer.status_code == 200
        return answer.text

    return read


@pytest.fixture
def do(sign_in: Callable[[User], Client]) -> Callable[..., HttpResponse]:
    def post(person: User, name: str, /, *args: object, **fields: Any) -> Any:
        return sign_in(person).post(reverse(name, args=args), fields, follow=True)

    return post


def of(*outlets: str) -> list[str]:
    return [str(pk) for pk in Article.objects.filter(outlet__name__in=outlets).values_list("pk", flat=True)]


def told_in(story: Story | str) -> list[str]:
    return sorted(Article.objects.filter(story__name=str(story)).values_list("outlet__name", flat=True))


def test_everybody_reads_the_articles_side_by_side(at, ferry, annotator, reviewer):
    listed = at(annotator, "story-list")
    page = at(annotator, "story", ferry.pk)

    assert "Ferry row" in listed
    assert page.count("<article ") == 3
    assert "Mail says so." in page
    assert "Rename" not in page
    assert "Rename" in at(reviewer, "story", ferry.pk)


def test_stories_are_found_by_their_names(at, ferry, annotator):
    assert "Ferry row" in at(annotator, "story-list", name="FERRY")
    assert "Ferry row" in at(annotator, "story-list", name=" ferry\0 row ")
    assert "Ferry row" not in at(annotator, "story-list", name="storm")


def test_a_proposal_is_accepted_under_a_name(at, do, proposal, reviewer, annotator):
    assert 'value="Storm gates open in the night"' in at(reviewer, "story-list")
    assert "Proposed" not in at(annotator, "story-list")

    chosen = {"shown": of(*OUTLETS), "article": of("Post", "Echo")}
    said = do(reviewer, "story-proposal", proposal.pk, **chosen, name="The night of the gates", do="accept")

    assert "2 articles tell “The night of the gates” now." in said.text
    assert told_in("The night of the gates") == ["Echo", "Post"]
    answers = Answer.objects.order_by("article__outlet__name").values_list("article__outlet__name", "accepted")
    assert list(answers) == [("Echo", True), ("Mail", False), ("Post", True)]


def test_a_proposal_is_rejected(do, proposal, manager):
    said = do(manager, "story-proposal", proposal.pk, shown=of(*OUTLETS), article=of(*OUTLETS), do="reject")

    assert "They will not be proposed together again." in said.text
    assert set(Answer.objects.values_list("accepted", flat=True)) == {False}
    assert Article.objects.filter(story=None).count() == 3


def test_what_somebody_else_has_just_answered_is_said_to_be(do, proposal, manager, reviewer):
    do(manager, "story-proposal", proposal.pk, shown=of(*OUTLETS), do="reject")

    said = do(reviewer, "story-proposal", proposal.pk, shown=of(*OUTLETS), article=of(*OUTLETS), name="Row")

    assert "This has just been answered." in said.text
    assert StoryMove.objects.count() == 0


def test_several_proposals_are_accepted_at_once(do, proposal, make_task, reviewer):
    other = ProposedStory.objects.create()
    for outlet in ("Fathom", "Strait"):
        article = make_task(f"{outlet}.", outlet=outlet, title="A strike begins").article
        ProposedArticle.objects.create(article=article, proposal=other)

    do(reviewer, "story-proposals", shown=of(*OUTLETS, "Fathom", "Strait"))

    assert told_in("Storm gates open in the night") == ["Echo", "Mail", "Post"]
    assert told_in("A strike begins") == ["Fathom", "Strait"]


def test_what_has_come_since_the_page_was_shown_is_not_answered_for(do, proposal, reviewer):
    do(reviewer, "story-proposal", proposal.pk, shown=of("Post", "Echo"), article=of(*OUTLETS), name="Row", do="accept")

    assert told_in("Row") == ["Echo", "Post"]
    assert ProposedArticle.objects.filter(article__outlet__name="Mail").exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [(" \0\n", "Give the story a name"), ("x" * 301, "at most 300"), ("ferry ROW", "There is a story")],
)
def test_a_name_that_cannot_be_is_refused(do, ferry, proposal, reviewer, name, words):
    chosen = {"shown": of(*OUTLETS), "article": of(*OUTLETS)}

    assert words in do(reviewer, "story-proposal", proposal.pk, **chosen, name=name, do="accept").text
    assert words in do(reviewer, "story-split", ferry.pk, article=of("Post"), name=name).text
    assert Answer.objects.count() == 0
    assert told_in("Ferry row") == ["Echo", "Mail", "Post"]


def test_a_story_is_split_merged_renamed_and_mended(at, do, ferry, reviewer):
    do(reviewer, "story-split", ferry.pk, article=of("Post"), name="Storm")
    assert (told_in("Ferry row"), told_in("Storm")) == (["Echo", "Mail"], ["Post"])

    do(reviewer, "story-merge", ferry.pk, into="storm")
    assert (told_in("Ferry row"), told_in("Storm")) == ([], ["Echo", "Mail", "Post"])
    assert "Ferry row" not in at(reviewer, "story-list")

    storm = Story.objects.get(name="Storm")
    do(reviewer, "story-name", storm.pk, name="The storm")
    storm.refresh_from_db()
    assert storm.name == "The storm"

    page = at(reviewer, "story", storm.pk)
    assert page.count("Put back") == 3
    assert page.count("Reviewer ·") == 3
    step = StoryMove.objects.get(left=ferry, article__outlet__name="Mail")
    do(reviewer, "story-return", storm.pk, move=step.pk)
    assert told_in("Ferry row") == ["Mail"]
    assert "just been moved" in do(reviewer, "story-return", storm.pk, move=step.pk).text

    do(reviewer, "story-split", storm.pk, article=of("Echo"), do="take-out")
    assert told_in("The storm") == ["Post"]
    assert "Echo → " not in at(reviewer, "story", storm.pk)
    step = StoryMove.objects.get(joined=None)
    do(reviewer, "story-return", storm.pk, move=step.pk)
    assert told_in("The storm") == ["Echo", "Post"]


def test_merging_needs_another_story_that_is_seen(do, ferry, hidden, reviewer):
    hidden(story=Story.objects.create(name="Runway"))

    for name in ("Runway", "ferry row", "Nothing", "", "\0"):
        assert "Choose another story by its name." in do(reviewer, "story-merge", ferry.pk, into=name).text
    assert told_in("Ferry row") == ["Echo", "Mail", "Post"]


def test_of_a_story_that_others_tell_too_only_the_own_part_is_seen_and_moved(at, do, ferry, hidden, manager, stranger):
    elsewhere = hidden(story=ferry)

    assert "3 articles" in at(manager, "story", ferry.pk)
    assert "Elsewhere" not in at(manager, "story", ferry.pk)
    assert "<td>3 articles</td>" in at(manager, "story-list")
    assert "Ferry row" not in at(stranger, "story-list")

    do(manager, "story-name", ferry.pk, name="Ferry talks")
    elsewhere.refresh_from_db()
    assert (elsewhere.story, told_in("Ferry talks")) == (ferry, ["Echo", "Mail", "Post"])
    assert "Ferry row" not in at(manager, "story-list")


def test_stories_of_others_are_told_of_nowhere(at, do, hidden, proposal, manager, person):
    runway = Story.objects.create(name="Runway")
    hidden(story=runway)
    ProposedStory.objects.filter(pk=proposal.pk).update(story=runway)

    said = at(manager, "story-list")

    assert "Runway" not in said
    assert "3 articles seem to tell one story" in said
    assert "Runway" in at(person("root", is_superuser=True), "story-list")
    chosen = {"shown": of(*OUTLETS), "article": of(*OUTLETS)}
    do(manager, "story-proposal", proposal.pk, **chosen, name="Storm", do="accept")
    assert told_in("Storm") == ["Echo", "Mail", "Post"]


def test_a_change_calls_stories_what_they_were_called_then(at, do, ferry, hidden, manager, person):
    hidden(story=ferry)
    do(manager, "story-split", ferry.pk, article=of("Post", "Echo"), name="Ferry talks")
    do(manager, "story-split", ferry.pk, article=of("Mail"), name="Mail story")
    talks = Story.objects.get(name="Ferry talks")
    root = person("root", is_superuser=True)

    for name in ("Codename", "Other codename"):
        do(root, "story-name", ferry.pk, name=name)
    do(manager, "story-name", talks.pk, name="The talks")

    page = at(manager, "story", talks.pk)
    assert page.count("<bdi>Ferry row</bdi> → <bdi>The talks</bdi>") == 2
    assert "codename" not in page.casefold()


def test_a_name_that_only_others_use_is_used_as_an_import_would(at, do, hidden, ferry, manager):
    runway = Story.objects.create(name="Runway")
    hidden(story=runway)

    said = do(manager, "story-split", ferry.pk, article=of("Post"), name="Runway").text

    assert "1 article" in said
    assert "Elsewhere" not in said
    assert Article.objects.filter(story=runway).count() == 2


def test_one_article_of_a_proposal_is_no_story_yet(at, make_task, hidden, manager):
    found = ProposedStory.objects.create()
    for article in (make_task().article, hidden()):
        ProposedArticle.objects.create(article=article, proposal=found)

    assert "Proposed" not in at(manager, "story-list")


def test_who_only_annotates_or_reads_changes_nothing(do, ferry, proposal, annotator, ml_client, stranger):
    for somebody in (annotator, ml_client, stranger):
        for name in ("story-name", "story-split", "story-merge", "story-return"):
            assert do(somebody, name, ferry.pk, name="x", into="x", article=of("Post")).status_code == 404
        shown = {"shown": of(*OUTLETS), "article": of(*OUTLETS)}
        assert do(somebody, "story-proposal", proposal.pk, **shown, name="x").status_code == 404
        do(somebody, "story-proposals", **shown)
    assert StoryMove.objects.count() == 0
    assert ProposedArticle.objects.count() == 3


def test_articles_that_the_person_does_not_answer_for_stay(do, ferry, hidden, manager):
    elsewhere = hidden(story=ferry)

    said = do(manager, "story-split", ferry.pk, article=[str(elsewhere.pk)], name="Storm")

    assert "Choose articles first." in said.text
    elsewhere.refresh_from_db()
    assert elsewhere.story == ferry


def test_words_are_words(at, make_task, reviewer):
    story = Story.objects.create(name=ATTACK[:300])
    make_task(ATTACK, title=ATTACK[:500], story=story, outlet=ATTACK[:200])
    found = ProposedStory.objects.create(story=story)
    ProposedArticle.objects.create(article=make_task(ATTACK * 2, title=ATTACK[:500]).article, proposal=found)

    for said in (at(reviewer, "story-list"), at(reviewer, "story", story.pk)):
        assert "<svg" not in said
        assert "<script>alert" not in said
        assert escape("<script>alert(1)</script>") in said


def test_the_articles_of_a_project_lead_to_their_story(at, ferry, annotator, project: Project):
    assert reverse("story", args=[ferry.pk]) in at(annotator, "project", project.slug)
