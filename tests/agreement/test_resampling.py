from itertools import product

import numpy as np

from newsreview.agreement.measures import Array, quotient
from newsreview.agreement.resampling import interval


def share(sums: Array) -> Array:
    return quotient(sums[:, 0], sums[:, 1])


def test_interval_of_few_stories_is_that_of_all_their_resamples() -> None:
    stories = np.array([[1, 4], [3, 4], [4, 4], [9, 12]], dtype=float)
    every = [stories[list(drawn)].sum(axis=0) for drawn in product(range(4), repeat=4)]
    low, high = np.quantile([part / whole for part, whole in every], [0.1, 0.9])

    found = interval(stories, share, resamples=4000, level=0.8)

    assert found is not None
    assert np.allclose(found, (low, high), atol=0.01)


def test_stories_are_drawn_whole() -> None:
    """All articles of a story agree or none does: drawn one by one they would hardly vary, drawn together they do."""
    stories = np.array([[100, 100], [0, 100]], dtype=float)

    assert interval(stories, share) == (0.0, 1.0)


def test_same_stories_give_the_same_interval() -> None:
    stories = np.random.default_rng(7).integers(1, 9, (30, 2)).cumsum(axis=1).astype(float)

    assert interval(stories, share) == interval(stories.copy(), share)
    assert interval(stories, share, seed=2) != interval(stories, share, seed=3)


def test_resamples_without_a_figure_are_left_out() -> None:
    assert interval(np.array([[1, 2], [0, 0]], dtype=float), share) == (0.5, 0.5)


def test_one_story_or_none_has_no_interval() -> None:
    assert interval(np.array([[1, 2]], dtype=float), share) is None
    assert interval(np.zeros((0, 2)), share) is None
    assert interval(np.zeros((5, 2)), share) is None


def test_tables_are_drawn_as_they_are() -> None:
    tables = np.array([[[1, 2], [3, 4]], [[1, 2], [3, 4]]], dtype=float)

    assert interval(tables, lambda sums: sums[:, 0, 1] / sums[:, 1, 0]) == (2 / 3, 2 / 3)
