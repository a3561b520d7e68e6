"""The checker of the fault tests is checked itself: one operation lost or done twice among many is found."""

from collections import Counter
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import editing
from newsreview.annotation.models import AnnotationSet
from tests.faults.history import End, History, Operation, Stored, judge, read

ADDS = [Operation(f"edit{number}", f"span{number}") for number in range(5)]
REMOVAL = Operation("edit9", "span4", removes=True)


@pytest.fixture
def history() -> History:
    """Three were called saved, one of them removed again; one was refused, one never answered."""
    made = History()
    for operation in (*ADDS, REMOVAL):
        made.invoke(operation)
    for operation in (ADDS[0], ADDS[1], ADDS[4], REMOVAL):
        made.tell(operation, End.SAVED)
    made.tell(ADDS[2], End.REFUSED)
    return made


def stored(*adds: int) -> Stored:
    """After these were carried out, and the fifth and its removal."""
    made = Stored(
        edits=Counter(f"edit{number}" for number in (*adds, 4, 9)),
        came=Counter(f"span{number}" for number in (*adds, 4)),
        standing=Counter(f"span{number}" for number in adds),
    )
    made.went["span4"] = 1
    return made


def test_what_was_called_saved_is_there_once(history: History) -> None:
    verdict = judge(history, stored(0, 1))
    assert (verdict.acknowledged, verdict.wrong, verdict.there, verdict.not_there) == (4, [], [], [ADDS[3]])


def test_what_nobody_answered_may_be_there(history: History) -> None:
    verdict = judge(history, stored(0, 1, 3))
    assert (verdict.wrong, verdict.there, verdict.not_there) == ([], [ADDS[3]], [])
    assert str(verdict) == (
        "operations acknowledged 4, lost 0, doubled 0 (refused but there 0, never answered 1, of which there 1)"
    )


def test_an_operation_that_was_lost_is_found(history: History) -> None:
    assert judge(history, stored(0)).lost == [ADDS[1]]


def test_a_row_without_its_edit_and_an_edit_without_its_row_are_lost(history: History) -> None:
    without_edit, without_row, removed_in_vain = stored(0, 1), stored(0, 1), stored(0, 1)
    del without_edit.edits["edit1"]
    del without_row.standing["span1"]
    removed_in_vain.standing["span4"] = 1
    assert judge(history, without_edit).lost == [ADDS[1]]
    assert judge(history, without_row).lost == [ADDS[1]]
    assert judge(history, removed_in_vain).lost == [ADDS[4], REMOVAL]


def test_an_operation_done_twice_is_found(history: History) -> None:
    by_another_edit, twice_removed, two_rows = stored(0, 1, 3), stored(0, 1), stored(0, 1)
    by_another_edit.came["span3"] += 1
    twice_removed.went["span4"] += 1
    two_rows.standing["span0"] += 1
    assert judge(history, by_another_edit).doubled == [ADDS[3]]
    assert judge(history, twice_removed).doubled == [REMOVAL]
    assert judge(history, two_rows).doubled == [ADDS[0]]


def test_what_was_refused_and_done_all_the_same_is_found(history: History) -> None:
    assert judge(history, stored(0, 1, 2)).denied == [ADDS[2]]


def test_what_was_called_saved_once_stays_so_whatever_is_said_later(history: History) -> None:
    history.tell(ADDS[0], End.UNKNOWN)
    history.tell(ADDS[3], End.UNKNOWN)
    history.tell(ADDS[3], End.SAVED)
    assert history.that_ended(End.SAVED) == [ADDS[0], ADDS[1], ADDS[3], ADDS[4], REMOVAL]


def test_the_database_is_read_as_it_is(draft: AnnotationSet, annotator: User) -> None:
    history = History()
    ferry: dict[str, Any] = {"label": "claim", "start": 0, "end": 5, "quote": "Ferry"}
    adds = [Operation(str(uuid7()), str(uuid7())) for _ in range(2)]
    removal = Operation(str(uuid7()), adds[0].span, removes=True)
    never = Operation(str(uuid7()), str(uuid7()))
    made: Any = {"annotation_set": draft, "by": annotator}
    first, second = UUID(adds[0].span), UUID(adds[1].span)
    editing.add_span(**made, edit_id=UUID(adds[0].id), span=first, **ferry)
    editing.remove_span(**made, edit_id=UUID(removal.id), span=first, seen=UUID(adds[0].id))
    editing.add_span(**made, edit_id=UUID(adds[1].id), span=second, **ferry)
    for operation in (*adds, removal, never):
        history.invoke(operation)
        history.tell(operation, End.SAVED)

    connection.ensure_connection()
    raw = connection.connection
    assert isinstance(raw, psycopg.Connection)
    verdict = judge(history, read(raw))
    assert (verdict.acknowledged, verdict.lost, verdict.doubled) == (4, [never], [])
