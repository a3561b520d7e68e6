"""docs/training.md: whoever does what it says, on the demo, has two models and their scores."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from newsreview.accounts.models import Token, User
from newsreview.annotation.models import AnnotationSet
from newsreview.commands import demo
from newsreview.commands.console import COMMANDS
from newsreview.review import settling
from tests.annotation.hand import Hand
from tests.api.programs import Program
from tests.examples import blocks, carry_out, commands, page


@pytest.mark.django_db(transaction=True)
def test_a_stranger_gets_from_a_token_to_trained_models(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    sign_in: Callable[[User], Client],
) -> None:
    monkeypatch.chdir(tmp_path)
    demo.load()
    people_end_their_work()
    yuki = User.objects.get(name="Yuki Lindholm")
    known = {"SITE": "", "TOKEN": Program(yuki, Token.Scope.READ, Token.Scope.EXPORT).secret}
    examples = blocks(page("training.md"), "sh", "python")

    def printed(example: str) -> str:
        follow(example, known)
        return capsys.readouterr().out

    fetched, _, trained, predicted, scored, _, classified = [printed(example) for example in examples]

    assert fetched.startswith("whole: 6 articles, 2 annotation sets, ")
    losses = [int(loss) for loss in re.findall(r"loss (\d+)", trained)]
    assert len(losses) == 15
    assert losses[0] > 1000
    assert losses[-1] < 100
    assert "source: Radio Skerra" in predicted
    told, _, score = scored.partition("\n")
    assert told == "6 stored, 0 already there, 0 refused"
    assert json.loads(score)["settled"] == 2
    assert json.loads(score)["figures"]["precision"]["value"] > 0.9
    assert json.loads(score)["figures"]["recall"]["value"] > 0.3
    assert sign_in(yuki).get("/projects/kelder-gates/predictions/spancat/1/").status_code == 200
    accuracy, paragraphs = re.findall(r"accuracy +(\S+) +(\d+)", classified)[0]
    of_the_article = re.findall(r"article +\S+ +\S+ +\S+ +(\d+)", classified)[0]
    assert float(accuracy) > 0.85 > int(of_the_article) / int(paragraphs)


def people_end_their_work() -> None:
    """What the page asks people to do by hand."""
    nell, dorothea = (User.objects.get(name=name) for name in ("Nell Arbuthnot", "Dorothea Quill"))
    Hand(AnnotationSet.objects.get(person=nell), nell).submit()
    for held in AnnotationSet.objects.all():
        settling.accept(annotation_set=held.pk, by=dorothea, base=held.edits.count())


def follow(example: str, known: dict[str, str]) -> None:
    """A program, or lines of a shell."""
    if not example.startswith(("export ", "curl ", "newsreview ")):
        exec(example, {})
        return
    for command in commands(example):
        program, *words = shlex.split(command)
        if program == "newsreview":
            call_command(COMMANDS[words[0]], *words[1:])
        elif program == "curl":
            answer = carry_out(command, known, {})
            assert answer.status_code == 200
            if "-o" in words:
                Path(words[words.index("-o") + 1]).write_bytes(answer.getvalue())
            else:
                print(answer.text)  # noqa: T201 -- as curl does
