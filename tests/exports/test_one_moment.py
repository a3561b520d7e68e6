"""E1: an export shows one moment, whoever writes meanwhile."""

import threading
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import InternalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import editing, linking, taking
from newsreview.annotation.models import AnnotationSet, Edit
from newsreview.exports import article_lines, exporting
from newsreview.exports.moment import one_moment
from newsreview.projects.models import Project, Task
from tests.at_once import at_once
from tests.exports.plain_reader import read

TEXT = "The ferry stays. " * 200
ROUNDS = len(TEXT) // 3


@pytest.fixture(autouse=True)
def committing(transactional_db: None) -> None: ...


@pytest.fixture
def every_article_its_own_query(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article_lines, "BATCH", 1)
    monkeypatch.setattr(exporting, "BLOCK", 1)


class Writer(threading.Thread):
    """Marks in each set in turn, as fast as it can: a claim, a source, their link; every third link goes again."""

    def __init__(self, sets: list[AnnotationSet], by: User) -> None:
        super().__init__()
        self.sets, self.by = sets, by
        self.enough = threading.Event()
        self.rounds = threading.Semaphore(0)

    def run(self) -> None:
        try:
            for number in range(ROUNDS):
                for annotation_set in self.sets:
                    self.mark(annotation_set, number)
                self.rounds.release()
                if self.enough.is_set():
                    break
        finally:
            connection.close()

    def mark(self, annotation_set: AnnotationSet, number: int) -> None:
        claim, source, link = (self.span(annotation_set, "claim", 3 * number), uuid7(), uuid7())
        self.span(annotation_set, "source", 3 * number + 1, source)
        tie: dict[str, Any] = {"annotation_set": annotation_set, "by": self.by}
        linking.add_link(**tie, link=link, label="attributed_to", from_span=claim, to_span=source)
        if number % 3 == 2:
            last = Edit.objects.filter(annotation_set=annotation_set).latest("number")
            linking.remove_link(**tie, link=link, seen=last.pk)

    def span(self, annotation_set: AnnotationSet, label: str, start: int, span: UUID | None = None) -> UUID:
        span = span or uuid7()
        editing.add_span(
            annotation_set=annotation_set,
            by=self.by,
            span=span,
            label=label,
            start=start,
            end=start + 1,
            quote=TEXT[start],
        )
        return span


@pytest.fixture
def writer(make_task: Callable[..., Task], annotator: User) -> Iterator[Writer]:
    tasks = [make_task(TEXT + end) for end in "abc"]
    thread = Writer([taking.take(task=task, person=annotator) for task in tasks], annotator)
    thread.start()
    yield thread
    thread.enough.set()
    thread.join()


def standing(annotation_set: AnnotationSet, version: int) -> dict[str, set[str]]:
    """Ids of what stood in the set at a version, out of its journal."""
    there: dict[str, set[str]] = {"span": set(), "link": set()}
    for edit in Edit.objects.filter(annotation_set=annotation_set, number__lte=version).order_by("number"):
        for change in edit.changes:
            ids = there[change["object"]]
            ids.discard(change["id"])
            if change["after"] is not None:
                ids.add(change["id"])
    return there


@pytest.mark.usefixtures("every_article_its_own_query")
def test_an_export_shows_one_moment_while_others_write(project: Project, writer: Writer) -> None:
    blocks = []
    for _ in range(3):
        writer.rounds.acquire(timeout=60)
    for block in exporting.stream(project):
        blocks.append(block)
        if len(blocks) <= 4:  # nothing more is read until more was written
            while writer.rounds.acquire(blocking=False):
                pass
            assert writer.rounds.acquire(timeout=60)

    exported = read(b"".join(blocks))

    versions = [annotation_set["version"] for annotation_set in exported.sets]
    assert min(versions) > 0
    # One set is marked in after the other, so one moment shows at most one of them in the middle of a round.
    rounds = [len(annotation_set["spans"]) // 2 for annotation_set in exported.sets]
    assert rounds == sorted(rounds, reverse=True)
    assert rounds[0] - rounds[-1] <= 1
    for annotation_set, of in zip(exported.sets, writer.sets, strict=True):
        ids = {kind: {mark["id"] for mark in annotation_set[f"{kind}s"]} for kind in ("span", "link")}
        assert ids == standing(of, annotation_set["version"])
    assert Edit.objects.filter(annotation_set=writer.sets[-1]).count() > versions[-1]


def test_several_connections_see_the_same_moment_and_write_nothing(project: Project) -> None:
    def names(of: BaseDatabaseWrapper) -> list[str]:
        with of.cursor() as cursor:
            cursor.execute("SELECT name FROM projects_project")
            return [name for [name] in cursor.fetchall()]

    with one_moment(besides=2) as connections:
        at_once([lambda: Project.objects.update(name="Renamed")])
        assert [names(one) for one in connections] == [[project.name]] * 3
        for one in connections[1:]:
            with pytest.raises(InternalError, match="read-only"), one.cursor() as cursor:
                cursor.execute("UPDATE projects_project SET name = 'Written'")
        backends = [one.connection.info.backend_pid for one in connections]

    assert len(set(backends)) == 3
    assert names(connection) == ["Renamed"]
    assert [one.connection for one in connections[1:]] == [None, None]


@pytest.mark.usefixtures("draft")
def test_nothing_is_written_in_an_export(project: Project) -> None:
    blocks = exporting.stream(project)
    next(blocks)

    with pytest.raises(InternalError, match="read-only"):
        Project.objects.update(name="Other")

    blocks.close()
    assert Project.objects.update(name="Other") == 1


def test_a_stream_that_is_closed_half_way_lets_go_of_its_moment(
    monkeypatch: pytest.MonkeyPatch, project: Project, make_task: Callable[..., Task]
) -> None:
    monkeypatch.setattr(exporting, "BLOCK", 1)
    for number in range(50):
        make_task(f"{number} " * 20_000)
    blocks = exporting.stream(project)
    next(blocks)
    during = settings_of_the_connection()
    [next(blocks) for _ in range(3)]
    with pytest.raises(RuntimeError, match="giving an export"):
        Project.objects.exists()

    blocks.close()

    assert during == ("repeatable read", "on", "10min")
    assert not connection.in_atomic_block
    assert settings_of_the_connection() == ("read committed", "off", "30s")


def test_the_moment_is_not_part_of_another_transaction(project: Project) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        next(exporting.stream(project))


def settings_of_the_connection() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        names = ("transaction_isolation", "transaction_read_only", "statement_timeout")
        cursor.execute(f"SELECT {', '.join(f'current_setting({name!r})' for name in names)}")
        row: tuple[str, ...] = cursor.fetchone()
        return row
