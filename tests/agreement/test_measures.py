"""α and κ against published tables. Where a publication rounds to three digits, so does the comparison with it."""

from collections import Counter
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreview.agreement.measures import (
    Array,
    alpha,
    coincidences,
    contingencies,
    interval,
    kappa,
    nominal,
    ordinal,
    ratio,
    table,
)

METRICS = {"nominal": nominal, "ordinal": ordinal, "interval": interval, "ratio": ratio}
NA = None

# K. Krippendorff, Computing Krippendorff's Alpha-Reliability, University of Pennsylvania, 2011: its examples A (two
# observers, two values), B (two observers, five nominal values) and C (four observers, missing values).
KRIPPENDORFF_A = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
KRIPPENDORFF_B = [list("aabbdcccedda"), list("babbbccceddd")]
KRIPPENDORFF_C = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NA, NA, NA],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NA, 3],
    [NA, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NA],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NA],
]
# Wikipedia, Krippendorff's alpha, “A computational example”: three coders, fifteen units.
WIKIPEDIA = [
    [NA, NA, NA, NA, NA, 3, 4, 1, 2, 1, 1, 3, 3, NA, 3],
    [1, NA, 2, 1, 3, 3, 4, 3, NA, NA, NA, NA, NA, NA, NA],
    [NA, NA, 2, 1, 3, 4, 4, NA, 2, 1, 1, 3, 3, NA, 4],
]


def alpha_of(coders: list[list[Any]], metric: str) -> float:
    found = coincidences(Counter(zip(*coders, strict=True)))
    values = sorted({value for pair in found for value in pair})
    numbers = None if metric in {"nominal", "ordinal"} else values
    return float(alpha(table(found, values), METRICS[metric], numbers))


@pytest.mark.parametrize(
    ("coders", "metric", "published", "computed"),
    [
        (KRIPPENDORFF_A, "nominal", 0.095, 0.0952),
        (KRIPPENDORFF_B, "nominal", 0.692, 0.692),
        (KRIPPENDORFF_C, "nominal", 0.743, 0.7434),
        (KRIPPENDORFF_C, "ordinal", 0.815, 0.8154),
        (KRIPPENDORFF_C, "interval", 0.849, 0.8491),
        (KRIPPENDORFF_C, "ratio", 0.797, 0.7974),
        (WIKIPEDIA, "nominal", 0.691, 0.6914),
        (WIKIPEDIA, "interval", 0.811, 0.8108),
    ],
)
def test_alpha_is_the_published_one(coders: list[list[Any]], metric: str, published: float, computed: float) -> None:
    found = alpha_of(coders, metric)

    assert (round(found, 3), round(found, 4)) == (published, computed)


@pytest.mark.parametrize(
    ("rows", "published"),
    [
        # J. Cohen, A coefficient of agreement for nominal scales, 1960: two judges, three diagnoses, 200 cases
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.492),
        # J. L. Fleiss, Statistical Methods for Rates and Proportions, 2nd edition, 1981, p. 213: 100 patients
        ([[75, 1, 4], [5, 4, 1], [0, 0, 10]], 0.676),
        # SAS/STAT User's Guide, PROC FREQ, “Skin Condition Data”: two dermatologists, 88 patients
        ([[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]], 0.345),
        # Wikipedia, Cohen's kappa: fifty grant proposals; and two tables of one observed agreement
        ([[20, 5], [10, 15]], 0.4),
        ([[45, 15], [25, 15]], 0.130),
        ([[25, 35], [5, 35]], 0.259),
    ],
)
def test_kappa_is_the_published_one(rows: list[list[int]], published: float) -> None:
    cells: dict[tuple[int | None, ...], int] = {
        (row, column): times for row, line in enumerate(rows) for column, times in enumerate(line)
    }

    assert round(float(kappa(np.array(rows, dtype=float))), 3) == published
    assert contingencies(cells) == cells


