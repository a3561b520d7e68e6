"""What people who have handed in the same articles agree on, counted article by article.

Nobody's roles are known here: whoever asks says which tasks. Only sets that people have handed in and hold are read, so
no draft is ever compared.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from newsreview.agreement.counting import Counts, count
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
    labels_asked: list[str]
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
    counts: Counts


def compared(tasks: QuerySet[Task]) -> Iterator[Compared]:
    """For each task that at least two people have handed in: each pair of them, and all if they are more than two."""
    several = [people for people in handed_in(tasks) if len(people) > 1]
    for first in range(0, len(several), BATCH):
        yield from compared_in(several[first : first + BATCH])


def handed_in(tasks: QuerySet[Task]) -> Iterator[list[HandedIn]]:
    """Task by task, the people of each in the same order everywhere."""
    sets = AnnotationSet.objects.by_people().held().filter(task__in=tasks)
    found = Submission.objects.standing().filter(annotation_set__in=sets)
    article = "annotation_set__task__article"
    rows = found.order_by("annotation_set__task", "annotation_set__person").values_list(
        "annotation_set__task",
        "annotation_set__person",
        "annotation_set",
        "labels_asked",
        article,
        f"{article}__story",
        f"{article}__outlet",
    )
    for _task, people in groupby(map(HandedIn._make, rows), key=lambda one: one.task):
        yield list(people)


def compared_in(batch: Sequence[Sequence[HandedIn]]) -> Iterator[Compared]:
    readings = read([one.annotation_set for people in batch for one in people])
    articles = {people[0].article for people in batch}
    texts = dict(Article.objects.filter(pk__in=articles).values_list("pk", "text"))
    for everybody in batch:
        first = everybody[0]
        text = texts[first.article]
        lines = paragraphs(text)
        for people in who_is_compared(everybody):
            # Whoever was not asked for a label has not failed to mark it.
            asked = set.intersection(*(set(one.labels_asked) for one in people))
            yield Compared(
                first.task,
                tuple(one.person for one in people),
                len(people) == len(everybody),
                first.story or first.article,
                first.outlet,
                count([readings[one.annotation_set].only(asked) for one in people], lines, len(text)),
            )


def who_is_compared(everybody: Sequence[HandedIn]) -> Iterator[Sequence[HandedIn]]:
    yield from combinations(everybody, 2)
    if len(everybody) > 2:
        yield everybody
