"""Who goes with whom so that the whole is best: the assignment problem.

The Hungarian method (H. W. Kuhn, The Hungarian method for the assignment problem, Naval Research Logistics Quarterly
2, 1955, 83-97) in its form with shortest augmenting paths (R. Jonker and A. Volgenant, A shortest augmenting path
algorithm for dense and sparse linear assignment problems, Computing 38, 1987, 325-340). It takes O(rows² · columns)
and is exact: weights are whole numbers of any size. SciPy has it too, but weighs more than all the rest of what the
app needs to run, for a page of code and tables that are hardly ever larger than three by three.
"""

import math
from collections.abc import Sequence


def best_assignment(weights: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """The (row, column) pairs of greatest total weight, sorted; each row and each column goes into one pair at most.

    Weights are not negative, and what weighs nothing is not paired.
    """
    if len(weights) > len(weights[0]):
        return sorted((row, column) for column, row in best_assignment(list(zip(*weights, strict=True))))
    row_price = [0] * len(weights)
    column_price = [0] * len(weights[0])
    row_of: dict[int, int] = {}
    column_of: dict[int, int] = {}
    for start in range(len(weights)):
        # Dijkstra: how far each column is from the new row, over rows that would give up their column for another.
        distance = [math.inf] * len(column_price)
        before = [start] * len(column_price)
        waiting = list(range(len(column_price)))
        passed: list[int] = []
        row, so_far = start, 0
        while True:
            for column in waiting:
                reached = so_far - weights[row][column] - row_price[row] - column_price[column]
                if reached < distance[column]:
                    distance[column], before[column] = reached, row
            nearest = min(waiting, key=distance.__getitem__)
            so_far = int(distance[nearest])
            if nearest not in row_of:
                break
            waiting.remove(nearest)
            passed.append(nearest)
            row = row_of[nearest]
        # The prices follow, so that no step of a later search costs less than nothing.
        row_price[start] += so_far
        for column in passed:
            change = so_far - int(distance[column])
            row_price[row_of[column]] += change
            column_price[column] -= change
        # The path is turned round: each row on it takes the column that the search went on to from there.
        column, row = nearest, -1
        while row != start:
            row = before[column]
            row_of[column] = row
            column_of[row], column = column, column_of.get(row, -1)
    return [(row, column) for row, column in sorted(column_of.items()) if weights[row][column]]
