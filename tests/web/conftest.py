from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet
from newsreview.corpus.models import Story
from newsreview.exports import building
from newsreview.projects.models import Project, Task
from tests.exports.released import this_transaction
from tests.review.seeded import seed
from tests.web.hostile import ATTACK, label_everything
from tests.web.screen import Screen
from tests.web.site import Site, made_site


@pytest.fixture
def attacked(make_task: Callable[..., Task], annotator: User, project: Project, manager: User) -> AnnotationSet:
    """A set in which every field that takes words has taken the attack."""
    for person in (annotator, manager):
        person.name = ATTACK[:150]
        person.save()
    project.name = ATTACK[:100]
    project.save()
    task = make_task(
        f"{ATTACK}\n\nSaid Ada.",
        outlet=ATTACK[:200],
        title=ATTACK[:300],
        story=Story.objects.create(name=ATTACK[:300]),
        published_at=timezone.now(),
    )
    mine = taking.take(task=task, person=annotator)
    label_everything(mine, annotator)
    return mine


@pytest.fixture
def seeded(make_task: Callable[..., Task], annotator: User, colleague: User) -> Task:
    """What two have handed in who differ in every way."""
    return seed(make_task, annotator, colleague)


@pytest.fixture
def screen(seeded: Task, reviewer: User, sign_in: Callable[[User], Client]) -> Screen:
    return Screen(seeded, sign_in(reviewer))


@pytest.fixture
def site(
    annotator: User,
    colleague: User,
    reviewer: User,
    manager: User,
    ml_client: User,
    stranger: User,
    project: Project,
    make_task: Callable[..., Task],
    monkeypatch: pytest.MonkeyPatch,
) -> Site:
    monkeypatch.setattr(building, "one_moment", this_transaction)  # this test is one itself
    cast = {"stranger": stranger, "annotator": annotator, "colleague": colleague, "reviewer": reviewer}
    return made_site(cast | {"manager": manager, "ml_client": ml_client}, project, make_task)
