"""Every example of docs/api.md does what the page says."""

import re
import shlex
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from newsreview.annotation import taking

PAGE = Path(__file__).parents[2] / "docs" / "api.md"


def examples() -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return re.findall(r"^curl .*?(?=^\w|\Z)", "".join(blocks), re.DOTALL | re.MULTILINE)


def carry_out(command: str, known: dict[str, str], files: dict[str, str]) -> Any:
    """As curl would; what it reads from a file is among `files`."""
    parser = ArgumentParser()
    parser.add_argument("-d", "--data-binary", dest="data", default="")
    parser.add_argument("-X", default="GET")
    parser.add_argument("-o")
    parser.add_argument("-H", action="append")
    parser.add_argument("-s", action="store_true")
    parser.add_argument("url")
    for name, value in known.items():
        command = command.replace(f"${name}", value)
    asked = parser.parse_args(shlex.split(command.replace("\\\n", ""))[1:])
    headers = dict(header.split(": ", 1) for header in asked.H)
    kind = headers.pop("Content-Type", "")
    body = files[asked.data[1:]] if asked.data.startswith("@") else asked.data
    return Client(headers=headers).generic(asked.X, asked.url, body, content_type=kind)


@pytest.mark.django_db(transaction=True)
def test_every_example_of_the_page_works(program, manager, make_task):
    task = make_task(outlet="Strait Online")
    mine = taking.take(task=make_task(), person=manager)
    known = {"SITE": "", "TOKEN": program(manager).secret, "TASK": str(task.pk), "SET": str(mine.pk)}
    files = {"articles.jsonl": '{"text": "One more."}\n'}
    commands = examples()

    answers = {command: carry_out(command, known, files) for command in commands}
    assert {command: answer.status_code for command, answer in answers.items() if answer.status_code != 200} == {}
    assert len(commands) == 9
    assert b"trailer" in answers[commands[-1]].getvalue()
    assert mine.spans.get().quote == "Ferry"
