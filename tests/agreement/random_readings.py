"""Random readings of a text of forty characters, small enough to try everything."""

from collections.abc import Mapping
from itertools import count, permutations, product

from hypothesis import strategies as st

from newsreview.agreement.readings import Answer, ArticleLabel, Link, Reading, Span

LENGTH = 40
MOST = 4
PLACES = [
    (label, start, start + length)
    for length, start, label in product(range(1, 13), range(LENGTH), ("claim", "source"))
    if start + length <= LENGTH
]
TIES = list(product(("attributed_to", "via"), permutations(range(MOST), 2)))
ANSWERS: list[Mapping[str, Answer]] = [{}, {"kind": "fact"}, {"kind": "view"}, {"kind": None, "who": "Brandt"}]
numbers = count()
answers = st.sampled_from(ANSWERS)


@st.composite
def spans(draw: st.DrawFn, most: int = MOST) -> list[Span]:
    marks = draw(st.lists(st.sampled_from(PLACES), max_size=most, unique=True))
    return [Span(f"span {next(numbers)}", *mark, attributes=draw(answers)) for mark in marks]


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    marked = draw(spans())
    ties = draw(st.lists(st.sampled_from(TIES), max_size=4, unique=True))
    return Reading(
        marked,
        [
            Link(f"link {next(numbers)}", label, marked[one].id, marked[other].id, draw(answers))
            for label, (one, other) in ties
            if max(one, other) < len(marked)
        ],
        [ArticleLabel(label, draw(answers)) for label in draw(st.sets(st.sampled_from(("origin", "topic"))))],
    )
