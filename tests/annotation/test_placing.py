from hypothesis import given
from hypothesis import strategies as st

from newsreview.annotation.placing import overlapping
from newsreview.offsets import Offsets

stretches = st.tuples(st.integers(0, 12), st.integers(1, 9)).map(lambda pair: Offsets(pair[0], pair[0] + pair[1]))


@given(places=st.lists(stretches), stretch=stretches)
def test_a_stretch_overlaps_the_places_if_it_overlaps_one(places: list[Offsets], stretch: Offsets) -> None:
    assert overlapping(places)(stretch) == any(place.overlaps(stretch) for place in places)


def test_a_long_place_reaches_past_the_short_ones_inside_it() -> None:
    overlaps = overlapping([Offsets(0, 100), Offsets(10, 20)])
    assert [overlaps(Offsets(start, start + 5)) for start in (50, 95, 100)] == [True, True, False]
