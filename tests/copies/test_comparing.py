import pytest

from newsreview.copies.comparing import LEAST_TOLD, Shared, compare


def test_containment_is_of_the_shorter_one():
    shared = compare(set(range(100)), set(range(70, 400)))

    assert shared == Shared(30, 100, 330)
    assert shared.containment == 0.3
    assert compare(set(), {1}).containment == 0.0


@pytest.mark.parametrize(
    ("shared", "same_outlet", "are"),
    [
        (Shared(25, 100, 900), False, True),
        (Shared(24, 100, 900), False, False),
        (Shared(50, 900, 100), True, True),
        (Shared(49, 900, 100), True, False),
        (Shared(LEAST_TOLD, LEAST_TOLD, 900), False, True),
        (Shared(LEAST_TOLD - 1, LEAST_TOLD - 1, 900), False, False),
    ],
)
def test_an_outlet_shares_more_with_itself_before_it_is_a_copy(shared, same_outlet, are):
    assert shared.are_near_copies(same_outlet=same_outlet) is are
