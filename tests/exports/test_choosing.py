"""What is chosen of an article's sets, and the reason for each that is not."""

from typing import Any

import msgspec
import pytest

from newsreview.exports.choosing import Choices, Chooser
from newsreview.exports.records import Article, read_article, write

SPAN = {"start": 0, "end": 3, "quote": "Ada", "start_utf16": 0, "end_utf16": 3, "attributes": {}, "note": ""}
SPAN |= {"unsure": False, "origin": "own"}


def a_set(key: str, kind: str = "person", *, accepted: bool = False, complete: bool = True, **more: Any) -> Any:
    return {
        "id": key,
        "who": None if kind == "adjudicated" else f"annotator-{key}",
        "kind": kind,
        "state": "submitted" if complete else "draft",
        "complete": complete,
        "label_set": "v",
        "label_set_version": 1,
        "labels_asked": ["claim", "source", "attributed_to"],
        "created_at": "",
        "submitted_at": "now" if complete else None,
        "accepted_at": "now" if accepted else None,
        "version": 1,
        "spans": [],
        "links": [],
        "article_labels": [],
        **more,
    }


def an_article(*sets: Any, **more: Any) -> Article:
    facts = dict.fromkeys(("title", "url", "story", "published_at", "language", "outlet"))
    known = {"id": "a", "text": "Ada said.", "sha256": "", "metadata": {}, "task": "t"}
    return read_article(msgspec.json.encode({"type": "article"} | facts | known | {"annotation_sets": sets} | more))


def chosen(article: Article, **choices: Any) -> tuple[list[str], dict[str, int]]:
    """The ids of the sets that are in the release, and how many are not, by reason."""
    chooser = Chooser(Choices(**choices))
    there = chooser.choose(article)
    return [one.id for one in article.annotation_sets] if there else [], {k: n for k, n in chooser.sets.items() if n}


ONE, OTHER, ACCEPTED = a_set("one"), a_set("other"), a_set("accepted", accepted=True)
DRAFT, MODEL, SETTLED = a_set("draft", complete=False), a_set("model", "model"), a_set("settled", "adjudicated")


@pytest.mark.parametrize(
    ("sets", "choices", "there", "left_out"),
    [
        ([ONE, OTHER, DRAFT], ("submitted", "all"), ["one", "other"], {"draft": 1}),
        ([ONE, OTHER], ("submitted", "final"), [], {"undecided": 2}),
        ([ONE, ACCEPTED], ("submitted", "final"), ["accepted"], {"vote": 1}),
        ([ONE], ("submitted", "final"), ["one"], {}),
        ([ONE, MODEL], ("submitted", "all"), ["one"], {"not_by_people": 1}),
        ([ONE, ACCEPTED], ("accepted", "all"), ["accepted"], {"not_accepted": 1}),
        ([ACCEPTED, a_set("too", accepted=True)], ("accepted", "final"), [], {"undecided": 2}),
        ([ACCEPTED, SETTLED], ("accepted", "final"), ["settled"], {"vote": 1}),
        ([ONE, OTHER, SETTLED], ("accepted", "all"), ["settled"], {"not_accepted": 2}),
        ([ONE, OTHER, SETTLED, DRAFT], ("adjudicated", "all"), ["one", "other", "settled"], {"draft": 1}),
        ([ONE, OTHER, SETTLED], ("adjudicated", "final"), ["settled"], {"vote": 2}),
        ([ONE, ACCEPTED], ("adjudicated", "final"), [], {"not_adjudicated": 2}),
        (
            [a_set("begun", "adjudicated", complete=False), ONE],
            ("adjudicated", "all"),
            [],
            {"draft": 1, "not_adjudicated": 1},
        ),
    ],
)
def test_which_sets_are_chosen(sets, choices, there, left_out):
    degree, votes = choices

    assert chosen(an_article(*sets), sets=degree, votes=votes) == (there, left_out)


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        ({"outlets": ["Echo"]}, "of_another_outlet"),
        ({"stories": ["storm"]}, "of_another_story"),
        ({"languages": ["de"]}, "in_another_language"),
        ({"outlets": ["Post"], "stories": ["", "storm"], "languages": ["en"]}, None),
    ],
)
def test_which_articles_are_chosen(wanted, reason):
    chooser = Chooser(Choices(**wanted))
    there = chooser.choose(an_article(ACCEPTED, outlet="Post", language="en"))

    assert there == (reason is None)
    assert chooser.articles == ({} if there else {reason: 1})
    assert {name: n for name, n in chooser.sets.items() if n} == ({} if there else {"of_another_article": 1})


def test_an_article_of_which_nothing_is_chosen_is_not_there():
    chooser = Chooser(Choices())

    assert not chooser.choose(an_article(ONE))
    assert not chooser.choose(an_article())
    assert chooser.articles == {"nothing_chosen": 2}


def test_only_chosen_labels_are_there_and_links_with_both_their_ends():
    spans = [SPAN | {"id": key, "label": label} for key, label in (("c", "claim"), ("s", "source"), ("h", "heading"))]
    link = {"label": "attributed_to", "attributes": {}, "origin": "own"}
    links = [link | {"id": "l", "from": "c", "to": "s"}, link | {"id": "m", "from": "h", "to": "s"}]
    marked = a_set(
        "one", accepted=True, spans=spans, links=links, article_labels=[{"label": "origin", "attributes": {}}]
    )
    article = an_article(marked)
    chooser = Chooser(Choices(labels=["claim", "source", "attributed_to"]))
    chooser.choose(article)

    [one] = article.annotation_sets
    assert [mark.label for mark in one.marks] == ["claim", "source", "attributed_to"]
    assert one.labels_asked == ["claim", "source", "attributed_to"]
    assert chooser.marks == {"heading": 1, "attributed_to": 1, "origin": 1}
    assert article.counts == {"articles": 1, "annotation_sets": 1, "spans": 2, "links": 1, "article_labels": 0}


@pytest.mark.parametrize("metadata", ['{"price": 1.10, "big": 12345678901234567890.123}', '{"a":  1}'])
def test_what_nobody_looks_into_stays_byte_for_byte(metadata):
    line = write(an_article(ACCEPTED)).replace(b'"metadata":{}', b'"metadata":' + metadata.encode())

    assert write(read_article(line)) == line


@pytest.mark.parametrize(
    "wrong",
    [
        {"sets": "drafts"},
        {"votes": "some"},
        {"shares": {"train": 80}},
        {"shares": {"train": 80, "dev": 20}},
        {"shares": {"train": 120, "test": -20}},
        {"formats": ["jsonl"]},
        {"formats": ["exe"]},
        {"formats": ["csv", "csv"]},
    ],
)
def test_what_cannot_be_chosen(wrong):
    with pytest.raises(ValueError, match=r"no choice|per cent|less than nothing|no format|named twice"):
        Choices(**wrong)


def test_sides_without_a_share_are_none():
    assert Choices(shares={"train": 90, "validation": 0, "test": 10}).sides == ["train", "test"]
