from collections.abc import Callable

import pytest

from newsreview.accounts.models import User
from newsreview.agreement.readings import Span
from newsreview.projects.models import Task
from newsreview.review import passages as looking
from newsreview.review.passages import Found, Wanted, passages
from tests.review.two_people import CLAIM, LATER, SHORT_CLAIM, SOURCE, begin, hand_in, hand_of


def quotes(found: Found) -> list[list[str | None]]:
    return [
        [side.quote if isinstance(side, Span) else None for side in passage.disagreement.sides]
        for passage in found.passages
    ]


@pytest.fixture
def task(make_task: Callable[..., Task], annotator: User, colleague: User) -> Task:
    """Claims that begin elsewhere, sources with other answers, other labels on a line, and one line marked by one."""
    task = make_task()
    # their ids are in the order of these names, whatever was made first
    one, other = begin(task, *sorted((annotator, colleague), key=lambda person: person.pk))
    one.add("boilerplate", LATER)
    other.add("heading", LATER)
    one.add("boilerplate", "Ferry talks stall")
    one.submit()
    other.submit()
    return task


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted("found"), [["Ferry talks stall", None]]),
        (Wanted("label"), [[LATER, LATER]]),
        (Wanted("boundary"), [[CLAIM, SHORT_CLAIM]]),
        (Wanted("attribute"), [[SOURCE, SOURCE]]),
        (Wanted("link"), []),
        (Wanted(label="claim"), [[CLAIM, SHORT_CLAIM]]),
        (Wanted("found", label="claim"), []),
        (Wanted(), [["Ferry talks stall", None], [CLAIM, SHORT_CLAIM], [SOURCE, SOURCE], [LATER, LATER]]),
    ],
)
def test_a_figure_opens_what_it_is_low_for(task: Task, wanted: Wanted, expected: list[list[str | None]]) -> None:
    assert quotes(passages(Task.objects.all(), wanted)) == expected


def test_passages_of_one_pair(task: Task, annotator: User, colleague: User, reviewer: User) -> None:
    hand_of(task, reviewer).submit()
    first, second, third = sorted(person.pk for person in (annotator, colleague, reviewer))

    everybody = passages(Task.objects.all(), Wanted())
    assert {each.people for each in everybody.passages} == {(first, second), (first, third), (second, third)}
    chosen = passages(Task.objects.all(), Wanted(pair=(first, third)))
    assert {each.people for each in chosen.passages} == {(first, third)}


def test_passages_come_in_pages_of_whole_articles(
    monkeypatch: pytest.MonkeyPatch, make_task: Callable[..., Task], annotator: User, colleague: User
) -> None:
    tasks = [make_task(outlet=f"Outlet {number}") for number in range(3)]
    for task in tasks:
        hand_in(task, annotator, colleague)

    def page(wanted: Wanted, after: Task | None = None) -> tuple[int, bool]:
        found = passages(Task.objects.all(), wanted, after=after.pk if after else None, at_least=1)
        return len(found.passages), found.go_on_after is not None

    assert [page(Wanted(), after) for after in (None, tasks[0], tasks[1], tasks[2])] == [
        (2, True),
        (2, True),
        (2, False),
        (0, False),
    ]
    monkeypatch.setattr(looking, "MOST", 2)
    assert [page(Wanted("found")), page(Wanted("found"), tasks[1])] == [(0, True), (0, False)]
