"""A desk chief who manages one project, an administrator, and a project which is none of the chief's business."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.test import Client
from uuid_utils.compat import uuid7

from newsreview.accounts.models import SignInLink, User
from newsreview.accounts.tokens import make_token
from newsreview.annotation import editing, labelling, linking, predicting, skipping, submitting, taking
from newsreview.annotation.decisions import Decision
from newsreview.annotation.models import AnnotationSet
from newsreview.corpus import keeping_filters
from newsreview.corpus.models import Article, Outlet, RawFile, Story
from newsreview.exports import releasing
from newsreview.exports.choosing import Choices
from newsreview.exports.models import Outcome
from newsreview.labels.models import Move
from newsreview.notices import mailing, telling
from newsreview.projects import inviting, setting_up
from newsreview.projects.models import Membership, Project, Task
from newsreview.review import commenting, reviewing, settling
from newsreview.stories import answering, moving
from newsreview.stories.models import ProposedArticle, ProposedStory
from newsreview.suggestions.models import Answer


@pytest.fixture
def chief(person: Callable[..., User], project: Project) -> User:
    """Staff, manager of the ferry project, no administrator."""
    someone = person("chief", is_staff=True)
    setting_up.set_role(project=project, person=someone, role=Membership.Role.MANAGER)
    return someone


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_superuser("administrator@example.org", name="Administrator")


@pytest.fixture
def at_chief(chief: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(chief)


@pytest.fixture
def at_administrator(administrator: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(administrator)


@pytest.fixture
def marked(make_task: Callable[..., Task]) -> Callable[..., AnnotationSet]:
    """One row of everything: a set, skipped, dealt out again, with spans, link and article label, submitted, talked
    about, accepted and returned all the same, then taken back."""

    def make(person: User, by: User, number: int = 1, task: Task | None = None) -> AnnotationSet:
        task = task or make_task(f"Ada said {number}.", **surroundings(number))
        skipping.skip(annotation_set=taking.take(task=task, person=person), reason="conflict")
        mine = taking.deal_out(task=task, person=person, by=by)
        ids: list[Any] = [uuid7(), uuid7()]
        editing.add_span(annotation_set=mine, by=person, span=ids[0], label="claim", start=0, end=3, quote="Ada")
        editing.add_span(annotation_set=mine, by=person, span=ids[1], label="source", start=4, end=8, quote="said")
        linking.add_link(
            annotation_set=mine, by=person, link=uuid7(), label="attributed_to", from_span=ids[0], to_span=ids[1]
        )
        labelling.set_article_label(annotation_set=mine, by=person, label="origin", value={"kind": "own_report"})
        submitting.submit(annotation_set=mine, by=person, base=mine.edits.count())
        review(mine, by, ids[0])
        refused = {"suggestion": uuid7(), "way": "near-copy", "from_set": mine, "from_span": ids[0]}
        Answer.objects.create(annotation_set=mine, by=person, says=Answer.Says.REJECTED, **refused)
        taking.take_back(annotation_set=mine, by=by)
        last = mine.edits.latest("number")
        Decision.objects.create(pk=uuid7(), annotation_set=mine, kind="missing", choice="both", last_edit=last)
        Move.objects.create(version=mine.label_set_version, by=by, stay=["heading"], drafts=1)
        telling.dealt_out([mine], project=mine.task.project, by=by)
        mailing.turn(person, on=True)
        tell(mine.task.article, by)
        predict(mine.task, by, number)
        release(mine.task.project, by, number)
        keeping_filters.save_filter(person=person, name=f"Filter {number}", query="words=ada")
        SignInLink.objects.create(user=person)
        inviting.invite(email=f"new{number}@example.org", by=by, project=mine.task.project, role="annotator")
        make_token(person=person, name="Training", scopes=["read"], lifetime=timedelta(days=1))
        LogEntry.objects.log_actions(by.pk, Task.objects.filter(pk=task.pk), CHANGE, "Told.")
        return mine

    return make


def review(theirs: AnnotationSet, by: User, span: UUID) -> None:
    people: list[Any] = [theirs.person]
    talk = commenting.begin(annotation_set=theirs, by=by, thread=uuid7(), text=f"@{theirs.person}?", readers=people)
    commenting.resolve(thread=talk, by=by)
    seen = [mark for mark in reviewing.unseen(theirs) if mark.object_id == span]
    reviewing.approve(annotation_set=theirs.pk, by=by, seen=seen)
    settling.accept(annotation_set=theirs.pk, by=by, base=theirs.edits.count())
    settling.return_set(annotation_set=theirs, by=by, note="Once more.")


def tell(article: Article, by: User) -> None:
    story, proposal = Story.objects.get(articles=article), ProposedStory.objects.create()
    moving.tell(articles=Article.objects.filter(pk=article.pk), story=None, by=by)
    ProposedArticle.objects.create(article=article, proposal=proposal)
    answering.accept(proposal=proposal, articles=[article.pk], into=story, by=by)
    moving.give_name(story=story, name=f"{story}, told", by=by)


def predict(task: Task, by: User, number: int) -> None:
    version = predicting.known_version(project=task.project, model="spancat", version=str(number), by=by)
    predicting.predict(model_version=version, task=task, by=by, spans=[], links=[])


def release(project: Project, by: User, number: int) -> None:
    asked = releasing.request_release(project=project, by=by, name=f"Release {number}", choices=Choices())
    Outcome.objects.create(release=asked, manifest={"digest": ""})
    releasing.withdraw(release=asked, by=by, why="The wrong labels.")


def surroundings(number: int) -> dict[str, Any]:
    """What stands around an article, with names of its own."""
    Group.objects.create(name=f"Group {number}")
    return {
        "outlet": f"Outlet {number}",
        "story": Story.objects.create(name=f"Story {number}"),
        "raw_file": RawFile.objects.create(name=f"{number}.txt", sha256=f"{number:064}", size=9),
        "first_line": f"Ada said {number}.",
    }


@pytest.fixture
def everything(marked: Callable[..., AnnotationSet], annotator: User, chief: User) -> AnnotationSet:
    return marked(annotator, chief)


@pytest.fixture
def elsewhere(person: Callable[..., User], project: Project, marked: Callable[..., AnnotationSet]) -> AnnotationSet:
    """One row of everything in another manager's project, on a label set of its own."""
    canal = setting_up.create_project(slug="canal", name="Canal")
    rival, digger = person("rival"), person("digger")
    setting_up.set_role(project=canal, person=rival, role=Membership.Role.MANAGER)
    setting_up.set_role(project=canal, person=digger, role=Membership.Role.ANNOTATOR)
    around = surroundings(0)
    outlet = Outlet.objects.create(name=around.pop("outlet"))
    setting_up.add_tasks(project=canal, articles=[Article.objects.create(text="Ada said 0.", outlet=outlet, **around)])
    return marked(digger, rival, task=Task.objects.get(project=canal))


@pytest.fixture
def submitted(make_task: Callable[..., Task], annotator: User) -> AnnotationSet:
    mine = taking.take(task=make_task("Handed in."), person=annotator)
    submitting.submit(annotation_set=mine, by=annotator, base=0)
    return mine
