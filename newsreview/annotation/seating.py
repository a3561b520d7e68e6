"""Who sits where: a slot and an annotation set always go together. The verbs of `taking` are made of these steps.

Each waits for locks in one order, so that none waits for another that waits for it: annotation set, person, project,
task, slot.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import Now

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet, AnnotationSetQuerySet, TakingBack
from newsreview.projects.models import Skip, Slot, SlotQuerySet, Task

Seats = Sequence[tuple[Slot, User]]


def lock_people(*people: User) -> None:
    """One after the other: a person who asks twice at once is not given two slots of one task."""
    list(User.objects.select_for_update(no_key=True).filter(pk__in=[person.pk for person in people]).order_by("pk"))


HOLD_PROJECT = """
SELECT FROM projects_project project
  JOIN projects_task task ON task.project_id = project.id
 WHERE task.id = %s
   FOR KEY SHARE OF project
"""


def lock_task(task_id: UUID) -> Task:
    """No slot of the task is added or taken away meanwhile, and as many people are asked for as now."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD_PROJECT, [task_id])  # others hold it too; only change_rules waits
    return Task.objects.select_related("project").select_for_update(of=("self",), no_key=True).get(pk=task_id)


def spare_slot(task_id: UUID) -> Slot:
    """A slot of the task that nobody has: an open one, or one more than the project asks for."""
    task = lock_task(task_id)
    slots = SlotQuerySet(Slot).filter(task=task)
    if slot := next_open(slots.order_by("number")):
        return slot
    last = slots.aggregate(last=Max("number"))["last"] or 0
    return Slot.objects.create(project=task.project, task=task, number=last + 1, turn=task.turn)


def next_open(slots: SlotQuerySet, *, skip_locked: bool = False) -> Slot | None:
    """The first of them that is open, locked."""
    waiting = slots.open().select_related("project").select_for_update(of=("self",), skip_locked=skip_locked)
    return waiting.first()


def seat(seats: Seats, *, by: User) -> list[AnnotationSet]:
    """Give slots, which this transaction has locked, to people, each with the set it goes with, made or as it stood."""
    for person in {person for _, person in seats}:
        theirs = [slot.pk for slot, whose in seats if whose == person]
        Slot.objects.filter(pk__in=theirs).update(person=person, heard_at=Now())
    stood = sets_of(seats)
    made = {
        (slot.task_id, person.pk): AnnotationSet(
            task_id=slot.task_id, person=person, label_set_version_id=slot.project.label_set_version_id
        )
        for slot, person in seats
        if (slot.task_id, person.pk) not in stood
    }
    AnnotationSet.objects.bulk_create(made.values())
    if stood:
        ended = {"ended_at": Now(), "ended_by": by}
        TakingBack.objects.filter(annotation_set__in=stood.values(), ended_at=None).update(**ended)
        for made_before in stood.values():
            Skip.objects.filter(task=made_before.task_id, person=made_before.person_id, ended_at=None).update(**ended)
    return [(stood | made)[slot.task_id, person.pk] for slot, person in seats]


def sets_of(seats: Seats) -> dict[tuple[UUID, UUID], AnnotationSet]:
    """What these people have marked before at these tasks."""
    tasks, people = {slot.task_id for slot, _ in seats}, {person.pk for _, person in seats}
    found = AnnotationSet.objects.by_people().filter(task__in=tasks, person__in=people)
    wanted = {(slot.task_id, person.pk) for slot, person in seats}
    return {
        (made.task_id, made.person_id): made
        for made in found
        if made.person_id and (made.task_id, made.person_id) in wanted
    }


def had() -> AnnotationSetQuerySet:
    """The sets whose people are not given the task again unasked: all but those that they left by falling silent, or
    by a skip that was put back."""
    standing = TakingBack.objects.filter(annotation_set=OuterRef("pk"), ended_at=None)
    left = Exists(standing.filter(Q(by=None) | Q(by=OuterRef("person"))))
    skipped = Exists(Skip.objects.filter(task=OuterRef("task"), person=OuterRef("person"), ended_at=None))
    return AnnotationSetQuerySet(AnnotationSet).by_people().filter(~left | skipped)


def vacate(annotation_set: AnnotationSet) -> None:
    """Open the set's slot again, or take it away where more people have the task than the project asks for."""
    task = lock_task(annotation_set.task_id)
    slots = SlotQuerySet(Slot).filter(task=task)
    theirs = slots.filter(person=annotation_set.person_id)
    if slots.count() > task.project.people_per_article:
        theirs.delete()
    else:
        theirs.update(person=None, heard_at=None)


def hear_from(annotation_set: AnnotationSet) -> None:
    """The person is at work on it, from now on."""
    slot_of(annotation_set).update(heard_at=Now())


def expect_nothing_of(annotation_set: AnnotationSet) -> None:
    """The person has submitted it."""
    slot_of(annotation_set).update(heard_at=None)


def slot_of(annotation_set: AnnotationSet) -> SlotQuerySet:
    return SlotQuerySet(Slot).filter(task=annotation_set.task_id, person=annotation_set.person_id, person__isnull=False)
