"""The one endpoint of the gestures: an operation that is sent again is answered again, and done once."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import submitting
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


def post(client: Client, mine: AnnotationSet, *ops: dict[str, Any], base: int = 0) -> Any:
    body = json.dumps({"set": str(mine.pk), "base": base, "ops": ops})
    return client.post(reverse("task-ops", args=[mine.task_id]), body, content_type="application/json")


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
