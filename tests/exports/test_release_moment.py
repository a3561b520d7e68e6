"""A release built by its job, on committed rows: one moment of the database, and the same bytes every time."""

import threading
from collections.abc import Iterator
from datetime import datetime
from itertools import cycle

import msgspec
import pytest
from django.db import connection
from django.utils import timezone, translation

from newsreview.accounts.models import User
from newsreview.annotation import submitting
from newsreview.annotation.models import AnnotationSet, Edit
from newsreview.exports import article_lines, building, releasing
from newsreview.exports.choosing import Choices
from newsreview.exports.formats import FURTHER
from newsreview.exports.models import Release
from newsreview.projects.models import Project
from tests.annotation.hand import Hand
from tests.exports.released import article_files, check_digests, content
from tests.working import carry_out_jobs_beside_a_browser

SUBMITTED = Choices(sets="submitted", votes="all", shares={"train": 50, "validation": 0, "test": 50})


@pytest.fixture(autouse=True)
def committing(transactional_db: None) -> None: ...


def ask(project: Project, by: User, name: str, choices: Choices = SUBMITTED) -> Release:
    return releasing.request_release(project=project, by=by, name=name, choices=choices)


def test_the_worker_builds_what_was_asked_for(project: Project, manager: User, handed_in, annotator: User) -> None:
    handed_in(annotator)
    release = ask(project, manager, "May")

    carry_out_jobs_beside_a_browser()

    release = Release.objects.with_end().get(pk=release.pk)
    assert release.is_built
    assert check_digests(release).keys() == {"certificate.jsonl", "splits.jsonl", "test.jsonl", "train.jsonl"}


def test_the_same_content_gives_the_same_bytes(project: Project, manager: User, handed_in, annotator: User) -> None:
    """E5: under another number and name, in other time zones and languages, by another worker, in every format."""
    choices = msgspec.structs.replace(SUBMITTED, formats=list(FURTHER))
    for outlet, text in (("Post", "Ada said so."), ("Zeit", "Éva said so too."), ("Echo", "Others said no.")):
        handed_in(annotator, text, outlet=outlet, published_at=datetime.fromisoformat("2026-05-04T10:00:00+02:00"))
    built = []
    for zone, language in (("UTC", "en"), ("Pacific/Auckland", "ar"), ("America/St_Johns", "de")):
        release = ask(project, manager, f"In {zone}", choices)
        with timezone.override(zone), translation.override(language), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('TimeZone', %s, false)", [zone])
            building.build(release.pk)
            cursor.execute("RESET TimeZone")
        built.append(Release.objects.with_end().get(pk=release.pk))

    digests = [check_digests(release) for release in built]
    assert digests == [digests[0]] * 3
    assert {form.file_name for form in FURTHER.values()} < digests[0].keys()
    assert len({release.outcome.manifest["digest"] for release in built}) == 1
    assert [content(release, "changes.jsonl") for release in built[1:]] == [b"", b""]


class Writer(threading.Thread):
    """Takes each set back, marks one more character in it and hands it in again, as fast as it can."""

    def __init__(self, hands: list[Hand]) -> None:
        super().__init__()
        self.hands = hands
        self.enough = threading.Event()
        self.rounds = threading.Semaphore(0)

    def run(self) -> None:
        try:
            places = enumerate(cycle(self.hands))
            while not self.enough.is_set():
                number, hand = next(places)
                submitting.reopen(annotation_set=hand.annotation_set, by=hand.by)
                hand.add("claim", f"word{number // len(self.hands):03}")
                hand.submit()
                if hand is self.hands[-1]:
                    self.rounds.release()
        finally:
            connection.close()


@pytest.fixture
def writer(handed_in, annotator: User) -> Iterator[Writer]:
    words = " ".join(f"word{number:03}" for number in range(1000))
    thread = Writer([handed_in(annotator, f"{outlet} {words}", outlet=outlet) for outlet in ("Post", "Echo", "Times")])
    thread.start()
    yield thread
    thread.enough.set()
    thread.join()


def spans_at(annotation_set: AnnotationSet, version: int) -> set[str]:
    """Ids of the spans that stood in the set at a version, out of its journal."""
    edits = Edit.objects.filter(annotation_set=annotation_set, number__lte=version)
    return {change["id"] for edit in edits for change in edit.changes if change["object"] == "span"}


def test_a_release_shows_one_moment_while_others_write(
    project: Project, manager: User, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E1: between every two articles that are read, every set is handed in anew."""
    monkeypatch.setattr(article_lines, "BATCH", 1)

    def write_meanwhile(_seen: int, _of: int) -> None:
        while writer.rounds.acquire(blocking=False):
            pass
        assert writer.rounds.acquire(timeout=60)

    monkeypatch.setattr(building, "Telling", lambda _release: write_meanwhile)
    release = ask(project, manager, "May")
    building.build(release.pk)

    release = Release.objects.with_end().get(pk=release.pk)
    assert release.outcome.why == ""
    check_digests(release)
    sets = {one["id"]: one for export in article_files(release).values() for one in export.sets}
    there = [hand.annotation_set for hand in writer.hands if str(hand.annotation_set.pk) in sets]
    # One set is handed in after the other, so at one moment two of them at least are, and one may be in hand.
    assert len(there) >= 2
    versions = [sets[str(one.pk)]["version"] for one in there]
    assert max(versions) - min(versions) <= 3
    for one in there:
        shown = sets[str(one.pk)]
        assert {span["id"] for span in shown["spans"]} == spans_at(one, shown["version"])
    assert Edit.objects.filter(annotation_set=there[0]).count() > versions[0]
