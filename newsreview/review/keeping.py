"""What was counted is kept, so that a page of agreement counts only what people have handed in since.

Counts follow from the sets they are made of, as these were at a version, from what is asked, and from the code that
counts. They are kept under all three, so that nothing ever has to be thrown away when somebody edits: it is not found
again. They are kept beside the database: looking at a page changes no row, and what is lost is counted anew.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from inspect import getfile
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.core.cache import caches

from newsreview import agreement, offsets
from newsreview.agreement.counting import Counts, Key
from newsreview.projects.models import Project, Task
from newsreview.review import comparing, reading
from newsreview.review.comparing import Compared, HandedIn, counted, handed_in_by_several, put_together

# Articles that one request counts: about a second.
AT_ONCE = 500

# The sets of a task, each at its version.
Sets = tuple[tuple[UUID, int], ...]


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
    made_of = made_of_code() + made_of_questions(several)
    kept = recall(project, made_of)
    missing = [people for people in several if sets_of(people) not in kept][:at_once]
    if missing:
        kept |= dict(zip(map(sets_of, missing), counted(missing), strict=True))
        standing = {sets_of(people) for people in several}
        keep(project, made_of, {sets: counts for sets, counts in kept.items() if sets in standing})
    found = [people for people in several if sets_of(people) in kept]
    compared = [each for people in found for each in put_together(people, kept[sets_of(people)])]
    return Known(compared, len(found), len(several))


def sets_of(people: Sequence[HandedIn]) -> Sets:
    return tuple((one.annotation_set, one.version) for one in people)


def recall(project: Project, made_of: str) -> dict[Sets, list[Counts]]:
    """Whoever writes last wins; what another has counted meanwhile is counted again."""
    kept_of, kept = caches["counts"].get(name_of(project), ("", {}))
    return kept if kept_of == made_of else {}


def keep(project: Project, made_of: str, counts: dict[Sets, list[Counts]]) -> None:
    # One key is one object: else most of what is written, and read again with each page, would be keys.
    keys: dict[Key, Key] = {}
    alike = {
        sets: [{keys.setdefault(key, key): times for key, times in each.items()} for each in found]
        for sets, found in counts.items()
    }
    caches["counts"].set(name_of(project), (made_of, alike), timeout=None)


def name_of(project: Project) -> str:
    return f"agreement-{project.pk}"


def made_of_questions(several: Sequence[Sequence[HandedIn]]) -> str:
    """An attribute that is asked no more is not compared any more."""
    asked = reading.questions_of([one.annotation_set for people in several for one in people])
    told = sorted((str(label), each.label, sorted(each.asked), sorted(each.computed)) for label, each in asked.items())
    return hashlib.sha256(repr(told).encode()).hexdigest()


@cache
def made_of_code() -> str:
    beside = [Path(getfile(module)) for module in (comparing, offsets, reading)]
    files = [*Path(agreement.__path__[0]).glob("*.py"), *beside]
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()
