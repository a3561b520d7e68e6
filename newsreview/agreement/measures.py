"""Agreement beyond chance, from tables that can be added up. docs/agreement.md defines the figures.

Krippendorff's α: K. Krippendorff, Computing Krippendorff's Alpha-Reliability, University of Pennsylvania, 2011; and
Content Analysis, 4th edition, Sage, 2019, chapter 12. Cohen's κ: J. Cohen, A coefficient of agreement for nominal
scales, Educational and Psychological Measurement 20, 1960, 37-46.

Tables are arrays of (…, values, values): with leading axes, a figure is computed for many tables at once. Where a
figure is not defined, because nobody ever said anything but one value, it is NaN.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import permutations
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Value = TypeVar("Value", bound=Hashable)
# How many units there are of which the coders, one after the other, said these values; None is nothing.
Units = Mapping[tuple[Value | None, ...], float]
# The squared difference of any two values, from the values and how often each was said: (…, values, values).
Metric = Callable[[Array, Array], Array]


def coincidences(units: Units[Value]) -> dict[tuple[Value, Value], float]:
    """How often two values were said of a unit by two coders; a unit of m values counts m times in all.

    A unit of which fewer than two coders said anything tells nothing about agreement.
    """
    found: defaultdict[tuple[Value, Value], float] = defaultdict(float)
    for values, times in units.items():
        said = [value for value in values if value is not None]
        for pair in permutations(said, 2):
            found[pair] += times / (len(said) - 1)
    return dict(found)


def contingencies(units: Units[Value]) -> dict[tuple[Value, Value], float]:
    """How often the first of two coders said one value of a unit and the second another."""
    return {
        (first, second): times for (first, second), times in units.items() if first is not None and second is not None
    }


def table(cells: Mapping[tuple[Value, Value], float], values: Sequence[Value]) -> Array:
    return np.array([[cells.get((row, column), 0.0) for column in values] for row in values])


def nominal(values: Array, said: Array) -> Array:
    """Values are the same or not."""
    return np.broadcast_to(1 - np.eye(len(values)), (*said.shape, len(values)))


def ordinal(_values: Array, said: Array) -> Array:
    """Values are in an order: two are as far apart as there are others, as they were said, between them."""
    ranks = said.cumsum(axis=-1) - said / 2
    return np.square(ranks[..., :, None] - ranks[..., None, :])


def interval(values: Array, said: Array) -> Array:
    """Values are numbers on a scale: two are as far apart as their difference."""
    return np.broadcast_to(np.square(values[:, None] - values), (*said.shape, len(values)))


def ratio(values: Array, said: Array) -> Array:
    """Values are amounts with a zero: a difference of one counts more between 1 and 2 than between 11 and 12."""
    sums = values[:, None] + values
    differences = np.divide(values[:, None] - values, sums, out=np.zeros_like(sums), where=sums != 0)
    return np.broadcast_to(np.square(differences), (*said.shape, len(values)))


def alpha(coincidences: Array, metric: Metric = nominal, values: Sequence[float] | None = None) -> Array:
    """Krippendorff's α; rows and columns are in the order of `values`, which the interval and ratio metrics need."""
    said = coincidences.sum(axis=-1)
    of_all = said.sum(axis=-1)
    numbers = np.arange(said.shape[-1], dtype=float) if values is None else np.asarray(values, dtype=float)
    differences = metric(numbers, said)
    observed = (coincidences * differences).sum(axis=(-2, -1))
    expected = (said[..., :, None] * said[..., None, :] * differences).sum(axis=(-2, -1))
    return 1 - quotient((of_all - 1) * observed, expected)


def kappa(contingencies: Array) -> Array:
    """Cohen's κ; a row is a value of the first coder, a column one of the second."""
    of_all = contingencies.sum(axis=(-2, -1))
    observed = np.trace(contingencies, axis1=-2, axis2=-1) * of_all
    expected = (contingencies.sum(axis=-1) * contingencies.sum(axis=-2)).sum(axis=-1)
    return quotient(observed - expected, np.square(of_all) - expected)


def quotient(part: Array, whole: Array) -> Array:
    """NaN where the whole is nothing."""
    quotients: Array = np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole != 0)
    return quotients
