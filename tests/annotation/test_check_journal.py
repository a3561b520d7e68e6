"""`manage.py check_journal` on rows that somebody has tampered with, past every trigger."""

from collections.abc import Callable
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import DjangoAssertNumQueries
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.checking import contradictions_in
from newsreview.annotation.models import ArticleLabel, Edit, Link, Span
from newsreview.projects.models import Task
from tests.annotation.hand import Hand
from tests.owner import as_owner


@pytest.fixture
def begun(ours: Hand) -> Hand:
    claim, source = ours.add("claim", "the crossing"), ours.add("source", "Jonas")
    ours.link("attributed_to", claim, source)
    ours.say("origin", {"kind": "unclear"})
    ours.set(claim, "kind", "aim")
    ours.undo()
    ours.submit()
    ours.reopen()
    return ours


def tamper(sql: str, *values: UUID) -> None:
    """As the tables' owner can; the end of the test takes all of it back, triggers and foreign keys included."""
    connection.check_constraints()  # none may be asked later of what is now put out of order
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
             WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
             UNION ALL SELECT DISTINCT format('ALTER TABLE %s DISABLE TRIGGER USER', tgrelid::regclass) FROM pg_trigger
             WHERE NOT tgisinternal
            """
        )
        for (command,) in cursor.fetchall():
            cursor.execute(command)
        cursor.execute(sql, values)


def check(*projects: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("check_journal", *projects, stdout=out, stderr=StringIO())
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue()
    return 0, out.getvalue()


def test_a_sound_database_passes(begun: Hand, make_task: Callable[..., Task]) -> None:
    make_task("A task without any set.")
    assert check() == (0, "1 annotation sets follow from their journals.\n")
    assert check("ferry") == (0, "1 annotation sets follow from their journals.\n")


def test_an_empty_database_passes(db: None) -> None:
    assert check() == (0, "0 annotation sets follow from their journals.\n")


def test_an_unknown_project_is_said(begun: Hand) -> None:
    with pytest.raises(CommandError, match="There is no project airport") as refused:
        check("ferry", "airport")
    assert refused.value.returncode == 2


def claim() -> UUID:
    return Span.objects.get(label__key="claim").pk


TAMPERINGS: dict[str, tuple[str, Callable[[], UUID], str]] = {
    "note": (
        "UPDATE annotation_span SET note = 'x' WHERE id = %s",
        claim,
        "span {}: note is 'x', the journal says ''",
    ),
    "gone": (
        "DELETE FROM annotation_link WHERE id = %s",
        lambda: Link.objects.get().pk,
        "link {}: there is no such row, but the journal has one",
    ),
    "answers": (
        "UPDATE annotation_articlelabel SET attributes = '{{}}' WHERE id = %s",
        lambda: ArticleLabel.objects.get().pk,
        "article label {}: attributes is {{}}, the journal says {{'kind': 'unclear'}}",
    ),
    "last edit": (
        "UPDATE annotation_span SET last_edit_id = '00000000-0000-0000-0000-000000000001' WHERE id = %s",
        claim,
        "span {}: its last edit is 00000000-0000-0000-0000-000000000001, but the journal has changed it in ",
    ),
    "submission": (
        "DELETE FROM annotation_submission WHERE edit_id = %s",
        lambda: Edit.objects.get(verb="submit").pk,
        "submission: no row for edit {}",
    ),
    "reopening": (
        "DELETE FROM annotation_reopening WHERE edit_id = %s",
        lambda: Edit.objects.get(verb="reopen").pk,
        "set: it is submitted, but the journal says draft",
    ),
    "number": (
        "UPDATE annotation_edit SET number = 100 WHERE id = %s",
        lambda: Edit.objects.get(verb="reopen").pk,
        "edit {}: its number is 100, where 8 comes next",
    ),
    "edit": (
        "UPDATE annotation_edit SET changes = '[]' WHERE id = %s",
        lambda: Edit.objects.order_by("number")[1].pk,
        "there is a row, but the journal has none",
    ),
    "text": (
        "UPDATE corpus_article SET text = replace(text, 'crossing', 'Crossing') WHERE %s IS NOT NULL",
        claim,
        "span {}: it quotes “the crossing”, but the text reads “the Crossing”",
    ),
    "short text": (
        "UPDATE corpus_article SET text = 'Ferry' WHERE %s IS NOT NULL",
        claim,
        ": The span ends at 118, but the text has only 5 characters.",
    ),
    "astral": (
        "UPDATE corpus_article SET astral = false WHERE %s IS NOT NULL",
        claim,
        "its “astral” is False, which its text belies",
    ),
    "label": (
        "UPDATE annotation_span SET label_id = '00000000-0000-0000-0000-000000000001' WHERE id = %s",
        claim,
        "span {}: there is no such row, but the journal has one",
    ),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_is_found_and_named(begun: Hand, what: str) -> None:
    sql, row, sentence = TAMPERINGS[what]
    row_id = row()
    tamper(sql.format(), row_id)
    code, out = check("ferry")
    assert code == 1
    assert sentence.format(row_id) in out
    assert all(line.startswith(f"set {begun.annotation_set.pk}: ") for line in out.splitlines())


def test_another_person_than_the_journals_is_found(begun: Hand, colleague: User) -> None:
    taking.hand_on(**begun.whose, to=colleague.pk)
    assert check()[0] == 0
    tamper("UPDATE annotation_annotationset SET person_id = %s", begun.by.pk)
    assert contradictions_in(begun.annotation_set.pk) == [
        f"set: it is with person {begun.by.pk}, but the journal says {colleague.pk}"
    ]


def test_a_link_that_leads_out_of_its_set_is_found(begun: Hand) -> None:
    link = Link.objects.get()
    tamper("UPDATE annotation_link SET to_span_id = %s", uuid7())
    found = contradictions_in(begun.annotation_set.pk)
    assert f"link {link.pk}: one of its ends is not a span of this set" in found


@pytest.mark.parametrize("sets", [1, 3])
def test_sets_are_read_one_by_one(
    begun: Hand, make_task: Callable[..., Task], sets: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(sets - 1):
        taking.take(task=make_task(f"Text {number}"), person=begun.by)
    with django_assert_num_queries(2 + 10 * sets):
        assert check()[0] == 0
