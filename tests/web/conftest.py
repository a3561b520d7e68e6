from collections.abc import Callable

import pytest
from django.utils import timezone

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet
from newsreview.corpus.models import Story
from newsreview.projects.models import Project, Task
from tests.web.hostile import ATTACK, label_everything


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
