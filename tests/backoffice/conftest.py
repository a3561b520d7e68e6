"""A desk chief who manages one project, an administrator, and a second project which is none of the chief's business."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from uuid_utils.compat import uuid7

from newsreview.accounts.models import SignInLink, User
from newsreview.annotation import editing, labelling, linking, submitting, taking
from newsreview.annotation.models import AnnotationSet
from newsreview.corpus.models import Article, Outlet, RawFile, Story
from newsreview.projects import setting_up
from newsreview.projects.models import Membership, Project, Task

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
def other_task(person: Callable[..., User], project: Project) -> Task:
    """A task of another manager's project."""
    canal = setting_up.create_project(slug="canal", name="Canal", label_set_version=project.label_set_version)
    setting_up.set_role(project=canal, person=person("rival"), role=Membership.Role.MANAGER)
    outlet = Outlet.objects.create(name="Canal Courier")
    article = Article.objects.create(text="Locks stay shut.", first_line="Locks stay shut.", outlet=outlet)
    setting_up.add_tasks(project=canal, articles=[article])
    return Task.objects.get(project=canal)


@pytest.fixture
def marked(make_task: Callable[..., Task]) -> Callable[..., AnnotationSet]:
    """A set with two spans, a link and an article label, submitted, reopened and taken back; one row of everything."""

    def make(person: User, by: User, number: int = 1) -> AnnotationSet:
        raw = RawFile.objects.create(name=f"{number}.txt", sha256=f"{number:064}", size=9)
        story = Story.objects.create(name=f"Story {number}")
        text = f"Ada said {number}."
        task = make_task(text, outlet=f"Outlet {number}", story=story, raw_file=raw, first_line=text)
        mine = taking.take(task=task, person=person)
        ids: list[Any] = [uuid7(), uuid7()]
        editing.add_span(annotation_set=mine, by=person, span=ids[0], label="claim", start=0, end=3, quote="Ada")
        editing.add_span(annotation_set=mine, by=person, span=ids[1], label="source", start=4, end=8, quote="said")
        linking.add_link(
            annotation_set=mine, by=person, link=uuid7(), label="attributed_to", from_span=ids[0], to_span=ids[1]
        )
        labelling.set_article_label(annotation_set=mine, by=person, label="origin", value={"kind": "own_report"})
        submitting.submit(annotation_set=mine, by=person, base=mine.edits.count())
        submitting.reopen(annotation_set=mine, by=person)
        taking.take_back(annotation_set=mine, by=by)
        Group.objects.create(name=f"Group {number}")
        SignInLink.objects.create(user=person)
        return mine

    return make
