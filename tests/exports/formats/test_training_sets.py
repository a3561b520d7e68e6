"""Folders for trainers, loaded by the libraries that train from them."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.tokens import Doc, DocBin
from spacy.training import Corpus
from spacy.training.converters.conll_ner_to_docs import conll_ner_to_docs

from newsreview.exports.formats import FORMATS, spacy_docs
from newsreview.exports.formats.format import FolderFormat
from tests.exports.formats.conftest import marks_of
from tests.exports.formats.story import named, story
from tests.exports.plain_reader import Export

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]  # it is loaded once, by one worker


@pytest.fixture
def filled(demo_export: bytes, tmp_path: Path) -> Callable[..., Path]:
    def make(name: str, export: bytes = demo_export) -> Path:
        chosen, folder = FORMATS[name], tmp_path / name
        assert isinstance(chosen, FolderFormat)
        folder.mkdir()
        chosen.fill(export.splitlines(keepends=True), folder)
        return folder

    return make


def left_out(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "left_out.jsonl").read_text(encoding="utf-8").split("\n")[:-1]]


def complete(export: Export) -> list[tuple[str, str, str]]:
    return sorted((s["id"], s["label"], s["quote"]) for _article, each, s in marks_of(export) if each["complete"])


def accounted_for(folder: Path, found: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """What was found, and what is listed as left out."""
    return sorted([*found, *((row["id"], row["label"], row["quote"]) for row in left_out(folder) if "id" in row)])


def test_spacy_loads_every_span_that_fits_its_tokens_and_the_others_are_listed(
    demo: Export, filled: Callable[..., Path]
) -> None:
    folder = filled("spacy")

    docs = [example.reference for example in Corpus(folder / "train")(spacy.blank("en"))]

    texts = {article["id"]: article["text"] for article in demo.articles}
    stored = [doc for path in (folder / "train").iterdir() for doc in docs_in(path)]
    assert [doc.text for doc in stored] == [texts[doc.user_data["article"]] for doc in stored]
    spans = [(span.id_, span.label_, span.text) for doc in stored for span in doc.spans["sc"]]
    assert accounted_for(folder, spans) == complete(demo)
    assert sorted((s.id_, s.label_, s.text) for doc in docs for s in doc.spans["sc"]) == sorted(spans)
    assert len(spans) > 60
    drafts = [each["id"] for each in demo.sets if not each["complete"]]
    assert [row["annotation_set"] for row in left_out(folder) if "id" not in row] == drafts


def docs_in(path: Path) -> Iterator[Doc]:
    return DocBin().from_disk(path).get_docs(spacy.blank("xx").vocab)


def test_spacy_docs_say_where_they_come_from_and_what_is_linked(filled: Callable[..., Path]) -> None:
    folder = filled("spacy", story(split="test"))

    [doc] = docs_in(folder / "test" / "0001.spacy")

    assert (doc.user_data["split"], doc.user_data["story"]) == ("test", "The ferry row")
    assert ["attributed_to", named("c1"), named("s1")] in [list(link) for link in doc.user_data["links"]]
    assert {span.id_: span.text for span in doc.spans["sc"]}[named("c1")] == "12 people died"


def test_spacy_files_hold_so_many_docs_each(
    demo: Export, filled: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spacy_docs, "DOCS_IN_A_FILE", 1)
    folder = filled("spacy", story())

    assert [path.name for path in sorted((folder / "train").iterdir())] == ["0001.spacy"]


@pytest.mark.parametrize("language", ["", "en-GB", "ja", "tlh"])
def test_a_language_that_spacy_does_not_know_is_cut_all_the_same(filled: Callable[..., Path], language: str) -> None:
    [doc] = docs_in(filled("spacy", story(language=language)) / "train" / "0001.spacy")

    assert "12 people died" in {span.text for span in doc.spans["sc"]}


def test_conll_files_are_read_by_spacy_with_every_span_that_tags_can_say(
    demo: Export, filled: Callable[..., Path]
) -> None:
    folder = filled("conll")
    texts = {article["id"]: article["text"] for article in demo.articles}

    found = []
    for path in sorted(folder.glob("*.conll")):
        tagged = path.read_text(encoding="utf-8")
        quotes = list(tagged_quotes(tagged, texts))
        words = [ent.text for doc in conll_ner_to_docs(tagged, no_print=True) for ent in doc.ents]
        assert words == [" ".join(tokens) for tokens, _label, _quote in quotes]
        found += [(label, quote) for _tokens, label, quote in quotes]
    named_so = [(row["label"], row["quote"]) for row in left_out(folder) if "id" in row]
    assert sorted([*found, *named_so]) == sorted((label, quote) for _id, label, quote in complete(demo))
    assert len(found) > 60


def tagged_quotes(tagged: str, texts: dict[str, str]) -> Iterator[tuple[list[str], str, str]]:
    """The tokens, the label and the text's own words of each run of tags."""
    text, run = "", list[list[str]]()
    for line in [*tagged.split("\n"), "-DOCSTART-\t\t\tO"]:
        cells = line.split("\t")
        if run and not cells[-1].startswith("I-"):
            start, end = int(run[0][1]), int(run[-1][2])
            yield [token for token, *_rest in run], run[0][3].removeprefix("B-"), text[start:end]
            run = []
        if cells[0] == "-DOCSTART-":
            text = texts.get(cells[1], "")
        elif cells[-1] not in {"", "O"}:
            run.append(cells)


