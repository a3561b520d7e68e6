from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from newsreview.accounts.models import User
from newsreview.projects.models import Task
from newsreview.review.comparing import compared
from newsreview.review.tables import SHARES, Choice, everything
from tests.review.two_people import LATER, as_of, hand_in, hand_of

SUNDAY = datetime(2026, 11, 15, 23, 59, 30, tzinfo=UTC)


@pytest.fixture
def of_three(make_task: Callable[..., Task], annotator: User, colleague: User, reviewer: User) -> Choice:
    """Two articles: one by two people, a week ago; one by three, of whom the third has marked something else."""
    first, task = make_task(outlet="One"), make_task(outlet="Two")
    hand_in(first, annotator, colleague)
    hand_in(task, annotator, colleague)
    third = hand_of(task, reviewer)
    third.add("boilerplate", LATER)
    third.submit()
    as_of(first, SUNDAY)
    as_of(task, SUNDAY + timedelta(minutes=1))
    return everything(list(compared(Task.objects.all())))


def counts(*choices: Choice) -> dict[str, tuple[int, int]]:
    """Part and whole of each share, of all these choices together."""
    told = [figure for choice in choices for figure in choice.figures()]

    def added(key: str) -> tuple[int, int]:
        of_it = [figure for figure in told if figure.key == key]
        return sum(figure.part or 0 for figure in of_it), sum(figure.whole or 0 for figure in of_it)

    return {key: added(key) for key in SHARES}


def test_shares_are_those_counted_by_hand(of_three: Choice) -> None:
    # Of each pair that agrees: 4 spans, all found, 2 the same; of each of the two pairs with the third: 3 alone.
    assert counts(of_three) == {
        "found": (8, 14),
        "label": (8, 8),
        "boundary": (4, 8),
        "attribute": (4, 6),
        "link": (4, 4),
        "overlap_f1": (8, 14),
        "exact_f1": (4, 14),
        "link_f1": (4, 6),
    }


def test_every_table_adds_up_to_the_whole(of_three: Choice) -> None:
    whole = counts(of_three)

    assert counts(*map(of_three.of_label, of_three.labels)) == whole
    assert counts(*map(of_three.of_pair, of_three.pairs)) == whole
    assert counts(*map(of_three.of_outlet, of_three.outlets)) == whole
    assert counts(*of_three.by_week.values()) == whole
    assert (of_three.articles, len(of_three.pairs), len(of_three.outlets), len(of_three.by_week)) == (2, 3, 2, 2)


def test_a_pair_is_of_the_week_in_which_the_later_of_two_handed_in(of_three: Choice) -> None:
    [monday, next_monday] = of_three.by_week

    assert (next_monday - monday).days == 7
    assert [len(of_three.of_week(day).pairs) for day in (monday, next_monday)] == [1, 3]
    assert of_three.of_week(monday - timedelta(days=7)).articles == 0


def test_kappa_is_of_one_pair_and_alpha_of_everybody(of_three: Choice) -> None:
    def beyond_chance(choice: Choice) -> dict[str, float]:
        told = {figure.key: figure.estimate.value for figure in choice.figures() if figure.key not in SHARES}
        return {key: round(value, 4) for key, value in told.items() if value is not None}

    agreeing = max(of_three.pairs, key=lambda pair: of_three.of_pair(pair).articles)

    assert beyond_chance(of_three.of_pair(agreeing)).keys() == {
        "alpha_paragraphs",
        "alpha_characters",
        "kappa_paragraphs",
        "kappa_characters",
    }
    assert beyond_chance(of_three.of_pair(agreeing))["kappa_paragraphs"] == 1
    assert beyond_chance(of_three).keys() == {"alpha_paragraphs", "alpha_characters"}


def test_interval_needs_two_stories(of_three: Choice) -> None:
    def intervals(choice: Choice) -> list[bool]:
        return [figure.estimate.interval is not None for figure in choice.figures() if figure.key in SHARES]

    [one, *_] = of_three.outlets
    assert (set(intervals(of_three)), set(intervals(of_three.of_outlet(one)))) == ({True}, {False})
