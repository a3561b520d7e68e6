"""S16: a person disabled, moved to another role or without their token or session takes nothing more along."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from newsreview.accounts import people
from newsreview.accounts.models import User
from newsreview.accounts.security_models import Session
from newsreview.accounts.tokens import revoke_token
from newsreview.exports import article_lines, building, exporting, releasing, stopping
from newsreview.exports import reading as release_reading
from newsreview.exports.choosing import Choices
from newsreview.exports.models import Release
from newsreview.exports.shelving import MANIFEST
from newsreview.exports.stopping import NotAnyMore
from newsreview.projects import setting_up
from newsreview.projects.models import Membership, Project, Task
from tests.api.programs import Program
from tests.exports.released import content
from tests.owner import as_owner

Losing = Callable[[User, Project], object]


@pytest.fixture(autouse=True)
def piece_by_piece(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked with every piece, and there are several."""
    monkeypatch.setattr(stopping, "SECONDS_BETWEEN_ASKING", 0)
    monkeypatch.setattr(exporting, "BLOCK", 1)
    monkeypatch.setattr(article_lines, "BATCH", 1)
    monkeypatch.setattr(release_reading, "CHUNK", 100)


def disabled(person: User, _project: Project) -> None:
    people.deactivate(person=person, by=User(email="root@example.org"))


def moved(person: User, project: Project) -> None:
    setting_up.set_role(project=project, person=person, role=Membership.Role.REVIEWER)


def left(person: User, project: Project) -> None:
    with as_owner():
        Membership.objects.filter(person=person, project=project).delete()


def signed_out(_person: User, _project: Project) -> None:
    Session.objects.all().delete()


def without_token(person: User, _project: Project) -> None:
    for token in person.tokens.all():
        revoke_token(token=token)


@pytest.fixture
def leader(member: Callable[..., User], manager: User, make_task: Callable[..., Task]) -> User:
    """A manager, and not the last one, of a project with three articles."""
    for number in range(3):
        make_task(f"An article: {number}. " * 20)
    return member("leader", Membership.Role.MANAGER)


@pytest.fixture
def release(leader: User, project: Project) -> Release:
    asked = releasing.request_release(project=project, by=leader, name="May", choices=Choices())
    building.build(asked.pk)
    return Release.objects.with_end().get(pk=asked.pk)


def pages_of(release: Release) -> dict[str, str]:
    project = reverse("project-export", args=[release.project.slug])
    file = reverse("release-file", args=[release.project.slug, release.number, "articles.jsonl"])
    return {"export": project, "table": f"{project}?format=csv", "file": file, "packed": f"{file}.gz"}


def elsewhere(loses: Losing, *of: Any) -> None:
    """By somebody else: this connection is in the middle of the export's moment."""

    def happens() -> None:
        try:
            loses(*of)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(happens).result()


def read_on(pieces: Iterator[bytes]) -> None:
    """To the end."""
    for _piece in pieces:
        pass


@pytest.mark.parametrize("loses", [disabled, moved, left, signed_out])
@pytest.mark.parametrize("kind", ["export", "table", "file"])
def test_download_stops_with_the_next_piece(
    leader: User, release: Release, sign_in: Callable[[User], Client], kind: str, loses: Losing
) -> None:
    answer: Any = sign_in(leader).get(pages_of(release)[kind])
    pieces = iter(answer.streaming_content)
    assert next(pieces)
    elsewhere(loses, leader, release.project)

    with pytest.raises(NotAnyMore):
        read_on(pieces)


@pytest.mark.parametrize("loses", [disabled, moved, left, without_token])
@pytest.mark.parametrize("path", ["export/", "releases/1/files/articles.jsonl"])
def test_program_s_download_stops_with_the_next_piece(leader: User, release: Release, path: str, loses: Losing) -> None:
    pieces = iter(Program(leader).get(f"projects/{release.project.slug}/{path}").streaming_content)
    assert next(pieces)
    elsewhere(loses, leader, release.project)

    with pytest.raises(NotAnyMore):
        read_on(pieces)


@pytest.mark.parametrize("kind", ["export", "table", "file", "packed"])
def test_who_may_gets_all_of_it(leader: User, release: Release, sign_in: Callable[[User], Client], kind: str) -> None:
    answer = sign_in(leader).get(pages_of(release)[kind])
    whole = answer.getvalue()

    assert answer.status_code == 200
    assert (whole == content(release, "articles.jsonl")) if kind == "file" else whole


@pytest.mark.parametrize("loses", [disabled, moved, left])
def test_release_is_not_published_for_somebody_who_may_not_have_it(
    leader: User, project: Project, monkeypatch: pytest.MonkeyPatch, loses: Losing
) -> None:
    asked = releasing.request_release(project=project, by=leader, name="May", choices=Choices())
    as_it_was = building.write_files

    def meanwhile(*of: Any) -> Any:
        loses(leader, project)
        return as_it_was(*of)

    monkeypatch.setattr(building, "write_files", meanwhile)
    building.build(asked.pk)

    failed = Release.objects.with_end().get(pk=asked.pk)
    assert failed.outcome.why == "Whoever asked for this may not take it out any more."
    with pytest.raises(FileNotFoundError):
        content(failed, MANIFEST)
