"""Who works on a task: taking it, dealing it out, taking it back, handing a draft on."""

from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from newsreview.accounts.models import User
from newsreview.annotation.journal import Draft, Result, verb
from newsreview.annotation.models import AnnotationSet, TakingBack
from newsreview.annotation.refusals import Conflict, Unacceptable
from newsreview.projects.models import Task


@transaction.atomic
def take(*, task: Task, person: User) -> AnnotationSet:
    """The person's set of a task that nobody else holds; made when there is none. The task's row is the lock."""
    locked = Task.objects.select_for_update(of=("self",)).select_related("project").get(pk=task.pk)
    held = AnnotationSet.objects.by_people().held().filter(task=locked)
    if mine := held.filter(person=person).first():
        return mine
    if other := held.select_related("person").first():
        raise Conflict(f"{other.person} has this article already. Take the next one.")
    return hold(task=locked, person=person, by=person)


@transaction.atomic
def deal_out(*, task: Task, person: User, by: User) -> AnnotationSet:
    """Give a task to a person, whoever else has it."""
    locked = Task.objects.select_for_update(of=("self",)).select_related("project").get(pk=task.pk)
    return hold(task=locked, person=person, by=by)


def hold(*, task: Task, person: User, by: User) -> AnnotationSet:
    annotation_set, _ = AnnotationSet.objects.get_or_create(
        task=task,
        person=person,
        kind=AnnotationSet.Kind.PERSON,
        defaults={"label_set_version_id": task.project.label_set_version_id},
    )
    TakingBack.objects.filter(annotation_set=annotation_set, ended_at=None).update(ended_at=Now(), ended_by=by)
    return annotation_set


@transaction.atomic
def take_back(*, annotation_set: AnnotationSet, by: User) -> TakingBack:
    """Take a task back from its person. What they marked stays, with its journal."""
    AnnotationSet.objects.select_for_update().only("pk").get(pk=annotation_set.pk)
    if AnnotationSet.objects.with_submitted().get(pk=annotation_set.pk).submitted:
        raise Conflict("This set is submitted: it is finished work and stays with its person.")
    if existing := TakingBack.objects.filter(annotation_set=annotation_set, ended_at=None).first():
        return existing
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
    if AnnotationSet.objects.of_person(person).filter(task=annotation_set.task).exists():
        raise Conflict(f"{person} has a set of this article already.")
    before = {"person": str(annotation_set.person_id)}
    annotation_set.person = person
    annotation_set.save(update_fields=["person"])
    TakingBack.objects.filter(annotation_set=annotation_set, ended_at=None).update(ended_at=Now(), ended_by=draft.by)
    after = {"person": str(to)}
    draft.changes.append({"object": "set", "id": str(annotation_set.pk), "before": before, "after": after})
    return {"person": str(to)}
