"""Whatever goes wrong is told as problem details (RFC 9457), and nothing that is not understood is passed over."""

import logging

import pytest
from django.db import OperationalError
from django.test import Client
from uuid_utils.compat import uuid7

from newsreview import access
from newsreview.api.authenticating import PerToken
from tests.api.programs import HERE


def kinds(answer) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == answer.status_code
    assert told["title"]
    assert told["detail"]
    return answer.status_code, told["type"].removeprefix("urn:newsreview:problem:")


def test_what_is_not_there_is_a_problem(program, annotator):
    asking = program(annotator)

    assert kinds(asking.get("nowhere/")) == (404, "about:blank")
    assert kinds(asking.get("projects/nowhere/")) == (404, "about:blank")
    assert kinds(Client().get("/api/v9/")) == (404, "about:blank")


def test_a_thing_that_is_not_as_it_was_seen_is_a_problem(program, draft):
    asking, address = program(draft.person), f"{HERE}sets/{draft.pk}/"

    seen = asking.client.get(address)["ETag"]
    assert asking.client.get(address, headers={"If-Match": seen}).status_code == 200
    refused = asking.client.get(address, headers={"If-Match": '"another"'})
    assert kinds(refused) == (412, "about:blank")
    assert refused.json()["detail"].startswith("This is not as If-Match")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "post"])
def test_a_method_that_is_not_taken_is_a_problem(program, annotator, method):
    asking = program(annotator)

    answer = getattr(asking.client, method)(f"{HERE}projects/")
    assert kinds(answer) == (405, "about:blank")
    assert answer["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "query",
    [
        {"nonsense": "1"},
        {"user__password__startswith": "a"},
        {"order_by": "id"},
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "9" * 5000},
        {"limit": "٣"},
        {"limit": ["1", "2"]},
        {"after": "1"},
        {"after": "{" + str(uuid7()) + "}"},
        {"kind": "everything"},
        {"submitted": "maybe"},
        {"project": "\0"},
        {"project": ""},
        {"task": "' OR 1=1"},
    ],
)
def test_a_parameter_that_is_not_offered_or_cannot_be_read_is_refused(program, annotator, query):
    """S4."""
    answer = program(annotator).get("sets/", **query)

    status, kind = kinds(answer)
    assert (status, kind) in {(400, "unknown-parameter"), (400, "bad-parameter")}


def test_parameters_are_refused_at_single_things_and_operations_too(program, draft):
    asking = program(draft.person)

    for answer in (asking.get(f"sets/{draft.pk}/", fields="id"), asking.post(f"sets/{draft.pk}/ops/?as=root", {})):
        assert kinds(answer) == (400, "unknown-parameter")


@pytest.mark.parametrize(
    ("body", "kind", "at"),
    [
        ("{", "bad-json", "line 1, column 2"),
        ('{"ops": [], "ops": []}', "bad-json", "$.ops"),
        ('{"ops": "\\u0000"}', "bad-json", "$.ops"),
        ('{"ops": ["\\ud800"]}', "bad-json", "$.ops[0]"),
        ('{"ops": NaN}', "bad-json", "$.ops"),
        ('{"ops": ' + "9" * 5000 + "}", "bad-json", "$.ops"),
        ('{"ops": ' + "[" * 100_000, "bad-json", None),
        ("\xff", "bad-body", "$"),
        ("[]", "bad-body", "$"),
        ("{}", "bad-body", "$"),
        ('{"ops": []}', "bad-body", "$.ops"),
        ('{"ops": [{"op": "nothing"}]}', "bad-body", "$.ops[0].op"),
        ('{"ops": [{"op": "undo", "id": "x"}]}', "bad-body", "$.ops[0].id"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_with_its_place(program, draft, body, kind, at):
    """T12."""
    raw = body.encode("latin-1") if body == "\xff" else body
    answer = program(draft.person).post(f"sets/{draft.pk}/ops/", raw)

    expected = "bad-json" if body == "\xff" else kind
    assert kinds(answer) == (400, expected)
    told = answer.json()["at"]
    assert told == (at if body != "\xff" and at else told)


@pytest.mark.parametrize("field", ["is_staff", "role", "owner", "team", "status", "version", "set", "base"])
def test_a_field_that_is_not_asked_for_is_refused(program, draft, field):
    """S3."""
    asking, undo = program(draft.person), {"op": "undo", "id": str(uuid7())}
    bodies = [
        (f"sets/{draft.pk}/ops/", {"ops": [undo], field: 1}),
        (f"sets/{draft.pk}/ops/", {"ops": [undo | {field: 1}]}),
        (f"tasks/{draft.task_id}/set/", {field: 1}),
    ]

    answers = [asking.post(path, body) for path, body in bodies]
    assert [kinds(answer) for answer in answers] == [(400, "bad-body")] * 3
    assert draft.edits.count() == 0


def test_another_kind_of_body_is_not_read(program, draft, manager):
    form = program(draft.person).client.post(f"{HERE}sets/{draft.pk}/ops/", {"ops": "[]"})

    assert kinds(form) == (415, "about:blank")
    assert kinds(program(manager).post("projects/ferry/import/", b"PNG", "image/png")) == (415, "about:blank")


def test_too_large_a_body_is_not_read(program, draft, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    body = {"ops": [{"op": "undo", "id": str(uuid7())}]}

    assert kinds(program(draft.person).post(f"sets/{draft.pk}/ops/", body | {"x": "x" * 100})) == (413, "about:blank")
    settings.MAX_UPLOAD_BYTES = 50
    assert kinds(program(draft.person).post(f"sets/{draft.pk}/ops/", body)) == (413, "about:blank")


def test_too_many_requests_are_told_when_to_come_again(program, annotator, colleague, monkeypatch):
    monkeypatch.setattr(PerToken, "rate", "2/min")
    asking = program(annotator)
    answers = [asking.get("me/") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert kinds(answers[2]) == (429, "about:blank")
    assert 0 < int(answers[2]["Retry-After"]) <= 61
    assert program(colleague).get("me/").status_code == 200


def test_a_database_that_does_not_answer_is_a_problem_that_passes(program, annotator, monkeypatch, caplog):
    def fail(_user):
        raise OperationalError("terminating connection")

    asking = program(annotator)
    monkeypatch.setattr(access, "visible_projects", fail)
    with caplog.at_level(logging.CRITICAL):
        answer = asking.get("projects/")
    assert (kinds(answer), answer["Retry-After"]) == ((503, "about:blank"), "2")


def test_a_fault_of_ours_tells_nothing_of_itself(program, annotator, monkeypatch, caplog):
    """S17."""

    def fail(_user):
        raise RuntimeError("secret words")

    asking = program(annotator)
    asking.client.raise_request_exception = False
    monkeypatch.setattr(access, "visible_projects", fail)
    with caplog.at_level(logging.CRITICAL):
        answer = asking.get("projects/")
    assert kinds(answer) == (500, "about:blank")
    assert "secret" not in answer.text
