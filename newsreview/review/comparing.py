"""What people who have handed in the same articles agree on, counted article by article.

Nobody's roles are known here: whoever asks says which tasks. Only sets that people have handed in and hold are read, so
no draft is ever compared.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import combinations, groupby
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from newsreview.agreement.counting import Counts, count
from newsreview.agreement.readings import Reading
from newsreview.annotation.models import AnnotationSet, Submission
from newsreview.corpus.models import Article
from newsreview.offsets import paragraphs
from newsreview.projects.models import Task
from newsreview.review.reading import read

# Tasks to a batch: enough that queries are nothing beside counting, few enough texts for the memory.
BATCH = 200


class HandedIn(NamedTuple):
    """A set that somebody has handed in, and the article it is about."""

    task: UUID
    person: UUID
    annotation_set: UUID
    version: int
    labels_asked: list[str]
    at: datetime
    article: UUID
    story: UUID | None
    outlet: UUID | None


class Compared(NamedTuple):
    """What was counted in one article between some people, sorted."""

    task: UUID
    people: tuple[UUID, ...]
    everybody: bool
    """Whether nobody else has handed this task in. Two people are a pair as well; of more, only coincidences count."""
    story: UUID
    """The article itself, where it belongs to no story."""
    outlet: UUID | None
    at: datetime
    """When the last of these people handed it in."""
    counts: Counts


def compared(tasks: QuerySet[Task]) -> Iterator[Compared]:
    """For each task that at least two people have handed in: each pair of them, and all if they are more than two."""
    several = handed_in_by_several(tasks)
    for everybody, counts in zip(several, counted(several), strict=True):
        yield from put_together(everybody, counts)


def handed_in_by_several(tasks: QuerySet[Task]) -> list[list[HandedIn]]:
    """Those who can be compared, task by task, the people of each in the same order everywhere."""
    sets = AnnotationSet.objects.by_people().held().with_version()
    rows = (
        sets.filter(task__in=tasks, submissions__in=Submission.objects.standing())
        .order_by("task", "person")
        .values_list(  # type: ignore[misc]  # with_version() annotates it
            "task",
            "person",
            "pk",
            "version",
            "submissions__labels_asked",
            "submissions__at",
            "task__article",
            "task__article__story",
            "task__article__outlet",
        )
    )
    by_task = [list(people) for _, people in groupby(map(HandedIn._make, rows), key=lambda one: one.task)]
    return [people for people in by_task if len(people) > 1]


def put_together(everybody: Sequence[HandedIn], counts: Sequence[Counts]) -> Iterator[Compared]:
    """What was counted of a task, one of `counts` for each that is compared."""
    first = everybody[0]
    for people, found in zip(who_is_compared(everybody), counts, strict=True):
        yield Compared(
            first.task,
            tuple(one.person for one in people),
            len(people) == len(everybody),
            first.story or first.article,
            first.outlet,
            last_of(people),
            found,
        )


def counted(several: Sequence[Sequence[HandedIn]]) -> Iterator[list[Counts]]:
    """Of each task, what there is to count among those who are compared."""
    for first in range(0, len(several), BATCH):
        yield from counted_in(several[first : first + BATCH])


def counted_in(batch: Sequence[Sequence[HandedIn]]) -> Iterator[list[Counts]]:
    readings = read([one.annotation_set for people in batch for one in people])
    articles = {people[0].article for people in batch}
    texts = dict(Article.objects.filter(pk__in=articles).values_list("pk", "text"))
    for everybody in batch:
        text = texts[everybody[0].article]
        lines = paragraphs(text)
        yield [count(side_by_side(people, readings), lines, len(text)) for people in who_is_compared(everybody)]


def side_by_side(people: Sequence[HandedIn], readings: Mapping[UUID, Reading]) -> list[Reading]:
    """Whoever was not asked for a label has not failed to mark it."""
    asked = set.intersection(*(set(one.labels_asked) for one in people))
    return [readings[one.annotation_set].only(asked) for one in people]


def last_of(people: Sequence[HandedIn]) -> datetime:
    return max(one.at for one in people)


def week_of(moment: datetime) -> date:
    """Its Monday, by the clocks of the installation."""
    day = timezone.localdate(moment)
    return day - timedelta(days=day.weekday())


def who_is_compared(everybody: Sequence[HandedIn]) -> Iterator[Sequence[HandedIn]]:
    yield from combinations(everybody, 2)
    if len(everybody) > 2:
        yield everybody
