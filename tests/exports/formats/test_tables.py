"""Attributions, paragraphs and spans a row: read back, every row says what stands in the text."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from newsreview.offsets import paragraphs
from newsreview.spreadsheet_cells import words_of
from tests.exports.formats.conftest import marks_of
from tests.exports.formats.story import TEXT, named, story
from tests.exports.plain_reader import Export
from tests.exports.test_texts import HOSTILE

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]  # it is loaded once, by one worker


def rows_of(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.decode().split("\n")[:-1]]


def texts_of(export: Export) -> dict[str, str]:
    return {article["id"]: article["text"] for article in export.articles}


def test_each_claim_of_the_demo_is_a_row_whose_words_stand_in_the_text(
    demo: Export, written: Callable[..., bytes]
) -> None:
    rows, texts = rows_of(written("attributions")), texts_of(demo)

    claims = [span for _article, _set, span in marks_of(demo) if span["label"] == "claim"]
    assert [row["id"] for row in rows] == [span["id"] for span in claims]
    for row in rows:
        for place in (row, row["sentence"], *row["chain"]):
            assert texts[row["article"]][place["start"] : place["end"]] == place["quote"]
        assert row["sentence"]["start"] <= row["start"] < row["end"] <= row["sentence"]["end"]
    attributed = sum(link["label"] == "attributed_to" for each in demo.sets for link in each["links"])
    assert sum(bool(row["chain"]) for row in rows) == attributed > 20
    assert max(len(row["chain"]) for row in rows) >= 2


def test_a_chain_leads_from_who_says_it_to_who_passes_it_on_and_ends_where_it_comes_back(
    written: Callable[..., bytes],
) -> None:
    first, told, twice = rows_of(written("attributions", story()))

    assert [step["quote"] for step in first["chain"]] == ["Police", "The desk", "Mara"]
    assert [step["link"] for step in first["chain"]] == ["attributed_to", "via", "via"]
    assert [step["carried_over"] for step in first["chain"]] == [True, False, False]
    assert (first["chain"][0]["who"], first["chain"][0]["type"]) == ("The police", "organisation")
    assert (first["kind"], first["form"], first["attributes"]) == ("fact", "paraphrase", {"check_worthy": True})
    assert first["sentence"]["quote"] == "Police 🚓 said 12 people died."
    assert (first["start"], first["start_utf16"], first["sentence"]["end_utf16"]) == (14, 15, 30)
    assert (told["chain"], told["parts"]) == ([], [])
    assert (twice["chain"], twice["parts"], twice["unsure"]) == ([], [named("c2")], True)


def test_paragraphs_of_the_demo_are_rows_and_the_marked_ones_say_what_they_are(
    demo: Export, written: Callable[..., bytes]
) -> None:
    rows, texts = rows_of(written("paragraphs")), texts_of(demo)

    assert len(rows) == sum(
        len(paragraphs(article["text"])) * len(article["annotation_sets"]) for article in demo.articles
    )
    for row in rows:
        assert texts[row["article"]][row["start"] : row["end"]] == row["quote"]
    whole = {
        (each["id"], span["quote"]): (span["label"], span["attributes"].get("type"))
        for _article, each, span in marks_of(demo)
        if span["label"] in {"boilerplate", "heading"}
    }
    told = {(row["annotation_set"], row["quote"]): (row["label"], row["type"]) for row in rows}
    same = [key for key in whole if key in told]
    assert len(same) > 10
    assert {key: told[key] for key in same} == {key: whole[key] for key in same}
    assert {row["label"] for row in rows} == {"body", "boilerplate", "heading"}


@pytest.mark.parametrize(("marked", "label"), [("More news", "boilerplate"), ("More", "body")])
def test_what_is_marked_in_less_than_half_of_a_paragraph_leaves_it_body(
    written: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch, marked: str, label: str
) -> None:
    monkeypatch.setitem(story.__globals__["QUOTES"], "b1", ("boilerplate", marked))

    last = rows_of(written("paragraphs", story()))[-1]

    assert (last["number"], last["quote"], last["label"]) == (3, "More news", label)
    assert last["covered"] == round(len(marked) / len("More news"), 3)


def test_the_table_of_spans_of_the_demo_is_read_back_by_csv(demo: Export, written: Callable[..., bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv").decode(), newline="")))
    texts = texts_of(demo)

    assert [row["id"] for row in rows] == [span["id"] for _article, _set, span in marks_of(demo)]
    for row, (_article, each, span) in zip(rows, marks_of(demo), strict=True):
        assert words_of(row["quote"]) == texts[row["article"]][int(row["start"]) : int(row["end"])] == span["quote"]
        assert json.loads(row["attributes"]) == span["attributes"]
        assert (row["complete"], row["who"]) == (json.dumps(each["complete"]), each["who"])


def test_no_cell_of_the_table_begins_a_formula(written: Callable[..., bytes]) -> None:
    """E7, and JSON is left as it is."""
    rows = list(csv.DictReader(io.StringIO(written("csv", story()).decode(), newline="")))
    told = next(row for row in rows if row["id"] == named("c2"))

    assert (told["outlet"], told["quote"], told["note"]) == ("'=Harbour Post", "'=1+1", "'@home")
    assert [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))] == []
    assert rows_of(written("attributions", story()))[1]["quote"] == "=1+1"
    assert TEXT[int(told["start"]) : int(told["end"])] == "=1+1"


def test_a_retired_label_is_exported_by_its_name(written: Callable[..., bytes]) -> None:
    """E6: the story's claims have a label that is retired."""
    assert [row["label"] for row in rows_of(written("attributions", story()))] == ["claim"] * 3


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_letters_that_break_other_peoples_tables_are_there_as_they_are(
    written: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """T1 and T2 at this door: the claim is the whole text."""
    monkeypatch.setitem(story.__globals__, "QUOTES", {"c1": ("claim", text)})
    monkeypatch.setitem(story.__globals__, "LINKS", {})
    export = story(text, outlet=text, story=text)

    [claim] = rows_of(written("attributions", export))
    [row] = csv.DictReader(io.StringIO(written("csv", export).decode(), newline=""))
    found = rows_of(written("paragraphs", export))

    assert (claim["quote"], claim["sentence"]["quote"], claim["outlet"]) == (text, text, text)
    assert [words_of(row[name]) for name in ("quote", "outlet", "story")] == [text] * 3
    assert [each["quote"] for each in found] == [line for line in text.split("\n") if line.strip()]
    assert {text[each["start"] : each["end"]] for each in found} == {each["quote"] for each in found}
