from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreview.agreement.assignment import best_assignment

Table = list[list[int]]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(1, 5))
    row = st.lists(st.just(0) | st.integers(0, 9) | st.integers(0, 10**30), min_size=columns, max_size=columns)
    return draw(st.lists(row, min_size=1, max_size=5))


def greatest_total(weights: Table) -> int:
    """By trying everything."""
    if len(weights) > len(weights[0]):
        return greatest_total([list(column) for column in zip(*weights, strict=True)])
    ways = permutations(range(len(weights[0])), len(weights))
    return max(sum(weights[row][column] for row, column in enumerate(way)) for way in ways)


@pytest.mark.parametrize(
    ("weights", "pairs"),
    [
        ([[7]], [(0, 0)]),
        ([[0]], []),
        ([[9, 8], [8, 1]], [(0, 1), (1, 0)]),  # whoever takes the best for himself leaves too little for the other
        ([[1, 5, 3]], [(0, 1)]),
        ([[1], [5], [3]], [(1, 0)]),
        ([[3, 0], [2, 0]], [(0, 0)]),
        ([[7, 53, 183], [497, 383, 563], [287, 63, 343]], [(0, 1), (1, 2), (2, 0)]),
    ],
)
def test_greatest_total_weight(weights: Table, pairs: list[tuple[int, int]]) -> None:
    assert best_assignment(weights) == pairs


@given(tables())
def test_no_other_way_weighs_more(weights: Table) -> None:
    pairs = best_assignment(weights)

    assert sum(weights[row][column] for row, column in pairs) == greatest_total(weights)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert all(weights[row][column] for row, column in pairs)
