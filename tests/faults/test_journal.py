"""Many people and many retries at one annotation set at the same time, on real connections that really commit."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Event
from time import monotonic, sleep
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, connection, connections, transaction
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import editing, labelling, taking
from newsreview.annotation.checking import contradictions_in
from newsreview.annotation.journal import Outcome
from newsreview.annotation.models import AnnotationSet, Edit, Span
from newsreview.annotation.refusals import AlreadyThere, Conflict, OtherRequest, Refusal
from newsreview.projects.models import Task
from tests.at_once import at_once
from tests.owner import as_owner

pytestmark = pytest.mark.django_db(transaction=True)


def refused(act: Callable[[], Outcome]) -> type[Refusal] | None:
    try:
        act()
    except Refusal as refusal:
        return type(refusal)
    return None


def write(set_id: UUID, by: User, times: int) -> int:
    """How many of these changes of one article label succeeded; each on a connection of its own, as a request is.

    What waits too long for its turn is sent again under its id, as a browser does that is told 503.
    """
    successes = 0
    for number in range(times):
        value = {"kind": ("unclear", "translation")[number % 2]}
        say = partial(labelling.set_article_label, annotation_set=set_id, by=by, edit_id=uuid7(), label="origin")
        successes += refused(partial(patiently, partial(say, value=value))) is None
    return successes


def patiently(act: Callable[[], Outcome]) -> Outcome:
    for _ in range(20):
        try:
            return act()
        except OperationalError:
            continue
        finally:
            connections.close_all()
    raise AssertionError("twenty times five seconds were not enough")


def count_writes(draft: AnnotationSet, by: User, threads: int, times: int) -> None:
    successes = sum(at_once([lambda: write(draft.pk, by, times)] * threads))
    numbers = list(Edit.objects.filter(annotation_set=draft).order_by("number").values_list("number", flat=True))
    assert successes == threads * times
    assert numbers == list(range(1, successes + 1))
    assert AnnotationSet.objects.with_version().get(pk=draft.pk).version == successes
    assert contradictions_in(draft.pk) == []


def test_the_version_counts_every_write(draft: AnnotationSet, annotator: User) -> None:
    count_writes(draft, annotator, threads=16, times=10)


@pytest.mark.faults
def test_the_version_counts_every_one_of_thousands_of_writes(draft: AnnotationSet, annotator: User) -> None:
    count_writes(draft, annotator, threads=16, times=200)


@pytest.mark.parametrize("times", [2, 3, 5])
def test_the_same_operation_at_the_same_time_has_one_effect(draft: AnnotationSet, annotator: User, times: int) -> None:
    edit_id, span = uuid7(), uuid7()
    ferry: dict[str, Any] = {"label": "claim", "start": 0, "end": 5, "quote": "Ferry"}
    outcomes = at_once(
        [lambda: editing.add_span(annotation_set=draft.pk, by=annotator, edit_id=edit_id, span=span, **ferry)] * times
    )
    assert sorted(outcome.replayed for outcome in outcomes) == [False] + [True] * (times - 1)
    answers = [(outcome.edit.pk, outcome.edit.number, outcome.edit.result) for outcome in outcomes]
    assert answers == [(edit_id, 1, {"span": str(span), "links_added": []})] * times
    assert (Edit.objects.count(), Span.objects.count()) == (1, 1)


def test_the_same_id_in_two_sets_at_the_same_time_stands_for_one(
    draft: AnnotationSet, task: Task, annotator: User, colleague: User
) -> None:
    others, edit_id = taking.deal_out(task=task, person=colleague, by=colleague), uuid7()

    def say(annotation_set: AnnotationSet) -> Outcome:
        answer = {"kind": "unclear"}
        return labelling.set_article_label(
            annotation_set=annotation_set, by=annotator, edit_id=edit_id, label="origin", value=answer
        )

    answers = at_once([lambda: refused(lambda: say(draft)), lambda: refused(lambda: say(others))])
    assert sorted(map(str, answers)) == sorted(map(str, [None, OtherRequest]))
    assert Edit.objects.count() == 1


def test_of_two_changes_of_one_span_the_later_is_told(draft: AnnotationSet, annotator: User, reviewer: User) -> None:
    span = uuid7()
    made = editing.add_span(annotation_set=draft, by=annotator, span=span, label="claim", start=0, end=5, quote="Ferry")

    def change(by: User, kind: str) -> type[Refusal] | None:
        seen = made.edit.pk
        return refused(
            lambda: editing.set_on_span(annotation_set=draft.pk, by=by, span=span, seen=seen, attr="kind", value=kind)
        )

    answers = at_once([lambda: change(annotator, "aim"), lambda: change(reviewer, "view")])
    assert sorted(map(str, answers)) == sorted(map(str, [None, Conflict]))


def test_a_double_click_makes_one_mark(draft: AnnotationSet, annotator: User) -> None:
    def click() -> type[Refusal] | None:
        ferry: dict[str, Any] = {"label": "claim", "start": 0, "end": 5, "quote": "Ferry"}
        return refused(lambda: editing.add_span(annotation_set=draft.pk, by=annotator, span=uuid7(), **ferry))

    assert sorted(map(str, at_once([click, click]))) == sorted(map(str, [None, AlreadyThere]))
    assert Span.objects.count() == 1


def test_a_task_is_taken_once(task: Task, annotator: User, colleague: User, reviewer: User) -> None:
    def take(person: User) -> bool:
        try:
            taking.take(task=task, person=person)
        except Conflict:
            return False
        return True

    people = [annotator, colleague, reviewer, annotator]
    took = dict(zip(people, at_once([partial(take, person) for person in people]), strict=True))
    assert (AnnotationSet.objects.count(), sum(took.values())) == (1, 1)


@contextmanager
def row_locked(set_id: UUID) -> Iterator[Event]:
    """Somebody is at work on the set, until the event is set."""
    held, done = Event(), Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                AnnotationSet.objects.select_for_update().get(pk=set_id)
                held.set()
                done.wait(timeout=30)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        holding = thread.submit(hold)
        held.wait(timeout=10)
        try:
            yield done
        finally:
            done.set()
            holding.result()


def test_an_operation_in_flight_waits_for_its_turn_and_is_answered(draft: AnnotationSet, annotator: User) -> None:
    edit_id = uuid7()

    def say() -> Outcome:
        try:
            return labelling.set_article_label(
                annotation_set=draft.pk, by=annotator, edit_id=edit_id, label="origin", value={"kind": "unclear"}
            )
        finally:
            connections.close_all()

    with row_locked(draft.pk) as done, ThreadPoolExecutor(2) as threads:
        twice = [threads.submit(say), threads.submit(say)]
        wait_until_waiting(2)
        done.set()
        first, second = (future.result(timeout=10) for future in twice)
    assert {first.replayed, second.replayed} == {False, True}
    assert (first.edit.pk, first.edit.result) == (second.edit.pk, second.edit.result)
    assert Edit.objects.count() == 1


def wait_until_waiting(sessions: int) -> None:
    """Until so many sessions of this database wait for a lock."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    deadline = monotonic() + 10
    seen = -1
    while seen != sessions:
        assert monotonic() < deadline, "nobody waits"
        sleep(0.01)
        with as_owner(), connection.cursor() as cursor:  # each time another transaction, which looks anew
            cursor.execute(waiting)
            [seen] = cursor.fetchone()


def test_a_stuck_set_is_said_instead_of_holding_a_thread(draft: AnnotationSet, annotator: User) -> None:
    with row_locked(draft.pk), connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("5s",)
        cursor.execute("SET lock_timeout = '100ms'")
        with pytest.raises(OperationalError, match="canceling statement due to lock timeout"):
            labelling.set_article_label(annotation_set=draft.pk, by=annotator, label="origin", value=None)
        cursor.execute("RESET lock_timeout")
    assert write(draft.pk, annotator, 1) == 1
