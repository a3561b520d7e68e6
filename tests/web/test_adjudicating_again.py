"""What an adjudicator sees when links or sides change."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from newsreview.accounts.models import User
from newsreview.agreement.disagreeing import Kind
from newsreview.annotation import taking
from newsreview.projects.models import Task
from tests.annotation.hand import Hand
from tests.review.adjudicator import Adjudicator
from tests.review.two_people import hand_of
from tests.web.screen import Screen


def test_links_that_are_decided_with_a_span_are_shown_with_it(
    make_task: Callable[..., Task], annotator: User, colleague: User, reviewer: User, sign_in: Callable[[User], Client]
) -> None:
    task = make_task("Police said twelve people died, the mayor said.")
    one, other = hand_of(task, annotator), hand_of(task, colleague)
    sources = [one.add("source", words) for words in ("Police", "the mayor")]
    tie = one.link("attributed_to", one.add("claim", "twelve people died"), sources[0])
    for words in ("Police", "the mayor"):
        other.add("source", words)
    one.submit()
    other.submit()
    screen = Screen(task, sign_in(reviewer))
    before = screen.question(Kind.MISSING)
    assert "attributed to: <bdi>twelve people died</bdi> → <bdi>Police</bdi>" in screen.get(before)

    one.reopen()
    one.remove_link(tie)
    one.link("attributed_to", one.annotation_set.spans.get(label__key="claim"), sources[1])
    one.submit()

    assert screen.question(Kind.MISSING) != before
    assert "attributed to: <bdi>twelve people died</bdi> → <bdi>the mayor</bdi>" in screen.get()


def test_what_is_handed_in_after_it_was_settled_comes_back_to_the_queue(
    screen: Screen, reviewer: User, annotator: User, manager: User
) -> None:
    third = taking.deal_out(task=screen.task, person=manager, by=manager)
    desk = Adjudicator(screen.task, reviewer)
    desk.decide_everything(annotator)
    desk.finish()
    address = reverse("adjudication", args=[screen.task.pk])
    assert address not in screen.client.get(reverse("queue")).text

    Hand(third, manager).submit()

    assert address in screen.client.get(reverse("queue")).text
    screen.post("reopening")
    assert [desk.case.sides.letters, len(desk.case.open) > 0] == ["ABC", True]
