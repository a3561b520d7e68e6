"""Raw files go when they are old and nobody needs them; articles stay."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsreview.accounts.models import User
from newsreview.corpus.models import Article, RawFile
from newsreview.intake import keeping, uploading
from newsreview.intake.discarding import discard, discard_what_is_old
from newsreview.intake.importing import import_files
from newsreview.intake.mending import is_kept, words_of
from newsreview.intake.models import ImportEnd, RefusedRecord
from newsreview.intake.records import Details
from newsreview.projects.models import Project
from tests.commands.serving import manage
from tests.owner import as_owner

LINES = b'{"text": "sound"}\n{"text": "bad", "url": "here"}\n'


@pytest.fixture
def brought(project: Project, manager: User) -> RefusedRecord:
    """A file with a record that came in and one that was refused, a hundred days ago."""
    import_files([("sent.jsonl", BytesIO(LINES))], project=project, by=manager, defaults=Details())
    long_ago = timezone.now() - timedelta(days=100)
    with as_owner():
        ImportEnd.objects.update(at=long_ago)
        RawFile.objects.update(created_at=long_ago)
    return RefusedRecord.objects.get()


def stored(record: RefusedRecord) -> bool:
    return keeping.is_there(record.raw_sha256)


def test_file_goes_and_the_article_stays(brought: RefusedRecord) -> None:
    before = Article.objects.values_list("text", "sha256", "byte_start", "raw_file").get()

    assert (stored(brought), discard(days=101), stored(brought)) == (True, 0, True)
    assert (discard(days=99), stored(brought), discard(days=99)) == (1, False, 0)
    assert Article.objects.values_list("text", "sha256", "byte_start", "raw_file").get() == before


def test_file_that_a_younger_import_brought_too_stays(brought: RefusedRecord, project: Project, manager: User) -> None:
    import_files([("again.jsonl", BytesIO(LINES))], project=project, by=manager, defaults=Details())

    assert (discard(days=99), stored(brought)) == (0, True)


def test_file_that_waits_to_be_brought_in_stays(brought: RefusedRecord, project: Project, manager: User) -> None:
    uploading.start_upload(project=project, by=manager, files=[("later.jsonl", BytesIO(LINES))])

    assert (discard(days=1), stored(brought)) == (0, True)


def test_pages_say_that_it_is_gone(
    brought: RefusedRecord, project: Project, manager: User, sign_in: Callable[[User], Client]
) -> None:
    url = reverse("refused-record", args=[project.slug, brought.of_id, brought.number])
    before = sign_in(manager).get(url).text
    discard(days=1)
    after, saved = sign_in(manager).get(url), sign_in(manager).get(f"{url}bytes/")

    assert ["is not kept any more" in page for page in (before, after.text)] == [False, True]
    assert (after.status_code, saved.status_code, saved.headers["Location"]) == (200, 302, url)
    assert (is_kept(brought), words_of(brought)) == (False, "")


@pytest.mark.parametrize(("days", "kept"), [(None, True), (30, False)])
def test_nothing_goes_unless_the_installation_says_so(
    brought: RefusedRecord, settings: Any, days: int | None, *, kept: bool
) -> None:
    settings.KEEP_RAW_DAYS = days
    discard_what_is_old()

    assert stored(brought) is kept


def test_no_days_at_all_stop_the_start(tmp_path: Path) -> None:
    start = manage(tmp_path / "data", "check", NEWSREVIEW_KEEP_RAW_DAYS="0")

    assert (start.returncode, "NEWSREVIEW_KEEP_RAW_DAYS" in start.stderr) == (1, True)
