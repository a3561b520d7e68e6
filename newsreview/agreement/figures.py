"""Agreement taken apart into figures, each with its interval. docs/agreement.md defines them.

Exact F1 is found · label · boundary, and overlap F1 found · label: a low figure says where to look.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from newsreview.agreement.counting import How, Of, Thing
from newsreview.agreement.measures import Array, alpha, kappa, quotient
from newsreview.agreement.resampling import Interval, interval
from newsreview.agreement.tallying import Tally


class Share(NamedTuple):
    """How many of the whole are of the part."""

    part: Thing
    whole: Thing


FOUND = Share(Thing.FOUND, Thing.SPANS)
LABEL = Share(Thing.SAME_LABEL, Thing.FOUND)
BOUNDARY = Share(Thing.IDENTICAL, Thing.SAME_LABEL)
ATTRIBUTE = Share(Thing.SAME_ANSWERS, Thing.QUESTIONS)
LINK = Share(Thing.SAME_LINKS, Thing.LINKS_BETWEEN)
EXACT_F1 = Share(Thing.IDENTICAL, Thing.SPANS)
OVERLAP_F1 = Share(Thing.SAME_LABEL, Thing.SPANS)
LINK_F1 = Share(Thing.SAME_LINKS, Thing.LINKS)


class Estimate(NamedTuple):
    value: float | None
    """None where there is nothing to compare, or nobody ever said anything but one thing."""
    interval: Interval | None


def share(stories: Tally, figure: Share, label: str | None = None, attribute: str | None = None) -> Estimate:
    """A row of the tally is a story; None is all labels, or all attributes."""
    counted = part_and_whole(stories, figure, label, attribute)
    return estimate(counted, lambda sums: quotient(sums[:, 0], sums[:, 1]))


def part_and_whole(stories: Tally, figure: Share, label: str | None = None, attribute: str | None = None) -> Array:
    """The two counts of the share, for each story."""

    def column(thing: Thing) -> Array:
        return stories.column(lambda key: key[0] == thing and label in {None, key[1]} and attribute in {None, *key[2:]})

    return np.stack([column(figure.part), column(figure.whole)], axis=1)


def alpha_of(stories: Tally, unit: Of, label: str | None = None) -> Estimate:
    """Krippendorff's α, nominal: whether a unit has the label; without one, which labels it has."""
    return of_tables(stories, How.COINCIDENCE, unit, label, alpha)


def kappa_of(stories: Tally, unit: Of, label: str | None = None) -> Estimate:
    """Cohen's κ, likewise. The stories are those of one pair of people, always in the same order."""
    return of_tables(stories, How.CONTINGENCY, unit, label, kappa)


def of_tables(stories: Tally, how: How, unit: Of, label: str | None, coefficient: Callable[[Array], Array]) -> Estimate:
    met: defaultdict[tuple[Any, Any], Array] = defaultdict(lambda: np.zeros(len(stories.rows)))
    for place, key in enumerate(stories.keys):
        if key[:2] == (how, unit):
            one, other = key[2:] if label is None else (label in labels for labels in key[2:])
            met[one, other] += stories.rows[:, place]
    values = sorted({value for pair in met for value in pair})
    cells = np.zeros((len(stories.rows), len(values), len(values)))
    for (one, other), column in met.items():
        cells[:, values.index(one), values.index(other)] = column
    return estimate(cells, coefficient)


def estimate(stories: Array, figure: Callable[[Array], Array]) -> Estimate:
    """`figure` takes sums of stories, which may be any number of arrays such as one story is."""
    [value] = figure(stories.sum(axis=0, keepdims=True))
    return Estimate(None if np.isnan(value) else float(value), interval(stories, figure))
