"""Files for doccano, Label Studio and Web Annotation clients, read as these tools' documents say they are read."""

import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.examples import blocks, page
from tests.exports.formats.conftest import marks_of
from tests.exports.formats.story import TEXT, exported, named, story
from tests.exports.plain_reader import Export

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]  # it is loaded once, by one worker

Place = tuple[str, int, int, str]


def rows_of(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.decode().split("\n")[:-1]]


def places_of(export: Export) -> list[Place]:
    return sorted((each["label"], each["start"], each["end"], each["quote"]) for _a, _s, each in marks_of(export))


def links_of(export: Export) -> list[tuple[str, str, str]]:
    """The words at both ends."""
    quotes = {span["id"]: span["quote"] for _article, _set, span in marks_of(export)}
    return sorted((link["label"], quotes[link["from"]], quotes[link["to"]]) for s in export.sets for link in s["links"])


def test_doccano_has_every_article_every_span_and_every_link(demo: Export, written: Callable[..., bytes]) -> None:
    rows = rows_of(written("doccano"))

    assert {row["text"] for row in rows} == {article["text"] for article in demo.articles}
    entities = [(row["text"], entity) for row in rows for entity in row["entities"]]
    cut = [
        (e["label"], e["start_offset"], e["end_offset"], t[e["start_offset"] : e["end_offset"]]) for t, e in entities
    ]
    assert sorted(cut) == places_of(demo)
    words = {e["id"]: t[e["start_offset"] : e["end_offset"]] for t, e in entities}
    relations = [relation for row in rows for relation in row["relations"]]
    assert sorted((r["type"], words[r["from_id"]], words[r["to_id"]]) for r in relations) == links_of(demo)
    ids = [*(row["id"] for row in rows), *words, *(relation["id"] for relation in relations)]
    assert len(set(ids)) == len(ids) == len(rows) + len(entities) + len(relations)


def test_doccano_counts_code_points(written: Callable[..., bytes]) -> None:
    [row] = rows_of(written("doccano", story()))

    assert {row["text"][e["start_offset"] : e["end_offset"]] for e in row["entities"]} >= {"12 people died", "Police"}


def interface() -> ET.Element:
    [shown] = blocks(page("formats.md"), "xml")
    return ET.fromstring(shown)


def test_label_studio_has_every_span_with_its_answers_and_every_link(
    demo: Export, written: Callable[..., bytes]
) -> None:
    tasks = json.loads(written("label-studio"))

    assert [task["data"]["text"] for task in tasks] == [article["text"] for article in demo.articles]
    results = [(task, r) for task in tasks for each in task["annotations"] for r in each["result"]]
    regions = {r["id"]: (task, r["value"]) for task, r in results if r["type"] == "labels"}
    cut = [
        (value["labels"][0], value["start"], value["end"], task["data"]["text"][value["start"] : value["end"]])
        for task, value in regions.values()
    ]
    assert sorted(cut) == places_of(demo)
    assert {value["text"] for _task, value in regions.values()} == {quote for _label, _s, _e, quote in cut}
    relations = [r for _task, r in results if r["type"] == "relation"]
    words = {name: value["text"] for name, (_task, value) in regions.items()}
    assert sorted((r["labels"][0], words[r["from_id"]], words[r["to_id"]]) for r in relations) == links_of(demo)
    answers = {
        (r["id"], r["from_name"], *(r["value"].get("choices") or r["value"]["text"]))
        for _task, r in results
        if r.get("id") in regions and r["from_name"] not in {"label", "unsure"}
    }
    told = {
        (span["id"], f"{span['label']}_{key}", value)
        for _article, _set, span in marks_of(demo)
        for key, value in span["attributes"].items()
    }
    assert answers == told