def test_conll_lists_what_overlaps_and_what_cuts_a_token(
    filled: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    quotes = {
        "long": ("claim", "12 people died.\n\nThe desk"),
        "inner": ("claim", "people"),
        "cut": ("source", "olice"),
        "crossing": ("source", "people died"),
    }
    monkeypatch.setitem(story.__globals__, "QUOTES", quotes)
    monkeypatch.setitem(story.__globals__, "LINKS", {})
    folder = filled("conll", story(split="train"))

    assert {row["quote"]: row["why"] for row in left_out(folder)} == {
        "people": "it overlaps a longer span of its label",
        "olice": "it begins or ends inside a token",
    }
    claims = (folder / "train" / "claim.conll").read_text(encoding="utf-8")
    assert "12\t14\t16\tB-claim\npeople\t17\t23\tI-claim\n" in claims
    assert "died\t24\t28\tI-claim\n.\t28\t29\tI-claim\nThe\t31\t34\tI-claim\n" in claims
    assert "people\t17\t23\tB-source\n" in (folder / "train" / "source.conll").read_text(encoding="utf-8")


def test_datasets_loads_the_folder_without_a_network(
    demo: Export, filled: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE"):
        monkeypatch.setitem(os.environ, name, "1")
    import datasets  # which reads the environment when it is imported

    loaded = datasets.load_dataset(str(filled("huggingface")), cache_dir=str(tmp_path / "cache"))

    rows = list(loaded["train"])
    names = loaded["train"].features["spans"].feature["label"].names
    assert names[:3] == ["boilerplate", "heading", "source"]
    assert [row["annotation_set"] for row in rows] == [each["id"] for each in demo.sets]
    spans = [(row, span) for row in rows for span in row["spans"]]
    assert [row["text"][span["start"] : span["end"]] for row, span in spans] == [s["quote"] for _r, s in spans]
    assert [(span["id"], names[span["label"]], span["quote"]) for _row, span in spans] == [
        (span["id"], span["label"], span["quote"]) for _article, _set, span in marks_of(demo)
    ]
    relations = [relation["id"] for row in rows for relation in row["relations"]]
    assert relations == [link["id"] for each in demo.sets for link in each["links"]]


def test_each_split_is_a_file_that_the_card_names(filled: Callable[..., Path]) -> None:
    folder = filled("huggingface", story(split="validation"))

    assert [path.name for path in (folder / "data").iterdir()] == ["validation.parquet"]
    assert "- {split: validation, path: data/validation.parquet}" in (folder / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["spacy", "conll"])
def test_what_a_model_marked_is_not_listed_as_a_draft(filled: Callable[..., Path], name: str) -> None:
    answer: dict[str, Any] = {"spans": [], "links": [], "article_labels": [], "who": None, "label_set": named("labels")}
    answer |= {"complete": False, "created_at": "2026-05-04T08:00:00+00:00", "submitted_at": None}
    sets = [answer | {"id": named(kind), "kind": kind} for kind in ("person", "import", "model")]

    folder = filled(name, story(annotation_sets=sets))

    assert [(row["annotation_set"], row["why"]) for row in left_out(folder)] == [
        (named("person"), "a draft, in which unmarked does not mean no"),
        (named("import"), "a draft, in which unmarked does not mean no"),
        (named("model"), "what a model marked, in which unmarked does not mean no"),
    ]
