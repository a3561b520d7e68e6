"""Leases: who changes nothing for as long as the project allows leaves the task to others. Nothing runs by the clock:
leases end when somebody asks for work."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Greatest
from django.utils import timezone

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet, Edit
from newsreview.annotation.refusals import Conflict
from newsreview.projects.models import Project, Slot, SlotQuerySet

AT_ONCE = 20  # whoever asks next ends the others


def end_leases(*, project: Project, asking: User) -> None:
    """Open the slots of those who have fallen silent, except of whoever is asking."""
    if project.lease_hours is None:
        return
    heard = timezone.now() - timedelta(hours=project.lease_hours)
    silent = Slot.objects.in_hand().filter(project=project, heard_at__lt=heard).exclude(person=asking)
    for slot in silent.order_by("heard_at")[:AT_ONCE]:
        end_lease(slot, unless_since=heard)


@transaction.atomic
def end_lease(slot: Slot, *, unless_since: datetime) -> None:
    """Take the task back, unless its person has changed something since; no edit writes that into the slot."""
    sets = AnnotationSet.objects.by_people().held().filter(task=slot.task_id, person=slot.person_id)
    theirs = sets.select_for_update(of=("self",), skip_locked=True).first()
    if theirs is None:  # a change is just coming in
        return
    changed = theirs.edits.filter(by=slot.person_id).order_by("-number").values_list("at", flat=True).first()
    if changed and changed >= unless_since:
        Slot.objects.filter(pk=slot.pk, person=slot.person_id).in_hand().update(heard_at=changed)
        return
    with suppress(Conflict):  # submitted a moment ago
        taking.take_back(annotation_set=theirs, by=None)


def with_last_change(slots: SlotQuerySet) -> SlotQuerySet:
    """When each slot's person was last heard from, as `last_change`."""
    theirs = {"annotation_set__task": OuterRef("task"), "annotation_set__person": OuterRef("person")}
    edits = Edit.objects.filter(**theirs, by=OuterRef("person"))  # labels that moved on are no sign of life
    last = Subquery(edits.order_by("-number").values("at")[:1])
    return slots.annotate(**{"last_change": Greatest("heard_at", last)})  # noqa: PIE804
