"""Who works on a task: taking it, dealing it out, taking it back, handing a draft on."""

from uuid import UUID

from django.db import transaction

from newsreview.accounts.models import User
from newsreview.annotation import seating
from newsreview.annotation.journal import Draft, Result, verb
from newsreview.annotation.models import AnnotationSet, TakingBack
from newsreview.annotation.refusals import Conflict, Unacceptable
from newsreview.projects.models import Slot, SlotQuerySet, Task


@transaction.atomic
def take(*, task: Task, person: User) -> AnnotationSet:
    """The person's set of a task with an open slot, or which they have already.

    Raises Conflict where somebody else has it, or where the person had it and is to have it no more.
    """
    seating.lock_people(person)
    slots = SlotQuerySet(Slot).filter(task=task)
    if slots.of_person(person).exists():
        return AnnotationSet.objects.of_person(person).get(task=task)
    if seating.had().filter(task=task, person=person).exists():
        raise Conflict("You had this article, and it was left or taken back. A manager can give it to you again.")
    slot = seating.next_open(slots.order_by("number"))
    if slot is None:
        raise Conflict("Somebody has this article already. Take the next one.")
    return seating.seat([(slot, person)], by=person)[0]


@transaction.atomic
def deal_out(*, task: Task, person: User, by: User) -> AnnotationSet:
    """Give a task to a person, whoever else has it."""
    seating.lock_people(person)
    if Slot.objects.filter(task=task).of_person(person).exists():
        return AnnotationSet.objects.of_person(person).get(task=task)
    return seating.seat([(seating.spare_slot(task.pk), person)], by=by)[0]


@transaction.atomic
def take_back(*, annotation_set: AnnotationSet, by: User | None) -> TakingBack:
    """Take a task back from its person. What they marked stays, with its journal. By nobody: they fell silent."""
    AnnotationSet.objects.select_for_update().only("pk").get(pk=annotation_set.pk)
    locked = AnnotationSet.objects.with_submitted().get(pk=annotation_set.pk)
    if locked.kind != AnnotationSet.Kind.PERSON:
        raise Unacceptable("Only a person's annotation set is taken back.")
    if locked.submitted:
        raise Conflict("This set is submitted: it is finished work and stays with its person.")
    if existing := TakingBack.objects.filter(annotation_set=annotation_set, ended_at=None).first():
        return existing
    seating.vacate(locked)
    return TakingBack.objects.create(annotation_set=annotation_set, by=by)


@verb("hand_on", when_taken_back=True)
def hand_on(draft: Draft, *, to: UUID) -> Result:
    """Give a draft, as it stands, to another person, who then holds it. Its journal keeps who did what."""
    annotation_set = draft.annotation_set
    if annotation_set.kind != AnnotationSet.Kind.PERSON:
        raise Unacceptable("Only a person's annotation set is handed on.")
    person = User.objects.filter(pk=to, is_active=True).first()
    if person is None:
        raise Unacceptable("There is no active person with this id to hand the draft on to.")
    seating.lock_people(person)
    if AnnotationSet.objects.of_person(person).filter(task=annotation_set.task).exists():
        raise Conflict(f"{person} has a set of this article already.")
    before = {"person": str(annotation_set.person_id)}
    slot = Slot.objects.filter(task=annotation_set.task_id, person=annotation_set.person_id).first()
    annotation_set.person = person
    annotation_set.save(update_fields=["person"])
    seating.seat([(slot or seating.spare_slot(annotation_set.task_id), person)], by=draft.by)
    after = {"person": str(to)}
    draft.changes.append({"object": "set", "id": str(annotation_set.pk), "before": before, "after": after})
    return {"person": str(to)}
