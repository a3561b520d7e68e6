from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from newsreview.agreement.readings import Reading, Span
from newsreview.agreement.units import in_characters, in_paragraphs
from newsreview.offsets import paragraphs
from tests.agreement.random_readings import LENGTH, readings

TEXT = "one two\n\nthree\nfour five"  # paragraphs at 0-7, 9-14 and 15-24


def reading(*marks: tuple[str, int, int]) -> Reading:
    return Reading([Span(mark, *mark) for mark in marks])


def test_text_is_cut_wherever_a_span_begins_or_ends() -> None:
    first = reading(("claim", 2, 10), ("source", 4, 6))
    second = reading(("claim", 2, 8), ("claim", 5, 12))

    assert in_characters([first, second], 20) == {
        (("claim",), ("claim",)): 2 + 2 + 2,
        (("claim", "source"), ("claim",)): 1 + 1,
        ((), ("claim",)): 2,
        ((), ()): 2 + 8,
    }


def test_span_at_either_end_of_the_text() -> None:
    assert in_characters([reading(("claim", 0, 3), ("source", 3, 5))], 5) == {(("claim",),): 3, (("source",),): 2}


def test_label_lies_on_the_paragraphs_in_which_it_has_a_character() -> None:
    first = reading(("claim", 0, 7), ("source", 6, 10))
    second = reading(("boilerplate", 14, 15), ("claim", 13, 16))  # the first covers a line feed only

    assert in_paragraphs([first, second], paragraphs(TEXT)) == {
        (("claim", "source"), ()): 1,
        (("source",), ("claim",)): 1,
        ((), ("claim",)): 1,
    }


@given(st.lists(readings(), min_size=1, max_size=3))
def test_characters_have_what_lies_on_each(several: list[Reading]) -> None:
    def labels_at(character: int, reading: Reading) -> tuple[str, ...]:
        return tuple(sorted({span.label for span in reading.spans if span.start <= character < span.end}))

    one_by_one = Counter(tuple(labels_at(character, reading) for reading in several) for character in range(LENGTH))

    assert in_characters(several, LENGTH) == one_by_one
