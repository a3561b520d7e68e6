import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from newsreview.accounts.models import User
from newsreview.corpus.models import Article
from newsreview.projects.models import Project


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
