"""Which spans a link is offered to, and in which order."""

import pytest

from newsreview.labels.models import Label
from newsreview.offsets import Offsets
from newsreview.web.rows import Mark
from newsreview.web.ties import nearest_first

SENTENCE = Offsets(100, 200)
CLAIM = Label(key="claim", shortcut="c")


def mark_at(start: int) -> Mark:
    return Mark(str(start), start, start + 1, "x", "{}", "[]", "", False, None, "0", CLAIM, "C1")  # noqa: FBT003


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
    marks = [mark_at(start) for start in sorted(others)]
    nearest = nearest_first(mark_at(me), marks, SENTENCE)
    assert [mark.start for mark in nearest] == order
