"""T1 and D14: what lies in the database is read again, each night and each week, and by hand."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import editing
from newsreview.annotation.models import AnnotationSet, Span
from newsreview.commands import verifying
from tests.commands.serving import manage
from tests.owner import as_owner
from tests.working import carry_out_jobs

NEWEST = {"verify_texts": "30 2 * * *", "verify_everything": "30 3 * * 0"}


@pytest.fixture
def span(draft: AnnotationSet, annotator: User) -> Span:
    pk = uuid7()
    editing.add_span(annotation_set=draft, by=annotator, span=pk, label="claim", start=0, end=5, quote="Ferry")
    return Span.objects.get(pk=pk)


def tamper(table: str, change: str) -> None:
    """Past every trigger, as a fault of the server or a hand in the wrong place could."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} DISABLE TRIGGER USER; UPDATE {table} SET {change}"
        )


def test_sound_texts_pass(span: Span) -> None:
    assert [*verifying.misread_texts(), *verifying.contradicted_journals()] == []


@pytest.mark.parametrize("change", ["quote = 'Ferrx'", 'start = 1, "end" = 6'])
def test_quote_that_the_text_does_not_read_is_found(span: Span, change: str) -> None:
    tamper("annotation_span", change)

    [sentence] = verifying.misread_texts()

    assert sentence.startswith(f"Span {span.pk}: its quote is not what its article reads")
    assert len(list(verifying.contradicted_journals())) >= 1


def test_text_that_has_changed_is_found_in_every_quote_of_it(span: Span) -> None:
    tamper("corpus_article", "text = 'x' || text")

    assert [sentence.split(":")[0] for sentence in verifying.misread_texts()] == [f"Span {span.pk}"]


def test_text_whose_digest_is_another_is_found(span: Span) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE corpus_article ALTER COLUMN sha256 DROP EXPRESSION")
    tamper("corpus_article", f"sha256 = '{64 * '0'}'")

    [sentence] = verifying.misread_texts()

    assert (
        sentence == f"Article {span.annotation_set.task.article_id}: its text is not the one whose SHA-256 is stored."
    )


def test_every_article_is_read_however_many_there_are(
    span: Span, make_task: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "A_TURN", 1)
    for number in range(3):
        make_task(f"Text {number}.")
    turns: list[int] = []

    list(verifying.misread_texts(go_on=lambda: turns.append(1)))

    assert len(turns) == 4


def test_it_happens_by_itself_and_a_fault_stays_in_sight(span: Span, caplog: pytest.LogCaptureFixture) -> None:
    planned = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert {name: planned[name] for name in NEWEST} == NEWEST
    tamper("annotation_span", "quote = 'Ferrx'")

    verifying.verify_texts.configure().defer(timestamp=0)
    carry_out_jobs()

    assert ProcrastinateJob.objects.get(task_name="verify_texts").status == "failed"
    assert f"Span {span.pk}: its quote is not what" in caplog.text


def test_nothing_found_leaves_nothing(span: Span) -> None:
    verifying.verify_texts.configure().defer(timestamp=0)
    carry_out_jobs()

    assert not ProcrastinateJob.objects.filter(task_name="verify_texts").exclude(status="succeeded").exists()


@pytest.mark.xdist_group("serve")
def test_command_reads_everything_of_a_real_folder(with_demo: Path) -> None:
    verified = manage(with_demo, "database", "verify")

    assert (verified.returncode, verified.stderr) == (0, ""), verified.stderr
    assert verified.stdout == "Tables, indexes, texts, quotes and journals are as they were stored.\n"
