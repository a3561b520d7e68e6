"""How far a figure would move with other stories: bootstrap intervals.

Articles about one event share sources and sentences, and so what is hard about them. What is drawn again, as often as
there are stories, is therefore the whole story with all its articles (resampling of clusters: A. C. Davison and
D. V. Hinkley, Bootstrap Methods and their Application, Cambridge, 1997, section 3.8; C. A. Field and A. H. Welsh,
Bootstrapping clustered data, Journal of the Royal Statistical Society B 69, 2007, 369-390). The interval is that of
the percentiles (B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap, Chapman & Hall, 1993, chapter 13).
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsreview.agreement.measures import Array

RESAMPLES = 1000
LEVEL = 0.95
SEED = 1  # any, but always the same: a figure does not move when a page is loaded again


class Interval(NamedTuple):
    low: float
    high: float


def interval(
    stories: Array,
    figure: Callable[[Array], Array],
    *,
    resamples: int = RESAMPLES,
    level: float = LEVEL,
    seed: int = SEED,
) -> Interval | None:
    """Where `level` of the figures lie that are computed from stories drawn with replacement.

    `stories` has what was counted in one story, whatever its shape, along its first axis; `figure` takes as many sums
    of stories as there are resamples, and returns a figure for each. Resamples for which it is not defined are left
    out. None where there are fewer than two stories, or the figure is never defined.
    """
    if len(stories) < 2:
        return None
    rows = stories.reshape(len(stories), -1)
    sums = np.concatenate(
        [some.astype(np.float64) @ rows for some in np.array_split(drawn(len(rows), resamples, seed), 20)]
    )
    figures = figure(sums.reshape(resamples, *stories.shape[1:]))
    defined = figures[~np.isnan(figures)]
    if not defined.size:
        return None
    low, high = np.quantile(defined, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high))


@lru_cache(maxsize=1)
def drawn(stories: int, resamples: int, seed: int) -> NDArray[np.uint8]:
    """How often each story is drawn in each resample. Kept, since all figures of a page are drawn alike."""
    random = np.random.default_rng(seed)
    times = np.empty((resamples, stories), dtype=np.uint8)
    for resample in times:
        resample[:] = np.bincount(random.integers(stories, size=stories), minlength=stories)
    return times
