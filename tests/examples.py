"""The examples in documents, carried out as their reader would."""

import re
import shlex
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

DOCS = Path(__file__).parents[1] / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(words: str, *languages: str) -> list[str]:
    return re.findall(rf"^```(?:{'|'.join(languages)})\n(.*?)^```$", words, re.DOTALL | re.MULTILINE)


def commands(words: str) -> list[str]:
    """Each with the lines that go on with it, which begin with a space."""
    return re.findall(r"^\w.*?(?=^\w|\Z)", words, re.DOTALL | re.MULTILINE)


def curls(name: str) -> list[str]:
    """Those of a page."""
    told = commands("".join(blocks(page(name), "sh")))
    return [command for command in told if command.startswith("curl ")]


def carry_out(curl: str, known: dict[str, str], files: dict[str, bytes]) -> Any:
    """As curl would; what it reads from a file is among `files`."""
    parser = ArgumentParser()
    parser.add_argument("-d", "--data-binary", dest="data", default="")
    parser.add_argument("-F", action="append", default=[])
    parser.add_argument("-X")
    parser.add_argument("-o")
    parser.add_argument("-H", action="append")
    for flag in "-s", "-S", "-f":
        parser.add_argument(flag, action="store_true")
    parser.add_argument("url")
    for name, value in known.items():
        curl = curl.replace(f"${name}", value)
    asked = parser.parse_args(shlex.split(curl.replace("\\\n", ""))[1:])
    headers = dict(header.split(": ", 1) for header in asked.H)
    kind = headers.pop("Content-Type", "")
    if asked.F:
        form: dict[str, list[Any]] = {}
        for name, file in (field.split("=@") for field in asked.F):
            form.setdefault(name, []).append(SimpleUploadedFile(file, files[file]))
        return Client(headers=headers).post(asked.url, form)
    body = files[asked.data[1:]] if asked.data.startswith("@") else asked.data
    return Client(headers=headers).generic(asked.X or "GET", asked.url, body, content_type=kind)
