from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from newsreview.splits.bit_counting import add_one, count_of, members_of, more, replaced, set_of

NUMBERS = range(70)
SETS = st.lists(st.frozensets(st.sampled_from(NUMBERS)), max_size=20)


def counted(sets: list[frozenset[int]]) -> list[int]:
    counts: list[int] = []
    for numbers in sets:
        add_one(counts, set_of(numbers))
    return counts


def plain(sets: list[frozenset[int]]) -> Counter[int]:
    return Counter(number for numbers in sets for number in numbers)


@given(numbers=st.frozensets(st.sampled_from(NUMBERS)))
def test_a_set_of_numbers_and_back(numbers: frozenset[int]):
    assert list(members_of(set_of(numbers))) == sorted(numbers)


@given(sets=SETS)
def test_every_count_is_what_counting_one_by_one_gives(sets: list[frozenset[int]]):
    counts, expected = counted(sets), plain(sets)

    assert [count_of(counts, number) for number in NUMBERS] == [expected[number] for number in NUMBERS]


@given(these=SETS, those=SETS)
def test_the_greater_counts_are_found_and_taken_over(these: list[frozenset[int]], those: list[frozenset[int]]):
    here, there = plain(these), plain(those)

    greater = more(counted(these), counted(those))
    largest = replaced(counted(those), counted(these), greater)

    assert list(members_of(greater)) == [number for number in NUMBERS if here[number] > there[number]]
    assert [count_of(largest, number) for number in NUMBERS] == [max(here[n], there[n]) for n in NUMBERS]
