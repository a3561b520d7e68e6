"""The next task: the most urgent, then what is due first, then what belongs to the story the person was just at."""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from newsreview.accounts.models import User
from newsreview.annotation import leasing, seating
from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Project, Slot, SlotQuerySet, Task


def take_next(*, project: Project, person: User) -> AnnotationSet | None:
    """The person's set of the task whose turn it is; None where nothing is open to them."""
    leasing.end_leases(project=project, asking=person)
    with transaction.atomic():
        seating.lock_people(person)
        waiting = open_to(person).filter(project=project).in_turn()
        # What others are just taking is passed over, and waited for only where nothing else is left.
        slot = (
            seating.next_open(of_the_same_story(waiting, person), skip_locked=True)
            or seating.next_open(waiting, skip_locked=True)
            or seating.next_open(waiting)
        )
        return seating.seat([(slot, person)], by=person)[0] if slot else None


def open_to(person: User) -> SlotQuerySet:
    """The open slots of articles that the person has not had."""
    had = seating.had().filter(person=person.pk, task=OuterRef("task"))
    return SlotQuerySet(Slot).open().filter(~Exists(had))


def of_the_same_story(waiting: SlotQuerySet, person: User) -> SlotQuerySet:
    """Those of the story that the person worked on last, where no other comes before them."""
    story = last_story(person)
    first = waiting.first() if story else None
    if first is None:
        return waiting.none()
    # Named one by one: asked by a join, PostgreSQL looks for the story's articles among all that is open, in its turn,
    # to the last where none of them is open any more.
    tasks = Task.objects.filter(project=first.project_id, article__story=story).values_list("pk", flat=True)
    return waiting.filter(turn=first.turn, task__in=list(tasks))


def last_story(person: User) -> UUID | None:
    begun = AnnotationSet.objects.of_person(person).order_by("-id")
    return begun.values_list("task__article__story", flat=True).first()
