"""A name is taken away for good, and the record of work stays as it is."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from newsreview.accounts import people
from newsreview.accounts.models import Token, User
from newsreview.accounts.people import CannotLeave
from newsreview.accounts.tokens import make_token
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet, Edit
from newsreview.exports.person import lines_about
from newsreview.exports.pseudonyms import pseudonym
from newsreview.notices import mailing
from newsreview.notices.forgetting import forget
from newsreview.notices.models import Digest, Notice
from newsreview.projects.models import Membership
from tests.annotation.hand import Hand
from tests.backoffice.screens import run_action, told


@pytest.fixture
def leaving(draft: AnnotationSet, annotator: User, manager: User, sign_in: Callable[[User], Client]) -> User:
    """An annotator with marks, a session, a token, a notice and entries in the log, deactivated."""
    annotator.name = "Ada Zanzibar"
    annotator.email = "ada.zanzibar@example.org"
    annotator.set_password("a password of Zanzibar")
    annotator.save()
    Hand(draft, annotator).add("source", "Ada Brandt")
    sign_in(annotator)
    make_token(person=annotator, name="Zanzibar's laptop", scopes=["read"], lifetime=timedelta(days=1))
    Notice.objects.create(person=annotator, kind="dealt_out", by=manager, project=draft.task.project, said={})
    mailing.turn(annotator, on=True)
    for rows in (User.objects.filter(pk=annotator.pk), Membership.objects.filter(person=annotator)):
        LogEntry.objects.log_actions(manager.pk, rows, CHANGE, "Told.")
    return people.deactivate(person=annotator, by=manager)


def everything_stored() -> str:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names()
        told = []
        for table in tables:
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')
            told += [row for [row] in cursor.fetchall()]
    return "\n".join(told)


def test_name_is_nowhere_and_work_is_where_it_was(leaving: User, draft: AnnotationSet) -> None:
    project = draft.task.project
    edits, known_as = list(Edit.objects.values()), pseudonym(project, leaving.pk)
    assert "zanzibar" in everything_stored().lower()

    former = forget(person=leaving)

    assert "zanzibar" not in everything_stored().lower()
    assert (str(former), former.email) == ("Former colleague 1", "1@former-colleague.invalid")
    assert list(Edit.objects.values()) == edits
    assert list(AnnotationSet.objects.filter(person=leaving)) == [draft]
    assert pseudonym(project, former.pk) == known_as
    assert Notice.objects.filter(person=former).count() == Digest.objects.filter(person=former).count() == 0


def test_nothing_opens_the_account_any_more(leaving: User) -> None:
    former = forget(person=leaving)

    assert (former.is_active, former.is_staff, former.is_superuser, former.has_usable_password()) == (False,) * 4
    assert Token.objects.good().filter(person=former).count() == 0
    assert Token.objects.filter(person=former, revoked_at=None).count() == 0
    assert [row.get_decoded()["_auth_user_id"] for row in Session.objects.all()] == []


def test_former_colleagues_are_numbered_and_forgotten_once(leaving: User, colleague: User, manager: User) -> None:
    people.deactivate(person=colleague, by=manager)
    first = forget(person=leaving)
    again, second = forget(person=first), forget(person=colleague)

    assert [str(first), str(again), str(second)] == ["Former colleague 1", "Former colleague 1", "Former colleague 2"]


def test_who_is_active_keeps_their_name(annotator: User) -> None:
    with pytest.raises(CannotLeave):
        forget(person=annotator)

    annotator.refresh_from_db()
    assert annotator.name == "Annotator"


def test_only_administrators_forget_in_the_back_office(leaving: User, manager: User, sign_in: Any) -> None:
    User.objects.filter(pk=manager.pk).update(is_staff=True)
    chief, rows = sign_in(User.objects.get(pk=manager.pk)), User.objects.filter(pk=leaving.pk)
    refused = told(run_action(chief, "forget", rows, sure="yes"))
    still = User.objects.get(pk=leaving.pk).name
    root = sign_in(User.objects.create_superuser("root@example.org", name="Root"))
    done = told(run_action(root, "forget", rows, sure="yes"))

    assert (refused, still) == (["Ada Zanzibar: Only an administrator takes a name away."], "Ada Zanzibar")
    assert (done, User.objects.get(pk=leaving.pk).name) == (["Done for 1."], "Former colleague 1")


def test_all_that_is_stored_of_a_person_is_written_down(leaving: User, tmp_path: Path, draft: AnnotationSet) -> None:
    file = tmp_path / "ada.jsonl"
    call_command("person", "export", "ada.zanzibar@example.org", str(file))

    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert (rows[0]["what"], rows[0]["name"]) == ("person", "Ada Zanzibar")
    assert {row["what"] for row in rows} >= {"API token", "annotation set", "edit", "membership", "notice"}
    edits = [str(edit.pk) for edit in draft.edits.all()]
    assert [row["id"] for row in rows if row["what"] == "edit"] == edits
    assert file.stat().st_mode & 0o777 == 0o600
    secrets = {"password", "digest"} & {name for row in rows for name in row}
    assert (secrets, Token.objects.get().digest in file.read_text()) == (set(), False)


def test_nothing_of_others_is_in_it(leaving: User, colleague: User, make_task: Any) -> None:
    theirs = Hand(taking.take(task=make_task("Another. Ada Brandt."), person=colleague), colleague)
    theirs.add("source", "Ada Brandt", note="Secret of a colleague")

    assert b"Secret of a colleague" not in b"".join(lines_about(leaving))
    assert b"Secret of a colleague" in b"".join(lines_about(colleague))


def test_command_asks_twice_and_knows_who_there_is(leaving: User, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--yes"):
        call_command("person", "forget", leaving.email)
    with pytest.raises(CommandError, match="Nobody has"):
        call_command("person", "export", "x@example.org", str(tmp_path / "x"))
    call_command("person", "forget", leaving.email, "--yes")

    leaving.refresh_from_db()
    assert leaving.name == "Former colleague 1"
