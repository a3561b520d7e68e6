"""Where an article belongs that has just come in: to a story, to others that wait for one, or with others that have
none yet. How close two articles are is said in units of what is enough."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

Id = TypeVar("Id", bound=Hashable)
Place = TypeVar("Place", bound=Hashable)

ENOUGH = 1.0
# Of a story that has gone on for long, the articles that are nearest count.
MOST_COUNTED = 8


def nearness(found: Iterable[float], size: int) -> float:
    """The mean over a story with so many articles, some of which were found; what was not found is not near."""
    nearest = sorted(found, reverse=True)[:MOST_COUNTED]
    return sum(nearest) / max(1, min(size, MOST_COUNTED))


def nearest_place(found: Mapping[Place, Sequence[float]], sizes: Mapping[Place, int]) -> Place | None:
    """The story or group that is near enough and nearest; the first of several."""
    means = {place: nearness(close, sizes[place]) for place, close in found.items()}
    near = [place for place, mean in means.items() if mean >= ENOUGH]
    return max(near, key=lambda place: means[place], default=None)


def founded_with(others: Mapping[Id, float], closeness: Callable[[Id, Id], float]) -> list[Id]:
    """With which of the others, that have no story either, an article makes one; the nearest first.

    `others` says how close each is to the article, `closeness` how close two of them are to each other.
    """
    group: list[Id] = []
    for other in sorted(others, key=lambda one: -others[one]):
        near = [others[other], *(closeness(other, member) for member in group)]
        if nearness(near, len(near)) >= ENOUGH:
            group.append(other)
    return group
