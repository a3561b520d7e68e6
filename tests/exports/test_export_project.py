import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection

from newsreview.annotation.models import AnnotationSet
from newsreview.exports.formats import FORMATS
from newsreview.exports.management.commands.export_project import Command, Progress
from newsreview.projects import setting_up
from newsreview.projects.models import Project
from tests.exports.plain_reader import read
from tests.owner import as_owner


@pytest.fixture(autouse=True)
def committing(transactional_db: None) -> None: ...


@pytest.fixture
def marked(draft: AnnotationSet, mark: Callable[..., UUID]) -> AnnotationSet:
    mark(draft, "source", "Jonas Eék 👩‍👩‍👧")
    return draft


def test_an_export_goes_to_standard_output(marked: AnnotationSet, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    call_command("export_project", "ferry")

    printed = capsysbinary.readouterr()
    assert [span["quote"] for span in read(printed.out).spans] == ["Jonas Eék 👩‍👩‍👧"]
    assert printed.err == b""


def test_an_export_goes_to_a_file(
    marked: AnnotationSet, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "ferry.jsonl"

    call_command("export_project", "ferry", "--out", str(path))

    assert read(path.read_bytes()).trailer["counts"]["spans"] == 1
    told = f"{path} is written, from 1 article, 1 annotation set, 1 span, 0 links, 0 article labels\n"
    assert capsysbinary.readouterr() == (told.encode(), b"")


def test_an_export_has_the_format_that_is_asked_for(
    marked: AnnotationSet, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "ferry.csv"

    call_command("export_project", "ferry", "--format", "csv", "--out", str(path))
    assert capsysbinary.readouterr().out.startswith(f"{path} is written, from 1 article, ".encode())
    call_command("export_project", "ferry", "--format", "csv")

    printed = capsysbinary.readouterr()
    assert printed.out == path.read_bytes()
    assert [row["quote"] for row in csv.DictReader(io.StringIO(printed.out.decode()))] == ["Jonas Eék 👩‍👩‍👧"]


def test_a_format_whose_library_is_missing_says_how_to_install_it(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needy = replace(FORMATS["csv"], libraries=["csv", "no_such_library"], extra="tables")
    monkeypatch.setitem(FORMATS, "csv", needy)

    with pytest.raises(CommandError) as refused:
        call_command("export_project", "ferry", "--format", "csv", "--out", str(tmp_path / "ferry.csv"))

    assert refused.value.returncode == 2
    assert str(refused.value) == (
        "The format csv needs no_such_library, which is not installed here."
        " Install it, in the repository: pip install -e '.[tables]'"
    )
    assert list(tmp_path.iterdir()) == []


def test_two_exports_differ_in_their_moment_alone(marked: AnnotationSet, tmp_path: Path) -> None:
    first, second = (tmp_path / name for name in ("first.jsonl", "second.jsonl"))
    call_command("export_project", "ferry", "--out", str(first))
    with connection.cursor() as cursor:
        cursor.execute("SET TimeZone = 'Asia/Kolkata'")
        call_command("export_project", "ferry", "--out", str(second))
        cursor.execute("SET TimeZone = 'UTC'")

    old, new = first.read_bytes().splitlines(), second.read_bytes().splitlines()
    assert old[1:-1] == new[1:-1]
    old_header, new_header = read(first.read_bytes()).header, read(second.read_bytes()).header
    assert old_header.pop("exported_at") < new_header.pop("exported_at")
    assert old_header == new_header


def test_an_unknown_project_is_named_with_those_that_exist(project: Project) -> None:
    setting_up.create_project(slug="harbour", name="Harbour")

    with pytest.raises(CommandError) as refused:
        call_command("export_project", "fery")

    assert str(refused.value) == "There is no project “fery”. There are: ferry, harbour."
    assert refused.value.returncode == 2


@pytest.mark.parametrize("out", [".", "no/such/folder/ferry.jsonl"])
def test_an_impossible_file_is_refused_before_anything_is_read(project: Project, tmp_path: Path, out: str) -> None:
    with pytest.raises(CommandError, match="Name a file") as refused:
        call_command("export_project", "ferry", "--out", str(tmp_path / out))

    assert refused.value.returncode == 2


def test_a_broken_export_leaves_the_file_as_it_was(marked: AnnotationSet, tmp_path: Path) -> None:
    path = tmp_path / "ferry.jsonl"
    path.write_bytes(b"before\n")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE annotation_link RENAME TO somewhere_else")
    try:
        with pytest.raises(CommandError, match="The export is not whole") as refused:
            call_command("export_project", "ferry", "--out", str(path))
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE somewhere_else RENAME TO annotation_link")

    assert refused.value.returncode == 1
    assert [(found.name, found.read_bytes()) for found in tmp_path.iterdir()] == [("ferry.jsonl", b"before\n")]


def test_progress_counts_articles_and_passes_every_block_on(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    blocks = [b'{"counts":{"articles":3}}\n', b"1\n2\n", b"3\n", b"trailer\n"]

    assert list(Progress()(iter(blocks))) == blocks
    assert "/3" in terminal.getvalue()


def test_help_shows_examples_and_exit_codes() -> None:
    command: BaseCommand = Command()

    said = command.create_parser("manage.py", "export_project").format_help()

    assert "manage.py export_project ferry --out exports/ferry.jsonl" in said
    assert "exit codes:\n  0  the export is whole" in said
