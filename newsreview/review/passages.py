"""The disagreements behind the figures, one by one: who marked what, and where."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from newsreview.agreement.disagreeing import Disagreement, Kind, sort_out
from newsreview.agreement.readings import Reading, given
from newsreview.projects.models import Task
from newsreview.review.comparing import HandedIn, handed_in_by_several, last_of, side_by_side, week_of
from newsreview.review.reading import read
from newsreview.review.tables import Pair

# Articles read together, and the most that one request looks through.
BATCH, MOST = 25, 400


class Wanted(NamedTuple):
    figure: str = ""
    """Only what that figure is low for; without it, everything."""
    label: str | None = None
    pair: Pair | None = None
    week: date | None = None
    """The Monday of that in which the later of two handed in."""


class Passage(NamedTuple):
    task: UUID
    people: Pair
    sets: tuple[UUID, UUID]
    readings: list[Reading]
    """What each of the two has marked in the article."""
    disagreement: Disagreement


class Found(NamedTuple):
    passages: list[Passage]
    go_on_after: UUID | None
    """The last task looked through, where more follow."""


# Of which questions each figure takes account. Links that are decided with a span count as well.
BEHIND: dict[str, Callable[[Disagreement], bool]] = {
    "": lambda _: True,
    "found": lambda each: each.kind == Kind.MISSING,
    "label": lambda each: each.kind == Kind.LABEL,
    "boundary": lambda each: each.kind == Kind.BOUNDARY,
    "attribute": lambda each: bool(each.attributes) or each.kind == Kind.ARTICLE_LABEL,
    "link": lambda each: bool(each.links) or each.kind == Kind.LINK,
}


def passages(tasks: QuerySet[Task], wanted: Wanted, *, after: UUID | None = None, at_least: int = 50) -> Found:
    """Task by task, until there are enough or so many were looked through."""
    several = handed_in_by_several(tasks.filter(pk__gt=after) if after else tasks)
    looked_through = several[:MOST]
    found: list[Passage] = []
    for first in range(0, len(looked_through), BATCH):
        batch = looked_through[first : first + BATCH]
        readings = read([one.annotation_set for people in batch for one in people])
        for place, people in enumerate(batch, start=first + 1):
            found += passages_of(people, readings, wanted)
            if len(found) >= at_least:
                return Found(found, people[0].task if place < len(several) else None)
    return Found(found, looked_through[-1][0].task if len(several) > len(looked_through) else None)


def passages_of(everybody: Sequence[HandedIn], readings: Mapping[UUID, Reading], wanted: Wanted) -> Iterator[Passage]:
    for one, other in combinations(everybody, 2):
        people = one.person, other.person
        if wanted.pair in {None, people} and wanted.week in {None, week_of(last_of((one, other)))}:
            two = side_by_side((one, other), readings)
            for disagreement in sort_out(two).disagreements:
                if is_wanted(disagreement, wanted):
                    yield Passage(one.task, people, (one.annotation_set, other.annotation_set), two, disagreement)


def is_wanted(disagreement: Disagreement, wanted: Wanted) -> bool:
    return BEHIND[wanted.figure](disagreement) and wanted.label in {None, *labels_in(disagreement)}


def labels_in(disagreement: Disagreement) -> Iterator[str]:
    for match in (disagreement.sides, *disagreement.links):
        yield from (marked.label for marked in given(match))
