"""Whatever people do in whatever order: sets and slots agree, and no task has more open slots than the project asks."""

from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

import pytest
from django.db import transaction
from django.db.models import Count
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsreview.accounts.models import User
from newsreview.annotation import dealing, skipping, submitting, taking, taking_next
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.refusals import Gone, Refusal
from newsreview.projects import giving_out
from newsreview.projects.models import Project, Skip, Slot, Task
from tests.annotation.seats import seats

Step = tuple[str, int, int]


class Asked(NamedTuple):
    """One step: by or to one person, about one task; `other` is who else it is about."""

    project: Project
    tasks: list[Task]
    person: User
    other: User
    task: Task
    number: int

    @property
    def mine(self) -> AnnotationSet:
        if found := AnnotationSet.objects.of_person(self.person).filter(task=self.task).first():
            return found
        raise Gone("The person has no set of this task.")


ACTS: dict[str, Callable[[Asked], object]] = {
    "take": lambda a: taking.take(task=a.task, person=a.person),
    "next": lambda a: taking_next.take_next(project=a.project, person=a.person),
    "deal out": lambda a: taking.deal_out(task=a.task, person=a.person, by=a.other),
    "deal": lambda a: dealing.deal(
        project=a.project, tasks=[task.pk for task in a.tasks], people=[a.person, a.other], by=a.person
    ),
    "people": lambda a: giving_out.change_rules(project=a.project, people_per_article=a.number),
    "back": lambda a: taking.take_back(annotation_set=a.mine, by=a.other),
    "skip": lambda a: skipping.skip(annotation_set=a.mine, reason="unreadable"),
    "put back": lambda a: [skipping.put_back(skip=skip, by=a.person) for skip in Skip.objects.filter(task=a.task)],
    "hand on": lambda a: taking.hand_on(annotation_set=a.mine, by=a.person, to=a.other.pk),
    "submit": lambda a: submitting.submit(annotation_set=a.mine, by=a.person, base=a.mine.edits.count()),
    "reopen": lambda a: submitting.reopen(annotation_set=a.mine, by=a.person),
}


def check(project: Project) -> None:
    taken = dict.fromkeys(Task.objects.values_list("pk", flat=True), 0)
    taken |= dict(Slot.objects.exclude(person=None).values_list("task").annotate(n=Count("pk")))
    slots = dict(Slot.objects.values_list("task").annotate(n=Count("pk")))
    assert slots == {task: max(held, project.people_per_article) for task, held in taken.items()}
    seats()


@pytest.fixture
def play(
    project: Project, make_task: Callable[..., Task], annotator: User, colleague: User, reviewer: User
) -> Callable[[int], None]:
    """Plays sequences, each in a transaction of its own that leaves nothing."""
    people, tasks = [annotator, colleague, reviewer], [make_task(f"Article {n}.") for n in range(3)]
    one_of_three = st.integers(0, 2)
    steps = st.lists(st.tuples(st.sampled_from([*ACTS]), one_of_three, one_of_three), min_size=5, max_size=25)

    def sequence(steps: list[Step]) -> None:
        with transaction.atomic():
            project.refresh_from_db()
            for what, who, other in steps:
                with suppress(Refusal):
                    ACTS[what](Asked(project, tasks, people[who], people[other], tasks[other], who + 1))
                check(project)
            transaction.set_rollback(True)

    def many(sequences: int) -> None:
        limits = settings(max_examples=sequences, deadline=None, suppress_health_check=list(HealthCheck))
        limits(given(steps)(sequence))()

    return many


def test_whatever_people_do_slots_and_sets_agree(play: Callable[[int], None]) -> None:
    play(12)


@pytest.mark.faults
def test_whatever_people_do_for_long_slots_and_sets_agree(play: Callable[[int], None]) -> None:
    play(300)
