"""What must always hold of slots and annotation sets, whoever did what to them."""

from uuid import UUID

from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Slot

Seats = set[tuple[UUID, UUID | None]]


def seats() -> tuple[Seats, Seats]:
    """Who has which task, and who of them is still at work on it, as the sets say; checked against the slots."""
    held = AnnotationSet.objects.by_people().held().with_submitted()
    of_sets = {(made.task_id, made.person_id) for made in held}
    at_work = {(made.task_id, made.person_id) for made in held if not made.submitted}
    taken = Slot.objects.exclude(person=None)
    assert {*taken.values_list("task", "person")} == of_sets
    assert {*Slot.objects.in_hand().values_list("task", "person")} == at_work
    return of_sets, at_work
