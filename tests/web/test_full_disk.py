"""D8: a database without room to write. It is said in words, nothing is half done, and administrators know before."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from uuid_utils.compat import uuid7

from newsreview import room
from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet, Edit
from newsreview.commands.telling_of_room import tell_of_room
from newsreview.web import errors
from tests.owner import as_owner

NO_ROOM = """
    CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER no_room BEFORE INSERT ON annotation_edit EXECUTE FUNCTION no_room();
"""
NEARLY_FULL = "disk is nearly full"


@pytest.fixture
def without_room(draft: AnnotationSet) -> None:
    """The journal cannot grow, as PostgreSQL says it then."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(NO_ROOM)


def mark(client: Client, draft: AnnotationSet) -> Any:
    op = {"op": "span.add", "id": str(uuid7()), "span": str(uuid7()), "label": "claim", "start": 0, "end": 5}
    body = {"set": str(draft.pk), "base": 0, "ops": [op | {"quote": "Ferry"}]}
    return client.post(f"/tasks/{draft.task_id}/ops/", json.dumps(body), content_type="application/json")


def test_an_edit_that_finds_no_room_is_answered_in_words_and_is_not_there(
    without_room: None, draft: AnnotationSet, annotator: User, sign_in: Callable[[User], Client]
) -> None:
    answer = mark(sign_in(annotator), draft)
    assert (answer.status_code, answer["Retry-After"], "X-Set-Version" in answer) == (507, "10", False)
    assert "Nothing can be saved just now." in answer.content.decode()
    assert "with room, it goes on by itself" in answer.content.decode()
    assert (Edit.objects.count(), draft.spans.count()) == (0, 0)


def raised(error: Exception, asked: Callable[[], Any]) -> Any:
    try:
        raise error
    except type(error):
        return asked()


def test_a_database_that_went_away_outside_of_a_view_is_told_as_such(rf: RequestFactory) -> None:
    answer = raised(OperationalError("gone"), lambda: errors.server_error(rf.get("/")))
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert raised(ValueError("a fault of ours"), lambda: errors.server_error(rf.get("/"))).status_code == 500


def test_a_database_that_stopped_for_want_of_room_is_told_as_such(
    rf: RequestFactory, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.USES_EMBEDDED_DATABASE = True
    monkeypatch.setattr(room, "LEAST", 2**60)
    answer = errors.told(rf.get("/"), OperationalError("gone"))
    assert answer is not None
    assert answer.status_code == 507
    settings.USES_EMBEDDED_DATABASE = False  # another machine's disk is not known
    answer = errors.told(rf.get("/"), OperationalError("gone"))
    assert answer is not None
    assert answer.status_code == 503


@pytest.mark.parametrize("short", [True, False])
def test_only_administrators_are_told_before(
    *,
    short: bool,
    annotator: User,
    person: Callable[..., User],
    sign_in: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(room, "SHORT", 0.0 if short else 1.1)
    pages = [sign_in(who).get("/").content.decode() for who in (person("chief", is_staff=True), annotator)]
    assert [NEARLY_FULL in page for page in pages] == [short, False]
    back_office = sign_in(person("head", is_staff=True, is_superuser=True)).get("/admin/").content.decode()
    assert (NEARLY_FULL in back_office) is short
    assert NEARLY_FULL not in Client().get("/accounts/login/").content.decode()


@pytest.mark.parametrize("short", [True, False])
def test_the_log_tells_before(
    *, short: bool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(room, "SHORT", 0.0 if short else 1.1)
    with caplog.at_level(logging.WARNING):
        tell_of_room.func(0)
    assert [record.levelname for record in caplog.records] == ["WARNING"] * short
    assert ("MB are left" in caplog.text) is short
