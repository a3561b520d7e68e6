"""docs/export-format.md says what is so: its example is an export, and its programs read it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.exports.plain_reader import SCHEMA, VALID, read

DOCUMENT = (Path(settings.BASE_DIR) / "docs" / "export-format.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", DOCUMENT, flags=re.DOTALL | re.MULTILINE)


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    [written] = blocks("jsonl")
    monkeypatch.chdir(tmp_path)
    path = Path("ferry.jsonl")
    path.write_bytes(written.encode())
    return path


@pytest.fixture
def articles() -> Callable[[Path], Iterator[dict[str, Any]]]:
    names: dict[str, Any] = {}
    exec(blocks("python")[0], names)
    reader: Callable[[Path], Iterator[dict[str, Any]]] = names["articles"]
    return reader


def test_the_schema_is_one() -> None:
    VALID.check_schema(SCHEMA)


def test_the_example_is_an_export(example: Path) -> None:
    claim = read(example.read_bytes()).spans[1]

    assert (claim["start"], claim["start_utf16"], claim["quote"]) == (14, 15, "12 people died")


def test_the_programs_read_the_example(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exec("\n".join(blocks("python")), {})

    assert capsys.readouterr().out == "12 people died — Police\n"


def test_the_reader_refuses_what_is_cut_short_or_changed(
    example: Path, articles: Callable[[Path], Iterator[dict[str, Any]]]
) -> None:
    whole = example.read_bytes()
    assert len(list(articles(example))) == 1

    for broken in (whole[: whole.rindex(b'{"type":"trailer"')], whole.replace(b"said", b"says")):
        example.write_bytes(broken)
        with pytest.raises(EOFError, match=r"ferry\.jsonl is not whole"):
            list(articles(example))


@pytest.mark.parametrize(
    "kind", ["header", "article", "trailer", "annotation_set", "span", "link", "article_label", "decision"]
)
def test_every_field_of_the_schema_is_in_the_document(kind: str) -> None:
    named = set(re.findall(r"\w+", " ".join(re.findall(r"`[^`\n]+`|^\{.*$", DOCUMENT, flags=re.MULTILINE))))

    assert set(SCHEMA["$defs"][kind]["properties"]) - named == set()
