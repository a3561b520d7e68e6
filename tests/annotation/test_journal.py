"""Edits: one id, one number, one effect."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import editing, linking, marking_many, taking
from newsreview.annotation.journal import Outcome
from newsreview.annotation.models import AnnotationSet, Edit, Link, Span
from newsreview.annotation.refusals import OtherRequest, Refusal
from newsreview.annotation.standing import replay, standing
from newsreview.projects.models import Task
from tests.annotation.hand import Hand

Act = Callable[[Hand, UUID], Outcome]
MARK = UUID(int=7)


def add(hand: Hand, edit_id: UUID) -> Outcome:
    return editing.add_span(**hand.whose, edit_id=edit_id, span=MARK, label="claim", **hand.at("gave us"))


def link(hand: Hand, edit_id: UUID) -> Outcome:
    start, end = Span.objects.get(label__key="claim"), Span.objects.get(label__key="source")
    ends: dict[str, Any] = {"from_span": start.pk, "to_span": end.pk}
    return linking.add_link(**hand.whose, edit_id=edit_id, link=MARK, label="attributed_to", **ends)


def mark(hand: Hand, edit_id: UUID) -> Outcome:
    spans = [{"span": MARK} | hand.at("Leave a comment")]
    return marking_many.mark_paragraphs(**hand.whose, edit_id=edit_id, label="boilerplate", spans=spans, under=[])


def first(hand: Hand, label: str) -> dict[str, Any]:
    """What the sender of a request knew before it was sent the first time."""
    span = Span.objects.get(label__key=label, annotation_set=hand.annotation_set)
    return {"span": span.pk, "seen": Edit.objects.get(number={"claim": 1, "source": 2}[label]).pk}


ACTS: dict[str, Act] = {
    "span.add": add,
    "span.move": lambda hand, edit_id: editing.move_span(
        **hand.whose, edit_id=edit_id, **first(hand, "claim"), **hand.at("the crossing had")
    ),
    "span.set": lambda hand, edit_id: editing.set_on_span(
        **hand.whose, edit_id=edit_id, **first(hand, "claim"), attr="kind", value="aim"
    ),
    "paragraphs.mark": mark,
    "link.add": link,
    "label.set": lambda hand, edit_id: hand.say("origin", {"kind": "unclear"}, edit_id=edit_id),
    "undo": lambda hand, edit_id: hand.undo(edit_id=edit_id),
    "submit": lambda hand, edit_id: hand.submit(edit_id=edit_id, base=2),
}


@pytest.fixture
def begun(ours: Hand) -> Hand:
    ours.add("claim", "the crossing")
    ours.add("source", "Jonas")
    return ours


@pytest.mark.parametrize("verb", ACTS)
@pytest.mark.parametrize("times", [2, 3])
def test_the_same_edit_sent_again_has_one_effect_and_one_answer(begun: Hand, verb: str, times: int) -> None:
    edit_id = uuid7()
    outcomes = [ACTS[verb](begun, edit_id) for _ in range(times)]
    assert [outcome.replayed for outcome in outcomes] == [False] + [True] * (times - 1)
    edits = [outcome.edit for outcome in outcomes]
    assert {(edit.pk, edit.number, edit.verb) for edit in edits} == {(edit_id, 3, verb)}
    assert all(
        (edit.result, edit.changes, edit.at) == (edits[0].result, edits[0].changes, edits[0].at) for edit in edits
    )
    assert begun.version == 3


def test_an_edit_sent_again_late_is_answered_as_it_was(begun: Hand) -> None:
    edit_id = uuid7()
    made = add(begun, edit_id)
    begun.remove(Span.objects.get(pk=MARK))
    again = add(begun, edit_id)
    assert (again.replayed, again.edit.result) == (True, made.edit.result)
    assert not Span.objects.filter(pk=MARK).exists()


@pytest.mark.parametrize(
    "other",
    [{"label": "source"}, {"start": 86, "quote": "ave us"}, {"note": "Sure?"}, {"span": UUID(int=8)}],
)
def test_an_id_used_for_another_request_is_refused(ours: Hand, other: dict[str, Any]) -> None:
    edit_id = uuid7()
    request: dict[str, Any] = {"span": MARK, "label": "claim"} | ours.at("gave us")
    editing.add_span(**ours.whose, edit_id=edit_id, **request)
    with pytest.raises(OtherRequest, match="This edit's id was used before for another request") as refused:
        editing.add_span(**ours.whose, edit_id=edit_id, **(request | other))
    assert (refused.value.status, refused.value.code) == (422, "other-request")
    assert (ours.version, Span.objects.count()) == (1, 1)


def test_an_id_used_by_another_verb_person_or_set_is_refused(
    ours: Hand, theirs: Hand, task: Task, colleague: User
) -> None:
    edit_id = uuid7()
    ours.say("origin", None, edit_id=edit_id)
    other_set = Hand(taking.deal_out(task=task, person=colleague, by=colleague), ours.by)
    for act in (
        lambda: ours.undo(edit_id=edit_id),
        lambda: theirs.say("origin", None, edit_id=edit_id),
        lambda: other_set.say("origin", None, edit_id=edit_id),
    ):
        with pytest.raises(OtherRequest):
            act()
    assert Edit.objects.count() == 1


def test_how_long_a_gesture_took_is_not_part_of_the_request(ours: Hand) -> None:
    edit_id = uuid7()
    ours.say("origin", {"kind": "unclear"}, edit_id=edit_id, milliseconds=700)
    assert ours.say("origin", {"kind": "unclear"}, edit_id=edit_id, milliseconds=None).replayed


def test_the_order_of_names_in_a_request_means_nothing(ours: Hand) -> None:
    edit_id = uuid7()
    ours.say("origin", {"kind": "unclear", "credited_to": "EPA"}, edit_id=edit_id)
    assert ours.say("origin", {"credited_to": "EPA", "kind": "unclear"}, edit_id=edit_id).replayed


def test_a_caller_without_an_id_gets_one(ours: Hand) -> None:
    made = [ours.say("origin", {"kind": "unclear"}).edit for _ in range(2)]
    assert [edit.number for edit in made] == [1, 2]
    assert made[0].pk != made[1].pk


def test_a_refused_operation_stores_nothing(begun: Hand) -> None:
    edit_id, before = uuid7(), standing(begun.annotation_set)
    with pytest.raises(Refusal):
        begun.say("origin", {"kind": "gossip"}, edit_id=edit_id)
    assert (begun.version, standing(begun.annotation_set)) == (2, before)
    begun.say("origin", {"kind": "unclear"}, edit_id=edit_id)  # so its id is free
    assert begun.version == 3


def test_half_an_edit_is_never_stored(begun: Hand) -> None:
    spans = [{"span": uuid7()} | begun.at("Ferry talks stall"), {"span": uuid7()} | begun.at("Jonas")]
    with pytest.raises(Refusal):  # the second stands there already
        marking_many.mark_paragraphs(**begun.whose, label="source", spans=spans, under=[])
    assert (begun.version, Span.objects.count()) == (2, 2)


def test_versions_count_edits_of_one_set(begun: Hand, task: Task, colleague: User) -> None:
    other = Hand(taking.deal_out(task=task, person=colleague, by=colleague), colleague)
    other.add("claim", "gave us")
    assert [counted.version for counted in AnnotationSet.objects.with_version().order_by("pk")] == [2, 1]


def test_times_come_from_the_database_and_rise(begun: Hand) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        [(began,)] = cursor.fetchall()
    times = list(begun.annotation_set.edits.values_list("at", flat=True))
    assert times[0] > began  # the clock's time, not that of the transaction's start
    assert times == sorted(times)


def test_replaying_contradictory_changes_is_an_error(begun: Hand) -> None:
    changes = list(begun.annotation_set.edits.values_list("changes", flat=True))
    assert replay(changes) == standing(begun.annotation_set)
    with pytest.raises(ValueError, match="edit 3 changes"):
        replay([*changes, changes[0]])
    assert Link.objects.count() == 0
