"""What a person sees, asked in a way that an index can follow among hundreds of thousands of articles."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from newsreview.access.roles import SEES_ALL_SETS, Role, projects_as
from newsreview.access.seeing import blind_work
from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet, AnnotationSetQuerySet
from newsreview.projects.models import Slot, SlotQuerySet, Task


class Searched:
    """By what a person finds articles: the visible tasks, sets and places, but for what people practise on.

    Among hundreds of thousands PostgreSQL finds a way to them only where it is told no more than what holds for this
    person: their projects one by one, and of blind work nothing where they have none.
    """

    def __init__(self, user: User) -> None:
        self.user = user
        self.whole = list(projects_as(user, *SEES_ALL_SETS).values_list("pk", flat=True))
        own = projects_as(user, Role.ANNOTATOR).exclude(pk__in=self.whole)
        rules = list(own.values_list("pk", "own_taking", "blind"))
        self.marked = [project for project, _own_taking, _blind in rules]
        self.open_to_all = [project for project, own_taking, _blind in rules if own_taking]
        self.not_blind = [project for project, _own_taking, blind in rules if not blind]
        self.is_blind = bool(self.whole) and blind_work(user).filter(task__project__in=self.whole).exists()

    def tasks(self) -> QuerySet[Task]:
        found = Q(project__in=self.whole) if self.whole else Q()
        if self.marked:
            found |= Q(pk__in=Slot.objects.of_person(self.user).values("task"), project__in=self.marked)
        if self.open_to_all:
            found |= Q(pk__in=Slot.objects.open().values("task"), project__in=self.open_to_all)
        return Task.objects.filter(found) if found else Task.objects.none()

    def sets(self) -> AnnotationSetQuerySet:
        found = self.everybodys(Q(task__project__in=self.whole))
        person = Q(kind=AnnotationSet.Kind.PERSON)
        if own := self.own_projects:
            found |= person & Q(task__project__in=own, person=self.user.pk)
        if self.not_blind:
            found |= person & Q(Exists(self.mine()), task__project__in=self.not_blind)
        sets = AnnotationSetQuerySet(AnnotationSet)
        return sets.filter(found) if found else sets.none()

    def slots(self) -> SlotQuerySet:
        """Who has a task is not told whether the places beside theirs are open."""
        found = self.everybodys(Q(project__in=self.whole))
        if own := self.own_projects:
            found |= Q(project__in=own, person=self.user.pk)
        if self.not_blind:
            found |= Q(project__in=self.not_blind, person__isnull=False)
        if self.open_to_all:
            found |= Q(~Exists(self.mine()), project__in=self.open_to_all, person=None)
        slots = SlotQuerySet(Slot)
        return slots.filter(found) if found else slots.none()

    @property
    def own_projects(self) -> list[UUID]:
        """Where their own has to be asked for, since not everybody's is theirs to see."""
        return [*self.marked, *(self.whole if self.is_blind else ())]

    def everybodys(self, whole: Q) -> Q:
        if not self.whole:
            return Q()
        return whole & Q(~Exists(blind_work(self.user).filter(task=OuterRef("task")))) if self.is_blind else whole

    def mine(self) -> SlotQuerySet:
        """The person's place at the task of the query around it."""
        return SlotQuerySet(Slot).filter(task=OuterRef("task"), person=self.user.pk)
