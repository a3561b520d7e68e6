"""A writer holds a part of the export, however large it is."""

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsreview.exports.formats import FORMATS, hugging_face, spacy_docs
from newsreview.exports.formats.format import FileFormat, FolderFormat
from tests.exports.formats.story import TEXT, counts_of, lines_of, story

FEW, MANY = 10, 50


def lines(articles: int) -> Iterator[bytes]:
    """Each article with a long text, which would be noticed if it were kept."""
    row = json.loads(story(TEXT + "More words.\n" * 300).split(b"\n")[1])
    counts = {name: number * articles for name, number in counts_of([row]).items()}
    return lines_of((row for _ in range(articles)), counts)


def peak(name: str, articles: int, folder: Path) -> int:
    form = FORMATS[name]
    tracemalloc.start()
    try:
        if isinstance(form, FileFormat):
            for _block in form.convert(lines(articles)):
                pass
        elif isinstance(form, FolderFormat):
            folder.mkdir()
            form.fill(lines(articles), folder)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", FORMATS)
def test_memory_does_not_grow_with_the_number_of_articles(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spacy_docs, "DOCS_IN_A_FILE", 5)
    monkeypatch.setattr(hugging_face, "ROWS_AT_ONCE", 5)
    peak(name, 1, tmp_path / "first")  # what is made once, is made here

    assert peak(name, MANY, tmp_path / "many") < 1.3 * peak(name, FEW, tmp_path / "few")
