"""Dealing work out to several people: each article to whoever has the fewest in hand, stories kept together."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from newsreview.accounts.models import User
from newsreview.annotation import leasing, seating
from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Project, Slot, SlotQuerySet, Task

Pairs = Iterable[tuple[UUID | None, UUID | None]]


@transaction.atomic
def deal(*, project: Project, tasks: Collection[UUID], people: Sequence[User], by: User) -> list[AnnotationSet]:
    """Fill the open slots of these tasks of the project, as far as somebody is left who has not had the article."""
    seating.lock_people(*people)
    slots = Slot.objects.open().filter(project=project, task__in=tasks).select_related("project")
    in_order = slots.order_by("turn", "task__article__story", "task", "number")
    free = list(in_order.select_for_update(of=("self",), skip_locked=True))
    stories = dict(Task.objects.filter(pk__in=tasks).values_list("pk", "article__story"))
    had = seating.had().filter(task__in=tasks, person__in=people).values_list("task", "person")
    at_work = Slot.objects.in_hand().filter(person__in=people, project__is_practice=False)
    in_hand = at_work.values_list("task__article__story", "person")
    by_id = {person.pk: person for person in people}
    shares = share([(slot.task_id, stories[slot.task_id]) for slot in free], list(by_id), had, in_hand)
    return seating.seat([(slot, by_id[who]) for slot, who in zip(free, shares, strict=True) if who], by=by)


def deal_next(*, project: Project, people: Sequence[User], many: int, by: User) -> list[AnnotationSet]:
    """So many articles in their turn, also those whose people have fallen silent."""
    tasks = next_in_turn(project=project, people=people, many=many, asking=by)
    return deal(project=project, tasks=tasks, people=people, by=by)


def next_in_turn(*, project: Project, people: Sequence[User], many: int, asking: User) -> list[UUID]:
    leasing.end_leases(project=project, asking=asking)
    return first_open(project=project, people=people, many=many)


def share(
    slots: Iterable[tuple[UUID, UUID | None]], people: Sequence[UUID], had: Pairs, in_hand: Pairs
) -> list[UUID | None]:
    """Who gets each slot, given as its task and its story; None where everybody has had the task.

    `had` pairs tasks with people, `in_hand` the stories of their drafts with people.
    """
    told, drafts = by_first(had), list(in_hand)
    load = Counter(person for _, person in drafts)
    of_story = by_first((story, person) for story, person in drafts if story is not None)
    shares: list[UUID | None] = []
    for task, story in slots:
        able = [person for person in people if person not in told[task]]
        person = min([who for who in able if who in of_story[story]] or able, key=lambda who: load[who], default=None)
        shares.append(person)
        if person:
            load[person] += 1
            told[task].add(person)
        if person and story:
            of_story[story].add(person)
    return shares


def by_first(pairs: Iterable[tuple[UUID | None, UUID | None]]) -> Mapping[UUID | None, set[UUID | None]]:
    grouped = defaultdict[UUID | None, set[UUID | None]](set)
    for first, second in pairs:
        grouped[first].add(second)
    return grouped


def first_open(*, project: Project, people: Sequence[User], many: int) -> list[UUID]:
    """The tasks whose turn it is that somebody of these people has not had."""
    had = seating.had().filter(task=OuterRef("task"), person__in=people)
    count = Subquery(had.order_by().values("task").annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    waiting = SlotQuerySet(Slot).open().one_to_a_task().filter(project=project).annotate(had=Coalesce(count, 0))
    return list(waiting.filter(had__lt=len(people)).in_turn().values_list("task", flat=True)[:many])
