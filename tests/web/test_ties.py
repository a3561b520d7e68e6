"""Which spans a link is offered to, and in which order."""

import pytest

from newsreview.annotation.models import Span
from newsreview.offsets import Offsets
from newsreview.web.marking import Mark
from newsreview.web.ties import nearest_first

SENTENCE = Offsets(100, 200)


@pytest.mark.parametrize(
    ("me", "others", "order"),
    [
        (150, [110, 160, 199], [160, 110, 199]),  # in the sentence, on either side
        (150, [99, 200, 10], [99, 10, 200]),  # before it, then after it, however far
        (101, [250, 99, 150, 300, 20], [150, 99, 20, 250, 300]),
        (150, [], []),
    ],
)
def test_the_same_sentence_then_before_then_after(me: int, others: list[int], order: list[int]) -> None:
    marks = [Mark(Span(start=start, end=start + 1), "S1") for start in others]
    nearest = nearest_first(Mark(Span(start=me, end=me + 1), "C1"), marks, SENTENCE)
    assert [mark.start for mark in nearest] == order