def test_ordinal_alpha_worked_by_hand() -> None:
    """Two coders, values 1 < 2 < 3: units 11, 12, 33. Said: 1 three times, 2 once, 3 twice.

    Squared distances by rank: 1 to 2 is (3/2 + 1/2)² = 4, 1 to 3 (3/2 + 1 + 1)² = 49/4, 2 to 3 (1/2 + 1)² = 9/4.
    Observed 2·4 = 8; expected 2·(3·1·4 + 3·2·49/4 + 1·2·9/4) = 180. α = 1 − 5·8/180 = 7/9.
    """
    assert alpha_of([[1, 1, 3], [1, 2, 3]], "ordinal") == pytest.approx(7 / 9)


def test_ratio_alpha_worked_by_hand() -> None:
    """Units 00, 13: squared differences are 1 with 0, and (2/4)² = 1/4 between 1 and 3.

    Observed 2·1/4 = 1/2; expected 2·(2·1·1 + 2·1·1 + 1·1·1/4) = 17/2. α = 1 − 3·(1/2)/(17/2) = 14/17.
    """
    assert alpha_of([[0, 1], [0, 3]], "ratio") == pytest.approx(14 / 17)


@pytest.mark.parametrize("metric", METRICS)
def test_units_that_one_coder_alone_has_seen_change_nothing(metric: str) -> None:
    more = [[*coder, value] for coder, value in zip(KRIPPENDORFF_C, [1, NA, NA, NA], strict=True)]

    assert alpha_of(more, metric) == alpha_of(KRIPPENDORFF_C, metric)


def test_values_of_a_unit_count_once_however_many_coders_it_has() -> None:
    assert coincidences({("a", "a", "b"): 2}) == {("a", "a"): 2, ("a", "b"): 2, ("b", "a"): 2}
    assert coincidences({("a", None, "b"): 2}) == {("a", "b"): 2, ("b", "a"): 2}


def test_contingencies_are_of_units_that_both_have_seen() -> None:
    assert contingencies({("a", "b"): 3, ("a", None): 2, (None, None): 1}) == {("a", "b"): 3}


@pytest.mark.parametrize("rows", [[], [[0]], [[12]], [[12, 0], [0, 0]]])
def test_what_never_varies_has_no_figure(rows: list[list[int]]) -> None:
    values = np.array(rows, dtype=float).reshape(len(rows), len(rows))

    assert [np.isnan(alpha(values)), np.isnan(kappa(values))] == [True, True]


def test_figures_of_many_tables_at_once() -> None:
    tables = np.array([[[20, 5], [10, 15]], [[45, 15], [25, 15]], [[4, 0], [0, 0]]], dtype=float)

    assert kappa(tables).round(4).tolist()[:2] == [0.4, 0.1304]
    for metric in METRICS.values():
        assert np.array_equal(alpha(tables, metric), [alpha(each, metric) for each in tables], equal_nan=True)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=12))
def test_nominal_figures_as_their_formulas_say(pairs: list[tuple[int, int]]) -> None:
    """Written out again for two coders, in fractions."""
    said = [value for pair in pairs for value in pair]
    differ = Fraction(sum(one != other for one, other in pairs), len(pairs))
    by_chance = Fraction(
        sum(said.count(one) * said.count(other) for one in range(3) for other in range(3) if one != other),
        len(said) * (len(said) - 1),
    )
    agree = Fraction(sum(sum(pair == (v, v) for pair in pairs) for v in range(3)), len(pairs))
    firsts, seconds = [one for one, _ in pairs], [other for _, other in pairs]
    expected = Fraction(sum(firsts.count(v) * seconds.count(v) for v in range(3)), len(pairs) ** 2)

    def equals(found: Array, part: Fraction, whole: Fraction) -> bool:
        return bool(np.isnan(found)) if whole == 0 else bool(np.isclose(found, float(part / whole)))

    units: Counter[tuple[int | None, ...]] = Counter(pairs)
    assert equals(1 - alpha(table(coincidences(units), range(3))), differ, by_chance)
    assert equals(kappa(table(contingencies(units), range(3))), agree - expected, 1 - expected)