def test_label_studio_finds_every_name_in_the_interface_of_the_documents(written: Callable[..., bytes]) -> None:
    """With the default label set; Label Studio refuses a result whose name its interface does not have."""
    kinds = {"labels": "Labels", "choices": "Choices", "textarea": "TextArea"}
    [text] = interface().findall("Text")
    offered = {(each.get("name"), each.tag, each.get("toName")) for each in interface().iter() if each.get("toName")}
    offers = {(each.get("name"), child.get("value")) for each in interface().iter() for child in each}
    relations = {each.get("value") for each in interface().iter("Relation")}
    for data in (written("label-studio"), written("label-studio", story())):
        results = [r for task in json.loads(data) for each in task["annotations"] for r in each["result"]]
        values = [r for r in results if r["type"] != "relation"]
        assert {(r["from_name"], kinds[r["type"]], r["to_name"]) for r in values} <= offered
        assert {r["to_name"] for r in values} == {text.get("name")}
        chosen = {(r["from_name"], each) for r in values for each in r["value"].get(r["type"], ())}
        assert chosen <= offers
        assert {each for r in results if r["type"] == "relation" for each in r["labels"]} <= relations


def test_label_studio_has_what_else_was_said(written: Callable[..., bytes]) -> None:
    [task] = json.loads(written("label-studio", story()))
    [answer] = task["annotations"]
    named_results = {(r.get("id"), r.get("from_name")): r for r in answer["result"]}

    assert named_results[named("c2"), "label"]["meta"] == {"text": ["@home"]}
    assert named_results[named("c3"), "unsure"]["value"]["choices"] == ["unsure"]
    assert named_results[named("s1"), "source_who"]["value"]["text"] == ["The police"]
    assert named_results[named("c1"), "claim_check_worthy"]["value"] == {"start": 14, "end": 28, "choices": ["true"]}
    assert named_results[None, "article"]["value"] == {"choices": ["origin"]}
    assert named_results[None, "origin_kind"]["value"] == {"choices": ["agency_copy"]}
    assert named_results[None, "origin_credited_to"]["value"] == {"text": ["Wire"]}
    assert [r["labels"] for r in answer["result"] if r.get("from_id") == named("c1")] == [
        ["attributed_to", "carried_over"]
    ]


def test_an_export_without_articles_is_an_empty_list_of_tasks(written: Callable[..., bytes]) -> None:
    assert json.loads(written("label-studio", exported([]))) == []


def test_web_annotations_point_at_every_span_in_two_ways(demo: Export, written: Callable[..., bytes]) -> None:
    rows = rows_of(written("web-annotation"))
    texts = {f"urn:uuid:{each['id']}#sha256-{each['sha256']}": each["text"] for each in demo.articles}

    tagged = [row for row in rows if row["motivation"] == "tagging" and "selector" in row["target"]]
    cut = []
    for row in tagged:
        text = texts[row["target"]["source"]]
        quote, position = row["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
        cut.append((row["body"][0]["value"], position["start"], position["end"], quote["exact"]))
    assert sorted(cut) == places_of(demo)
    words = {row["id"]: row["target"]["selector"][0]["exact"] for row in tagged}
    linking = [row for row in rows if row["motivation"] == "linking"]
    ends = [(row["body"][0]["value"], *(words[end["id"]] for end in row["target"])) for row in linking]
    assert sorted(ends) == links_of(demo)


def test_a_web_annotation_says_what_was_answered_and_by_whom(written: Callable[..., bytes]) -> None:
    rows = {row["id"]: row for row in rows_of(written("web-annotation", story()))}
    claim, told = rows[f"urn:uuid:{named('c1')}"], rows[f"urn:uuid:{named('c2')}"]

    assert [(body["purpose"], body["value"]) for body in claim["body"]] == [
        ("tagging", "claim"),
        ("classifying", "kind=fact"),
        ("classifying", "form=paraphrase"),
        ("classifying", "check_worthy=true"),
    ]
    assert ("commenting", "@home") in [(body["purpose"], body["value"]) for body in told["body"]]
    assert claim["creator"] == {"type": "Person", "nickname": "annotator-0123456789ab"}
    assert claim["target"]["selector"][1] == {"type": "TextPositionSelector", "start": 14, "end": 28}
    assert rows[f"urn:uuid:{named('set')}#origin"]["target"]["source"].startswith(f"urn:uuid:{named('article')}#sha256")
    assert TEXT[14:28] == "12 people died"
