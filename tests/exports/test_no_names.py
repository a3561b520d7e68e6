"""Pseudonyms are asked for by every export: no format, no file of a release and no door of either says a name."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client

from newsreview.accounts.models import User
from newsreview.annotation import submitting, taking
from newsreview.exports import building, releasing, writing
from newsreview.exports.choosing import Choices
from newsreview.exports.formats import FORMATS, FURTHER
from newsreview.exports.formats.format import FileFormat, FolderFormat
from newsreview.exports.models import Release
from newsreview.projects.models import Project, Task
from newsreview.review import reviewing, settling
from tests.annotation.hand import Hand
from tests.api.programs import Program
from tests.exports.released import content

OFFERED = {name: form for name, form in FORMATS.items() if not form.libraries}
NAMES = ("Quetzal", "quetzal")


@pytest.fixture(autouse=True)
def committing(transactional_db: None) -> None: ...


@pytest.fixture
def people(annotator: User, reviewer: User, manager: User) -> dict[str, User]:
    """Whose names and addresses occur nowhere but here."""
    cast = {"annotator": annotator, "reviewer": reviewer, "manager": manager}
    for role, person in cast.items():
        person.name, person.email = f"Quetzal {role}", f"{role}@quetzal.example"
        person.save()
    return cast


@pytest.fixture
def worked(people: dict[str, User], make_task: Callable[..., Task]) -> Task:
    """Marked, reviewed and accepted."""
    task = make_task()
    mine = taking.take(task=task, person=people["annotator"])
    hand = Hand(mine, people["annotator"])
    hand.link("attributed_to", hand.add("claim", "We asked for a week,"), hand.add("source", "Ada Brandt"))
    submitting.submit(annotation_set=mine, by=people["annotator"], base=3)
    seen = list(reviewing.unseen(mine))
    reviewing.approve(annotation_set=mine.pk, by=people["reviewer"], seen=seen)
    settling.accept(annotation_set=mine.pk, by=people["reviewer"], base=mine.edits.count())
    return task


def says_a_name(found: bytes, people: dict[str, User]) -> bool:
    told = found.decode(errors="replace")
    return any(name in told for name in NAMES) or any(str(person.pk) in told for person in people.values())


def files_of(form: Any, project: Project, folder: Path) -> dict[str, bytes]:
    if isinstance(form, FileFormat):
        return {form.name: b"".join(writing.blocks(project, form))}
    assert isinstance(form, FolderFormat)
    writing.fill(project, form, folder)
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def packed_in(files: dict[str, bytes]) -> dict[str, bytes]:
    archives = {name: ZipFile(BytesIO(found)) for name, found in files.items() if name.endswith(".zip")}
    return {f"{name}/{each}": archive.read(each) for name, archive in archives.items() for each in archive.namelist()}


@pytest.mark.parametrize("name", OFFERED)
def test_no_format_names_anybody(worked: Task, people: dict[str, User], tmp_path: Path, name: str) -> None:
    files = files_of(OFFERED[name], worked.project, tmp_path / "export")

    assert any(files.values())
    assert [file for file, found in files.items() if says_a_name(found, people)] == []


def test_no_file_of_a_release_names_anybody(worked: Task, people: dict[str, User]) -> None:
    shares = {"train": 80, "validation": 10, "test": 10}
    choices = Choices(formats=[name for name in FURTHER if name in OFFERED], shares=shares)
    asked = releasing.request_release(project=worked.project, by=people["manager"], name="May", choices=choices)
    building.build(asked.pk)
    release = Release.objects.with_end().get(pk=asked.pk)
    manifest = release.outcome.manifest
    names = ["manifest.json", *(file["name"] for part in ("files", "beside") for file in manifest[part])]

    told = {name: content(release, name) for name in names}
    assert len(names) > 4
    assert [name for name, found in {**told, **packed_in(told)}.items() if says_a_name(found, people)] == []


def test_no_door_adds_a_name(worked: Task, people: dict[str, User], sign_in: Callable[[User], Client]) -> None:
    page = sign_in(people["manager"]).get(f"/projects/{worked.project.slug}/export/")
    program = Program(people["manager"]).get(f"projects/{worked.project.slug}/export/")

    for answer in (page, program):
        assert (answer.status_code, says_a_name(answer.getvalue(), people)) == (200, False)
        assert "uetzal" not in str(answer.headers)
