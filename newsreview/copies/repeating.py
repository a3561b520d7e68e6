"""Which paragraphs an outlet prints again and again, beneath articles that tell different things."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

# Beside the article itself. The same news printed twice is no background.
OTHERS = 2
DIFFERENT_BELOW = 0.5

Id = TypeVar("Id")


def repeated(
    paragraphs: Iterable[int], *, article: Id, carriers: Mapping[int, Mapping[Id, AbstractSet[int]]]
) -> set[int]:
    """Those of an article's paragraphs that stand in two others of its outlet which otherwise differ from it.

    `carriers` says of each paragraph which articles of the outlet have it, the article among them, each with all of its
    paragraphs.
    """
    return {each for each in paragraphs if _is_repeated(carriers.get(each, {}), article)}


def _is_repeated(carriers: Mapping[Id, AbstractSet[int]], article: Id) -> bool:
    if len(carriers) <= OTHERS:
        return False
    own = carriers[article] if article in carriers else frozenset[int]()
    different = (_differ(own, others) for other, others in carriers.items() if other != article)
    return sum(different) >= OTHERS


def _differ(one: AbstractSet[int], other: AbstractSet[int]) -> bool:
    return len(one & other) < DIFFERENT_BELOW * min(len(one), len(other))
