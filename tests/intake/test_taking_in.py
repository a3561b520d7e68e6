"""Uploads that are taken in by a job: watched, cancelled, broken off and gone on with."""

from collections.abc import Callable
from io import BytesIO
from threading import Event

import pytest
from django.db import OperationalError

from newsreview.accounts.models import User
from newsreview.background import Interrupted
from newsreview.corpus.models import Article
from newsreview.intake import batches, importing, taking_in, uploading
from newsreview.intake.models import Import, ImportBatch, ImportQuerySet
from newsreview.intake.storing import store
from newsreview.intake.taking_in import ask_for_import, cancel, go_on_with, records_in
from newsreview.projects.models import Project, Task
from tests.working import carry_out_jobs

LINES = b"".join(b'{"text": "number %d"}\n' % number for number in range(10))
FILES = {
    "a.jsonl": LINES + b"oops\n",
    "b.txt": b"One.",
    "c.jsonl": b'nothing\n{"text": "number 3"}\n{"text": "last"}\n',
}
Ask = Callable[..., Import]


@pytest.fixture
def asked(project: Project, manager: User) -> Ask:
    def ask(files: dict[str, bytes] = FILES) -> Import:
        named = [(name, BytesIO(raw)) for name, raw in files.items()]
        upload = uploading.start_upload(project=project, by=manager, files=named)
        return ask_for_import(upload=upload, by=manager)

    return ask


@pytest.fixture
def three_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "MOST_RECORDS", 3)


def told(of: Import) -> tuple[str, int, int, int, int]:
    of = ImportQuerySet(Import).with_totals().get(pk=of.pk)
    return of.state, of.seen_in_all, of.imported_in_all, of.present_in_all, of.refused_in_all


def test_a_job_takes_in_what_was_asked_for_once(asked: Ask, manager: User) -> None:
    of = asked()
    assert of.upload
    assert (told(of), records_in(of.upload)) == (("running", 0, 0, 0, 0), 15)
    assert ask_for_import(upload=of.upload, by=manager) == of

    carry_out_jobs()
    go_on_with(of.pk, Event())

    assert told(of) == ("finished", 15, 12, 1, 2)
    refused = [(record.file, record.line) for record in of.refused_records.all()]
    assert refused == [("a.jsonl", 11), ("c.jsonl", 1)]
    assert (Article.objects.count(), Task.objects.count()) == (12, 12)


@pytest.mark.usefixtures("three_at_a_time")
@pytest.mark.parametrize("stored", range(6))
def test_it_goes_on_after_what_is_stored(asked: Ask, monkeypatch: pytest.MonkeyPatch, stored: int) -> None:
    """D10: the database goes away after so many batches, in the middle of the next."""
    of, calls = asked(), []

    def break_off(*batch: object, **more: object) -> object:
        calls.append(batch)
        made = store(*batch, **more)  # type: ignore[arg-type]
        if len(calls) > stored:
            raise OperationalError("gone")
        return made

    with monkeypatch.context() as broken:
        broken.setattr(importing, "store", break_off)
        if stored < 5:
            with pytest.raises(OperationalError):
                go_on_with(of.pk, Event())
            assert told(of)[:2] == ("running", 3 * stored)

    go_on_with(of.pk, Event())

    assert told(of) == ("finished", 15, 12, 1, 2)
    assert list(ImportBatch.objects.order_by("number").values_list("number", "seen")) == [(n, 3) for n in range(1, 6)]
    assert sorted(Article.objects.values_list("text", flat=True)) == sorted(
        [*(f"number {n}" for n in range(10)), "One.", "last"]
    )


@pytest.mark.usefixtures("three_at_a_time")
def test_what_is_cancelled_keeps_what_is_stored_and_reads_no_further(
    asked: Ask, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = asked()

    def cancelled_meanwhile(*batch: object, **more: object) -> object:
        cancel(of=of, by=manager)
        return store(*batch, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(importing, "store", cancelled_meanwhile)
    carry_out_jobs()

    assert told(of) == ("cancelled", 3, 3, 0, 0)
    assert of.end.cancelled_by == manager
    go_on_with(of.pk, Event())
    assert told(of) == ("cancelled", 3, 3, 0, 0)


def test_cancelling_what_has_ended_changes_nothing(asked: Ask, manager: User) -> None:
    of = asked()
    carry_out_jobs()
    cancel(of=of, by=manager)
    assert told(of)[0] == "finished"


@pytest.mark.usefixtures("three_at_a_time")
def test_a_worker_that_is_told_to_end_stops_after_a_batch(asked: Ask) -> None:
    of, stopped = asked(), Event()
    stopped.set()
    with pytest.raises(Interrupted):
        go_on_with(of.pk, stopped)
    assert told(of)[0] == "running"


def test_what_cannot_go_on_says_why(asked: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    of = asked()

    def fail(*_: object, **__: object) -> None:
        raise LookupError("The raw file is gone.")

    monkeypatch.setattr(taking_in, "found_in", fail)
    carry_out_jobs()

    assert told(of)[0] == "failed"
    of = Import.objects.get(pk=of.pk)
    assert of.end.why == "LookupError: The raw file is gone."
