"""Which stored article a record is. Each line of a table is told in the order in which things happen."""

from collections import Counter
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from newsreview.intake.finding import Found
from newsreview.intake.keeping import Kept
from newsreview.intake.matching import Facts, Match, Matches
from newsreview.intake.records import Details, Record

POST, FATHOM = uuid7(), uuid7()
OUTLETS: dict[str, UUID | None] = {"post": POST, "fathom": FATHOM, "-": None}
FOUND = Found(Record(text="t", byte_start=0, byte_end=1), Kept("0" * 64, "t.txt", 1), Details())


def stored(outlet: str, *, has_task: bool = False, title: str = "") -> Match:
    return Match(id=uuid7(), sha256="t", facts=Facts(outlet_id=OUTLETS[outlet], title=title), has_task=has_task)


def place(matches: Matches, outlet: str, text: str = "t", **facts: str) -> None:
    matches.place(FOUND, text, Facts(outlet_id=OUTLETS[outlet], **facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "record", "new", "completed", "present"),
    [
        ([], "post", 1, 0, 0),
        ([], "-", 1, 0, 0),
        (["post"], "post", 0, 0, 1),
        (["post"], "fathom", 1, 0, 0),  # the same wire copy in two outlets is two articles
        (["-"], "post", 0, 1, 0),
        (["-"], "-", 0, 0, 1),
        (["post"], "-", 0, 0, 1),
        (["post", "fathom"], "-", 0, 0, 1),
        (["-", "post"], "post", 0, 0, 1),
        (["-", "post"], "fathom", 0, 1, 0),
    ],
)
def test_one_record_against_what_is_stored(
    before: list[str], record: str, new: int, completed: int, present: int
) -> None:
    matches = Matches([stored(outlet) for outlet in before])
    place(matches, record)
    assert (len(matches.new), len(matches.completed)) == (new, completed)
    assert matches.fates == Counter(new=new, completed=completed, present=present)


@pytest.mark.parametrize(
    ("records", "outlets"),
    [
        (["post", "post"], ["post"]),
        (["-", "-"], ["-"]),
        (["-", "post"], ["post"]),
        (["post", "-"], ["post"]),
        (["-", "post", "fathom", "-"], ["post", "fathom"]),
    ],
)
def test_records_of_one_batch_are_laid_against_each_other(records: list[str], outlets: list[str]) -> None:
    matches = Matches([])
    for record in records:
        place(matches, record)
    assert [match.facts.outlet_id for match in matches.new] == [OUTLETS[outlet] for outlet in outlets]
    assert matches.fates["present"] == len(records) - len(outlets)
    assert matches.completed == {}


def test_other_texts_are_other_articles() -> None:
    matches = Matches([stored("post")])
    place(matches, "post", text="another")
    assert len(matches.new) == 1


def test_what_is_blank_is_filled_in_and_what_is_known_stays() -> None:
    before = stored("post", title="Known")
    matches = Matches([before])
    place(matches, "post", title="Other", url="https://p.example", language="en")
    assert matches.completed == {before.id: before}
    assert (before.facts.title, before.facts.url, before.facts.language) == ("Known", "https://p.example", "en")


def test_without_an_outlet_the_article_of_the_project_comes_first() -> None:
    other, ours = stored("post"), stored("fathom", has_task=True)
    matches = Matches([other, ours])
    place(matches, "-")
    assert matches.without_task == {}
    assert matches.fates == {"present": 1}


def test_only_articles_without_a_task_get_one() -> None:
    there = stored("post", has_task=True)
    matches = Matches([there])
    place(matches, "post")
    place(matches, "fathom")
    assert list(matches.without_task) == [matches.new[0].id]
