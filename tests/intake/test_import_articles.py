import gzip
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from newsreview.accounts.models import User
from newsreview.annotation.models import Span
from newsreview.corpus.models import Article
from newsreview.projects.models import Project
from tests.intake.packed import zip_of


def run(*arguments: str | Path, project: str = "ferry") -> tuple[int, str, list[str]]:
    """The exit code, what was printed, and what was complained of."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("import_articles", *map(str, arguments), "--project", project, stdout=out, stderr=err)
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    except CommandError as error:
        return error.returncode, str(error), []
    return code, out.getvalue().strip(), err.getvalue().splitlines()


def test_all_well(project: Project, folder: Path) -> None:
    (folder / "a.txt").write_text("one")
    assert run(folder, "--outlet", "Post", "--story", "Gates") == (
        0,
        "1 imported, 0 already there, 0 completed, 0 refused",
        [],
    )
    article = Article.objects.get()
    assert (str(article.outlet), str(article.story)) == ("Post", "Gates")
    assert run(folder, "--outlet", "post") == (0, "0 imported, 1 already there, 0 completed, 0 refused", [])


def test_what_is_refused_is_named_with_file_line_and_reason(project: Project, folder: Path) -> None:
    (folder / "a.txt").write_text("")
    (folder / "b.jsonl").write_text('{"text": "b"}\n{"text": 1}\n')
    assert run(folder) == (
        1,
        "1 imported, 0 already there, 0 completed, 2 refused",
        ["a.txt: There is no text.", "b.jsonl, line 2: text: it must be text in quotes, not a number."],
    )


def test_a_manifest_names_what_does_not_fit(project: Project, folder: Path) -> None:
    (folder / "a.txt").write_text("a")
    (folder / "m.csv").write_text("file,title,outlet,url,published_at,language,story\nb.txt,,,,,,\n")
    assert run(folder, "--manifest", folder / "m.csv") == (
        1,
        "1 imported, 0 already there, 0 completed, 1 refused",
        [
            "a.txt: the manifest has no row for this file; it was read without one.",
            "m.csv, line 2: There is no file “b.txt” here.",
        ],
    )


def test_a_project_is_made_when_asked_for(db: None, folder: Path) -> None:
    (folder / "a.txt").write_text("a")
    assert run(folder, project="harbour") == (2, "There is no project “harbour”. Add --create-project to make it.", [])
    alone = ["Nobody works in “Harbour” yet: an administrator gives it a manager in the back office."]
    for counts in ("1 imported, 0", "0 imported, 1"):
        said = f"{counts} already there, 0 completed, 0 refused"
        assert run(folder, "--create-project", project="harbour") == (0, said, alone)
    assert Project.objects.get().slug == "harbour"
    assert run(folder, "--create-project", project="not a slug")[0] == 2


def test_a_project_is_made_with_its_manager(project: Project, folder: Path, stranger: User, annotator: User) -> None:
    (folder / "a.txt").write_text("a")
    for email in (stranger.email.upper(), annotator.email):  # the team of a project that stands is left as it is
        code, _, complained = run(folder, "--create-project", "--manager", email, project="harbour")
        assert (code, complained) == (0, [])

    team = Project.objects.get(slug="harbour").memberships
    assert list(team.values_list("person", "role")) == [(stranger.pk, "manager")]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["{}", "--manager", "a@b.example"], "--manager is for a project that is made: add --create-project."),
        (
            ["{}", "--create-project", "--manager", "a@b.example"],
            "Nobody with the address a@b.example has an account here.",
        ),
        (["{}/none.txt"], "There is no file or folder {}/none.txt."),
        (["{}", "--manifest", "{}/m.csv"], "m.csv cannot be read: No such file or directory."),
        (["{}", "--outlet", "x" * 201], "outlet: it has 201 characters; at most 200 are kept."),
    ],
)
def test_a_wrong_command_imports_nothing(project: Project, folder: Path, arguments: list[str], message: str) -> None:
    (folder / "a.txt").write_text("a")
    code, said, _ = run(*(argument.format(folder) for argument in arguments))
    assert (code, said) == (2, message.format(folder))
    assert Article.objects.count() == 0


def comes_in(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("jsonl", b'{"text": "one"}\n'),
        (".csv", b"text\none\n"),
        ("txt", b"one"),
        ("jsonl.gz", gzip.compress(b'{"text": "one"}\n', mtime=0)),
        ("zip", zip_of({"a.txt": b"one"})),
    ],
)
def test_what_comes_in_is_read_as_the_kind_that_is_said(
    project: Project, monkeypatch: pytest.MonkeyPatch, kind: str, raw: bytes
) -> None:
    comes_in(monkeypatch, raw)

    assert run("-", "--kind", kind) == (0, "1 imported, 0 already there, 0 completed, 0 refused", [])
    assert [article.text for article in Article.objects.all()] == ["one"]


def test_what_comes_in_is_named_when_it_is_refused(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    comes_in(monkeypatch, b'{"text": ""}\n')

    assert run("-", "--kind", "jsonl")[2] == ["stdin.jsonl, line 1: text: There is no text."]
    for arguments in (["-"], ["-", "--kind", "../a"], [".", "--kind", "jsonl"]):
        assert run(*arguments)[0] == 2


def test_fields_that_articles_do_not_have_are_named(project: Project, folder: Path) -> None:
    (folder / "a.jsonl").write_text('{"text": "a", "titel": "A"}\n{"text": "b", "titel": "B", "desk": 1}\n')

    assert run(folder) == (
        0,
        "2 imported, 0 already there, 0 completed, 0 refused",
        ["No fields of an article, and so kept in its metadata: titel (2), desk (1)"],
    )


FOREIGN = {"text": "Police 🚓 said so.", "label": [[0, 6, "ORG"], [7, 9, "ICON"]]}


def test_marks_come_in_by_a_manager_under_the_labels_that_a_file_names(
    project: Project, manager: User, reviewer: User, folder: Path, tmp_path: Path
) -> None:
    (folder / "a.jsonl").write_text(json.dumps(FOREIGN))
    labels = tmp_path / "labels.json"
    labels.write_text('{"span": {"ORG": "source", "ICON": null}}')

    assert run(folder)[2] == [
        "a.jsonl, line 1: record: it is marked, and nobody is named who brings its marks in (--by)."
    ]
    assert run(folder, "--by", reviewer.email)[0] == 2
    [refused] = run(folder, "--by", manager.email)[2]
    assert refused.startswith("a.jsonl, line 1: label[0]: There is no span label “ORG”")
    assert Article.objects.count() == 0
    mapped = ("--by", manager.email, "--labels", labels, "--offsets", "utf-16")
    assert run(folder, *mapped)[1] == (
        "1 imported, 0 already there, 0 completed, 0 refused\nWith 1 annotation set, 1 span, 0 links; 0 already there"
    )
    assert run(folder, *mapped)[1].endswith("With 0 annotation sets, 0 spans, 0 links; 1 already there")
    assert [span.quote for span in Span.objects.filter(label__key="source")] == ["Police"]


@pytest.mark.parametrize(
    "raw",
    [
        "{",
        "[]",
        '{"spans": {}}',
        '{"span": {"ORG": 1}}',
        '{"span": {"ORG": "attributed_to"}}',
        '{"link": {"x": "none"}}',
    ],
)
def test_a_file_of_labels_that_fits_nothing_here_is_refused_before_anything(
    project: Project, manager: User, folder: Path, tmp_path: Path, raw: str
) -> None:
    (folder / "a.txt").write_text("a")
    labels = tmp_path / "labels.json"
    labels.write_text(raw)

    assert run(folder, "--by", manager.email, "--labels", labels)[0] == 2
    assert run(folder, "--by", manager.email, "--labels", tmp_path / "none.json")[0] == 2
    assert Article.objects.count() == 0
