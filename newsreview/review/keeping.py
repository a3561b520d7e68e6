"""What was counted is kept, so that a page of agreement counts only what people have handed in since, and one of a
model's score only what was settled since.

Counts follow from the sets they are made of, as these were at a version, from what is asked, and from the code that
counts. They are kept under all three, so that nothing ever has to be thrown away when somebody edits: it is not found
again. They are kept beside the database: looking at a page changes no row, and what is lost is counted anew.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from inspect import getfile
from pathlib import Path
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.core.cache import caches

from newsreview import agreement, offsets
from newsreview.agreement.counting import Counts, Key
from newsreview.projects.models import Project, Task
from newsreview.review import reading
from newsreview.review.comparing import Compared, HandedIn, counted, handed_in_by_several, put_together

# Articles that one request counts: about a second.
AT_ONCE = 500

# The sets of a task, each at its version.
Sets = tuple[tuple[UUID, int], ...]
Thing = TypeVar("Thing")


class Known(NamedTuple):
    """What has been counted of a project by now."""

    compared: list[Compared]
    counted: int
    wanted: int
    """Articles that at least two people have handed in."""

    @property
    def complete(self) -> bool:
        return self.counted == self.wanted


def known(project: Project, *, at_once: int = AT_ONCE) -> Known:
    """Counts at most so many articles that are not known yet."""
    several = handed_in_by_several(Task.objects.filter(project=project))
    wanted = {sets_of(people): people for people in several}
    kept = count_more(f"agreement-{project.pk}", wanted, counted, at_once=at_once)
    found = [people for sets, people in wanted.items() if sets in kept]
    compared = [each for people in found for each in put_together(people, kept[sets_of(people)])]
    return Known(compared, len(found), len(several))


def sets_of(people: Sequence[HandedIn]) -> Sets:
    return tuple((one.annotation_set, one.version) for one in people)


def count_more(
    name: str,
    wanted: Mapping[Sets, Thing],
    count: Callable[[Sequence[Thing]], Iterable[list[Counts]]],
    *,
    at_once: int = AT_ONCE,
) -> dict[Sets, list[Counts]]:
    """What is known by now of what is wanted: what was kept under the name, and so many more, which are counted now."""
    made_of = made_of_code(Path(getfile(count))) + made_of_questions(wanted)
    kept = recall(name, made_of)
    missing = [sets for sets in wanted if sets not in kept][:at_once]
    if missing:
        kept |= dict(zip(missing, count([wanted[sets] for sets in missing]), strict=True))
        keep(name, made_of, {sets: counts for sets, counts in kept.items() if sets in wanted})
    return kept


def recall(name: str, made_of: str) -> dict[Sets, list[Counts]]:
    """Whoever writes last wins; what another has counted meanwhile is counted again."""
    kept_of, kept = caches["counts"].get(name, ("", {}))
    return kept if kept_of == made_of else {}


def keep(name: str, made_of: str, counts: dict[Sets, list[Counts]]) -> None:
    # One key is one object: else most of what is written, and read again with each page, would be keys.
    keys: dict[Key, Key] = {}
    alike = {
        sets: [{keys.setdefault(key, key): times for key, times in each.items()} for each in found]
        for sets, found in counts.items()
    }
    caches["counts"].set(name, (made_of, alike), timeout=None)


def made_of_questions(wanted: Iterable[Sets]) -> str:
    """An attribute that is asked no more is not compared any more."""
    asked = reading.questions_of([annotation_set for sets in wanted for annotation_set, _version in sets])
    told = sorted((str(label), each.label, sorted(each.asked), sorted(each.computed)) for label, each in asked.items())
    return hashlib.sha256(repr(told).encode()).hexdigest()


@cache
def made_of_code(counting: Path) -> str:
    beside = [counting, *(Path(getfile(module)) for module in (offsets, reading))]
    files = [*Path(agreement.__path__[0]).glob("*.py"), *beside]
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()
