from hypothesis import given
from hypothesis import strategies as st

from newsreview.copies.sketching import ONE_IN, sketch
from newsreview.word_runs import digest

DIGESTS = st.integers(0, 2**64 - 1)


def test_one_run_in_eight_is_kept():
    runs = {digest(str(number)) for number in range(80_000)}

    assert abs(len(sketch(runs)) - 10_000) < 400


@given(st.sets(DIGESTS), st.sets(DIGESTS))
def test_of_what_two_share_both_keep_the_same(one: set[int], other: set[int]):
    assert set(sketch(one & other)) <= set(sketch(one)) & set(sketch(other))
    assert set(sketch(one | other)) == set(sketch(one)) | set(sketch(other))


@given(st.sets(DIGESTS))
def test_what_is_kept_fits_the_database_and_is_there_once(runs: set[int]):
    kept = sketch(run * ONE_IN for run in runs)

    assert kept == sorted(set(kept))
    assert all(-(2**31) <= run < 2**31 for run in kept)
