"""The one endpoint of the gestures: an operation that is sent again is answered again, and done once."""

import json
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import editing, submitting
from newsreview.annotation.models import AnnotationSet, Submission
from newsreview.projects.models import Task

TEXT = "The ferry stays in port."


@pytest.fixture
def task(make_task: Callable[..., Task]) -> Task:
    return make_task(TEXT, first_line=TEXT)


def span_add(words: str = "The ferry", label: str = "source", **fields: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    place = {"start": start, "end": start + len(words), "quote": words}
    return {"op": "span.add", "id": str(uuid7()), "span": str(uuid7()), "label": label, **place, **fields}


def send(mine: AnnotationSet, *ops: dict[str, Any], base: int = 0) -> Any:
    assert mine.person
    client = Client()
    client.force_login(mine.person)
    return post(client, mine, *ops, base=base)


def post(client: Client, mine: AnnotationSet, *ops: dict[str, Any], base: int = 0, **request: Any) -> Any:
    body = json.dumps({"set": str(mine.pk), "base": base, "ops": ops})
    return client.post(reverse("task-ops", args=[mine.task_id]), body, content_type="application/json", **request)


def test_an_operation_answers_with_what_is_stale(draft: AnnotationSet) -> None:
    answer = send(draft, span_add())

    assert answer.status_code == 200
    assert answer["X-Set-Version"] == "1"
    assert "X-Replayed" not in answer
    assert '<section class="para' in answer.text
    assert "<p data-live>Source S1 added</p>" in answer.text


def test_sent_again_it_is_answered_again_and_done_once(draft: AnnotationSet) -> None:
    change = span_add()
    first, *again = [send(draft, change) for _ in range(4)]

    assert [answer.status_code for answer in again] == [200] * 3
    assert [answer["X-Replayed"] for answer in again] == ["1"] * 3
    assert {answer["X-Set-Version"] for answer in (first, *again)} == {"1"}
    assert draft.spans.get().pk == UUID(change["span"])
    assert draft.edits.count() == 1


@pytest.mark.django_db(transaction=True)
def test_five_at_once_are_done_once(annotator: User, draft: AnnotationSet) -> None:
    change = span_add()
    clients = [Client() for _ in range(5)]
    for client in clients:
        client.force_login(annotator)

    def race(client: Client) -> tuple[int, str, str]:
        answer = post(client, draft, change)
        connection.close()
        return answer.status_code, answer["X-Set-Version"], answer.get("X-Replayed", "0")

    with ThreadPoolExecutor(5) as pool:
        answers = sorted(pool.map(race, clients))

    assert answers == [(200, "1", "0"), *[(200, "1", "1")] * 4]
    assert draft.spans.count() == draft.edits.count() == 1


def test_a_queue_half_of_which_was_done_goes_through(draft: AnnotationSet) -> None:
    changes = [span_add(), span_add("in port", "claim"), span_add("stays", "claim")]
    send(draft, *changes[:2])
    answer = send(draft, *changes)

    assert (answer.status_code, answer["X-Replayed"], answer["X-Set-Version"]) == (200, "1", "3")
    assert draft.spans.count() == draft.edits.count() == 3


def test_the_same_id_for_something_else_is_refused(draft: AnnotationSet) -> None:
    change = span_add()
    send(draft, change)
    answer = send(draft, change | {"label": "claim"})

    assert answer.status_code == 422
    assert f'data-refused="{change["id"]}" data-code="other-request"' in answer.text
    assert draft.spans.get().label.key == "source"


def test_the_first_refusal_stops_the_rest_and_is_named(draft: AnnotationSet) -> None:
    good, bad, never = span_add(), span_add(end=99), span_add("stays", "claim")
    answer = send(draft, good, bad, never)

    assert answer.status_code == 422
    assert answer["X-Set-Version"] == "1"
    assert f'data-refused="{bad["id"]}"' in answer.text
    assert [span.quote for span in draft.spans.all()] == ["The ferry"]


def test_a_quote_that_the_text_does_not_read_is_refused(draft: AnnotationSet) -> None:
    answer = send(draft, span_add(quote="The Ferry"))

    assert answer.status_code == 409
    assert 'data-code="wrong-quote"' in answer.text
    assert draft.edits.count() == 0
    assert draft.task.article.text == TEXT


def test_a_queue_goes_through_under_nobody_elses_name(annotator: User, draft: AnnotationSet, stranger: User) -> None:
    client = Client()
    client.force_login(annotator)
    answers = [post(client, draft, span_add(), headers={"X-Person": str(p.pk)}) for p in (stranger, annotator)]

    assert [answer.status_code for answer in answers] == [401, 200]
    assert draft.edits.count() == 1


def test_a_page_whose_token_has_grown_old_is_told_to_take_another(annotator: User, draft: AnnotationSet) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(annotator)
    answer = post(client, draft, span_add())

    assert (answer.status_code, answer["X-Token-Refused"]) == (403, "1")


def span_set(made: dict[str, Any], seen: dict[str, Any], attr: str, value: Any) -> dict[str, Any]:
    place = {"span": made["span"], "seen": seen["id"]}
    return {"op": "span.set", "id": str(uuid7()), **place, "attr": attr, "value": value}


def test_a_change_refused_says_who_was_quicker(annotator: User, reviewer: User, draft: AnnotationSet) -> None:
    """C1 and C2."""
    made = span_add()
    send(draft, made)
    note = span_set(made, made, "note", "mine")
    span, seen = UUID(made["span"]), UUID(made["id"])
    editing.set_on_span(annotation_set=draft, by=annotator, span=span, seen=seen, attr="note", value="?")
    own = send(draft, note)
    last = draft.edits.last()
    assert last
    editing.remove_span(annotation_set=draft, by=reviewer, span=span, seen=last.pk)
    others = send(draft, note)

    assert (own.status_code, others.status_code) == (409, 409)
    assert "That was you, in another tab or browser." in own.text
    assert "removed meanwhile. That was Reviewer." in others.text


def test_paragraphs_that_others_changed_are_named(annotator: User, reviewer: User, draft: AnnotationSet) -> None:
    where: dict[str, Any] = {"label": "claim", "start": 4, "end": 9, "quote": "ferry"}
    editing.add_span(annotation_set=draft, by=reviewer, span=uuid7(), **where)
    change = {"op": "label.set", "id": str(uuid7()), "label": "origin", "value": {"kind": "unclear"}}

    assert '<p data-elsewhere="p-1">Reviewer</p>' in send(draft, change).text
    assert "data-elsewhere" not in send(draft, span_add(), base=0).text


@pytest.mark.parametrize("arriving", list(permutations(range(3))))
def test_what_arrives_late_is_never_laid_over_what_came_after_it(draft: AnnotationSet, arriving: list[int]) -> None:
    """C7. The queue sends in order; whatever a line does with it, sending it again puts everything right."""
    made = span_add()
    send(draft, made)
    first = span_set(made, made, "note", "first")
    second = span_set(made, first, "note", "second")
    third = span_set(made, second, "note", "third")
    queue, arrived = [first, second, third], 0
    for place in arriving:
        in_turn = place == arrived
        assert send(draft, queue[place]).status_code == (200 if in_turn else 409)
        arrived += in_turn
        assert draft.spans.get().note == ["", "first", "second", "third"][arrived]

    assert send(draft, *queue).status_code == 200
    assert [edit.pk for edit in draft.edits.all()] == [UUID(op["id"]) for op in (made, *queue)]


@pytest.fixture
def travel(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Set the clocks of this process elsewhere; the database keeps its own."""
    real, real_time = timezone.now, time.time

    def to(away: timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: real() + away)
        monkeypatch.setattr(time, "time", lambda: real_time() + away.total_seconds())

    return to


def test_a_queue_sent_years_later_is_known_by_its_ids(draft: AnnotationSet, travel: Callable[..., None]) -> None:
    """C6. They never expire."""
    queue = [span_add(), span_add("in port", "claim")]
    send(draft, queue[0])
    travel(timedelta(days=3 * 365))
    answer = send(draft, *queue)

    assert (answer.status_code, answer["X-Replayed"]) == (200, "1")
    assert [edit.pk for edit in draft.edits.all()] == [UUID(op["id"]) for op in queue]


def id_at(moment: datetime) -> str:
    milliseconds = int(moment.timestamp() * 1000)
    return str(UUID(int=(milliseconds << 80) | (0x7 << 76) | (0b10 << 62) | secrets.randbits(62)))


def test_clocks_that_disagree_change_neither_order_nor_conflicts(
    draft: AnnotationSet, travel: Callable[..., None]
) -> None:
    """C21. Every edit's id is of an earlier hour than the one before, and so is the clock of who carries it out."""
    began, made = timezone.now(), span_add() | {"id": id_at(timezone.now())}
    first, stale, last = (
        span_set(made, made, "note", words) | {"id": id_at(began - timedelta(hours=hours))}
        for hours, words in enumerate(("first", "stale", "last"), start=1)
    )
    last["seen"] = first["id"]
    told = []
    for hours, change in enumerate((made, first, stale, last)):
        travel(-timedelta(hours=hours))
        told.append(send(draft, change).status_code)

    assert told == [200, 200, 409, 200]
    assert draft.spans.get().note == "last"
    edits = list(draft.edits.all())
    assert [str(edit.pk) for edit in edits] == [made["id"], first["id"], last["id"]]
    assert began < edits[0].at < edits[1].at < edits[2].at


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"set": 1}',
        b"\xff",
        b'{"set": "x", "base": 0, "ops": []}',
        b'{"a": NaN}',
        b'{"a": "\\ud800"}',
        b'{"a": "\\u0000"}',
        b'{"a": 1, "a": 2}',
        b"[" * 100_000,
        b'{"base": ' + b"9" * 5_000 + b"}",
    ],
)
def test_what_cannot_be_read_says_so(
    annotator: User, draft: AnnotationSet, sign_in: Callable[[User], Client], body: bytes
) -> None:
    url = reverse("task-ops", args=[draft.task_id])
    answer = sign_in(annotator).post(url, body, content_type="application/json")

    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/plain")
    assert len(answer.text) > 10


def test_a_submission_sent_twice_is_one(
    annotator: User, draft: AnnotationSet, sign_in: Callable[[User], Client]
) -> None:
    url, form = reverse("task-submission", args=[draft.task_id]), {"id": str(uuid7()), "base": "0"}
    answers = [sign_in(annotator).post(url, form) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [302] * 3
    assert Submission.objects.count() == 1


def test_another_persons_page_of_a_submitted_set_changes_nothing(annotator: User, draft: AnnotationSet) -> None:
    submitting.submit(annotation_set=draft, by=annotator, base=0)
    answer = send(draft, span_add())

    assert answer.status_code == 409
    assert 'data-code="not-open"' in answer.text
    assert draft.spans.count() == 0


@pytest.mark.parametrize("broken", [{}, {"id": "x", "base": "0"}, {"id": str(uuid7()), "base": "x"}])
def test_a_broken_form_of_submission_is_a_bad_request(
    annotator: User, draft: AnnotationSet, sign_in: Callable[[User], Client], broken: dict[str, str]
) -> None:
    answer = sign_in(annotator).post(reverse("task-submission", args=[draft.task_id]), broken)

    assert answer.status_code == 400
    assert Submission.objects.count() == 0
