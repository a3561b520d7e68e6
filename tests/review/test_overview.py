"""Counts of a project's work: each equals what the tables hold, and each choice is a part of the whole."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.models import Span
from newsreview.projects.models import Slot, Task
from newsreview.review import commenting, overview, settling
from newsreview.review.comparing import compared
from newsreview.review.models import About
from newsreview.review.overview import Agreed, Work, agreed, agreed_by_week, disagreements, in_steps
from newsreview.review.tables import everything
from tests.annotation.hand import Hand
from tests.review.two_people import as_of, hand_in

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
CLAIM, SOURCE = "They gave us a day", "Ada Brandt, the harbour master"
TEXT = f"Ferry talks stall\n\n“{CLAIM},” said {SOURCE}."


@pytest.fixture
def tasks(make_task: Callable[..., Task], annotator: User, colleague: User, reviewer: User) -> dict[str, Task]:
    """One of each state, in two outlets; one is asked to be changed by a rule."""
    made = {
        name: make_task(f"{TEXT} {name}", outlet=name[0]) for name in ("a open", "a begun", "b waiting", "b accepted")
    }
    Hand(taking.take(task=made["a begun"], person=annotator), annotator).add("heading", "Ferry talks stall")
    for name, milliseconds in (("b waiting", 100_000), ("b accepted", None)):
        hand = Hand(taking.take(task=made[name], person=colleague), colleague)
        hand.add("source", SOURCE, milliseconds=milliseconds)
        claim = hand.add("claim", CLAIM, milliseconds=milliseconds)
        hand.submit()
    asked: dict[str, Any] = {"about": About.SPAN, "object_id": claim.pk, "rule": "3.1", "thread": uuid7()}
    thread = commenting.request_change(annotation_set=hand.annotation_set.pk, by=reviewer, **asked)
    commenting.resolve(thread=thread, by=reviewer)
    settling.accept(annotation_set=hand.annotation_set.pk, by=reviewer, base=hand.version)
    return made


@pytest.fixture
def work(tasks: dict[str, Task]) -> Work:
    return Work(Task.objects.all())


def test_every_place_is_in_one_state(work: Work) -> None:
    assert work.progress() == [("open", 1), ("in_hand", 1), ("waiting", 1), ("accepted", 1)]
    assert sum(count for _, count in work.progress()) == Slot.objects.count()


def test_only_what_was_handed_in_counts_as_marked(work: Work) -> None:
    assert work.labels() == [("claim", 2), ("source", 2)]
    assert Span.objects.count() == 5
    assert work.rules() == [("3.1", 1)]
    assert work.outlets() == [("a", 2), ("b", 2)]


def test_what_waits_is_told_by_its_age(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    assert work.waiting() == [1, 0, 0, 0, 0]
    later = timezone.now() + timedelta(days=5)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert work.waiting() == [0, 0, 1, 0, 0]


def test_time_is_that_of_whole_sets(work: Work) -> None:
    assert work.minutes() == [0, 1, 0, 0, 0, 0, 1]


def test_inferred_links_are_told_by_what_became_of_them(make_task: Callable[..., Task], annotator: User) -> None:
    for n, became in enumerate(("kept", "changed", "undone")):
        hand = Hand(
            taking.take(task=make_task(f"“They gave us a day,” said Ada Brandt {n}."), person=annotator), annotator
        )
        hand.add("source", f"Ada Brandt {n}")
        hand.add("claim", "They gave us a day", infer=True)
        link = hand.annotation_set.links.get()
        assert link.origin == "inferred"
        if became == "changed":
            hand.set_link(link, "carried_over", value=True)
        if became == "undone":
            hand.remove_link(link)
        hand.submit()

    assert Work(Task.objects.all()).inferred_links() == (1, 1, 1)


def test_outlets_add_up_to_the_whole(work: Work) -> None:
    parts = [Work(Task.objects.filter(article__outlet__name=name)) for name in ("a", "b")]

    for told in (Work.progress, Work.labels, Work.rules, Work.outlets):
        together = sum((Counter(dict(told(part))) for part in parts), Counter[str]())
        assert together == Counter(dict(told(work)))
    for steps in (Work.waiting, Work.minutes):
        assert [sum(each) for each in zip(*map(steps, parts), strict=True)] == steps(work)


def test_disagreements_are_what_there_is_to_decide(task: Task, annotator: User, colleague: User) -> None:
    hand_in(task, annotator, colleague)

    assert disagreements(everything(list(compared(Task.objects.all())))) == [
        ("label", 0),
        ("missing", 0),
        ("boundary", 1),
        ("attribute", 1),
        ("link", 0),
        ("article label", 0),
    ]


def test_agreement_over_time_adds_up_to_that_of_all(
    make_task: Callable[..., Task], annotator: User, colleague: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of each article: four spans in the same places, two of them the very same."""
    for number, weeks_ago in enumerate((3, 2, 2, 1)):
        hand_in(task := make_task(outlet=f"Outlet {number}"), annotator, colleague)
        as_of(task, MONDAY - timedelta(weeks=weeks_ago))
    choice = everything(list(compared(Task.objects.all())))
    once, twice = Agreed(1, 4, 4, 2), Agreed(2, 8, 8, 4)
    first, second, third = (date(2026, 10, 26), date(2026, 11, 2), date(2026, 11, 9))

    assert agreed_by_week(choice) == [(first, once), (second, twice), (third, once)]
    monkeypatch.setattr(overview, "WEEKS", 1)
    assert agreed_by_week(choice) == [(None, Agreed(3, 12, 12, 6)), (third, once)]
    assert (agreed(choice), agreed(choice).overlap_f1, agreed(choice).exact_f1) == (Agreed(4, 16, 16, 8), 1, 0.5)
    nothing = everything([])
    assert (agreed_by_week(nothing), agreed(nothing).exact_f1) == ([], None)


def test_what_lies_on_a_step_is_above_it() -> None:
    assert in_steps([0, 0.5, 1, 6.9, 7, 100], (1, 7)) == [2, 2, 2]
