"""`newsreview predictions`: a line an article, and one that is wrong stops no other."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from newsreview.accounts.models import User
from newsreview.annotation.model_versions import ModelVersion, Prediction
from newsreview.annotation.models import Span
from newsreview.projects.models import Task
from tests.intake.predicted import Sent, article

Said = tuple[int, str, str]


@pytest.fixture
def bring_in(tmp_path: Path, ml_client: User, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """How it ended, and what it wrote to standard output and standard error."""

    def carry_out(*lines: Sent | str, **options: Any) -> Said:
        path = tmp_path / "predicted.jsonl"
        path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines))
        given = {"model": "spancat", "model_version": "3", "project": "ferry", "by": ml_client.email} | options
        try:
            call_command("import_predictions", path, **given)
        except SystemExit as ended:
            return int(str(ended.code)), *capsys.readouterr()
        return 0, *capsys.readouterr()

    return carry_out


def test_what_is_sound_is_stored_and_the_rest_named_by_its_line(
    bring_in: Callable[..., Said], make_task: Callable[..., Task]
) -> None:
    one, other = make_task(), make_task(outlet="Another")
    unknown = {key: value for key, value in article(other).items() if key != "sha256"} | {"digest": ""}

    code, out, error = bring_in(
        article(one), "", "{", unknown, article(other, sha256="0"), article(other) | {"article": "7"}
    )

    assert (code, out) == (1, "1 stored, 0 already there, 4 refused\n")
    lines = error.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [f"predicted.jsonl, line {number}" for number in (3, 4, 5, 6)]
    assert "This is not JSON" in lines[0]
    assert "`digest`" in lines[1]
    assert "sha256: the text of this article has another one" in lines[2]
    assert [str(prediction) for prediction in Prediction.objects.all()] == [f"spancat 3 · {one}"]
    assert Span.objects.count() == 2


def test_a_file_may_be_brought_in_again(bring_in: Callable[..., Said], task: Task) -> None:
    assert bring_in(article(task)) == (0, "1 stored, 0 already there, 0 refused\n", "")
    assert bring_in(article(task)) == (0, "0 stored, 1 already there, 0 refused\n", "")
    assert bring_in(article(task), model_version="4") == (0, "1 stored, 0 already there, 0 refused\n", "")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"project": "airport"}, "There is no project “airport”"),
        ({"by": "nobody@example.org"}, "Nobody with the address"),
        ({"by": "annotator@example.org"}, "annotator@example.org is neither manager nor ML engineer of ferry"),
        ({"by": "stranger@example.org"}, "stranger@example.org is neither manager nor ML engineer of ferry"),
        ({"model": "span cat"}, "The model is called by"),
    ],
)
def test_nothing_is_stored_by_a_wrong_command(
    bring_in: Callable[..., Said], task: Task, annotator: User, stranger: User, options: dict[str, str], why: str
) -> None:
    with pytest.raises(CommandError, match=why) as error:
        bring_in(article(task), **options)

    assert error.value.returncode == 2
    assert not ModelVersion.objects.exists()


def test_a_manager_sends_predictions_too(bring_in: Callable[..., Said], task: Task, manager: User) -> None:
    assert bring_in(article(task), by=manager.email) == (0, "1 stored, 0 already there, 0 refused\n", "")


def test_a_file_that_is_not_there_is_said(task: Task, ml_client: User, tmp_path: Path) -> None:
    given = {"model": "spancat", "model_version": "3", "project": "ferry", "by": ml_client.email}

    with pytest.raises(CommandError, match="cannot be read: No such file") as error:
        call_command("import_predictions", tmp_path / "none.jsonl", **given)

    assert error.value.returncode == 2
