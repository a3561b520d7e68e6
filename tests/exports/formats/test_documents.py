"""docs/formats.md says what is so: its examples are JSON, and its programs read what we write."""

import json
import re
from pathlib import Path

import pytest

from newsreview.exports.formats import FORMATS
from newsreview.exports.formats.format import FileFormat, FolderFormat
from tests.examples import blocks, page
from tests.exports.formats.story import story

SECTIONS = dict(re.findall(r"^## ([\w-]+)\n(.*?)(?=^##? |\Z)", page("formats.md"), re.DOTALL | re.MULTILINE))
FILES = {"csv": "ferry.csv", "huggingface": "ferry-dataset"}


def test_every_format_has_its_section() -> None:
    assert sorted(SECTIONS) == sorted(FORMATS.keys() - {"jsonl"})


@pytest.mark.parametrize("name", SECTIONS)
def test_examples_are_json(name: str) -> None:
    for example in blocks(SECTIONS[name], "json"):
        json.loads(example)


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # three lines do not close what they open
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", SECTIONS)
def test_its_lines_load_what_we_write(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    form, export = FORMATS[name], story().splitlines(keepends=True)
    if isinstance(form, FileFormat):
        Path(FILES.get(name, f"ferry-{name}{form.ending}")).write_bytes(b"".join(form.convert(export)))
    elif isinstance(form, FolderFormat):
        folder = Path(FILES.get(name, f"ferry-{name}"))
        folder.mkdir()
        form.fill(export, folder)
    if name == "huggingface":
        monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", tmp_path / "cache")
    [program] = blocks(SECTIONS[name], "python")
    names: dict[str, object] = {}

    exec(program, names)

    wanted = "boilerplate" if name == "paragraphs" else "12 people died"
    assert wanted in f"{capsys.readouterr().out}{names.get('rows')}"
