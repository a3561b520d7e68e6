"""One article from the first key to the last, by mouse and by keys, and everything that is left of it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.exports import exporting
from newsreview.offsets import paragraphs
from newsreview.projects.models import Task
from tests.web.browser.articles import CREW, LANTERN_ROW, ZOE
from tests.web.browser.hands import Hands
from tests.web.browser.reading import Row, answers, linked, row, rows

COUNCIL = "The council of Quarrow"
OUTER = "the last tram on Lantern Row would stop in June, “because the rails are older than the bridge”"
CROSSING = "older than the bridge”, and that buses would follow"
RAILS = "the rails are older than the bridge"
DRIVERS = f"nobody had asked the drivers {CREW}"
MAYOR = f"Deputy mayor {ZOE}"
NOA, SUNDAY = "נועה לביא", "הקו ייסגר ביום ראשון"

MARKED = {
    row(LANTERN_ROW, "heading", "Lantern Row loses its last tram", type="headline"),
    row(LANTERN_ROW, "boilerplate", "By Imre Tolland", type="byline"),
    row(LANTERN_ROW, "source", COUNCIL, type="organisation"),
    row(LANTERN_ROW, "claim", " said on Monday", kind="fact", form="narrator"),
    row(LANTERN_ROW, "claim", OUTER, kind="aim", form="mixed"),
    row(LANTERN_ROW, "claim", RAILS, kind="view", form="direct"),
    row(LANTERN_ROW, "claim", CROSSING, kind="fact", form="mixed"),
    row(LANTERN_ROW, "source", MAYOR, type="named_person", who="Zoe Ferran"),
    row(LANTERN_ROW, "source", "𝒳-Radio", type="media"),
    row(LANTERN_ROW, "claim", DRIVERS, kind="fact", form="paraphrase"),
    row(LANTERN_ROW, "source", "Ilo Brandt"),
    row(LANTERN_ROW, "source", NOA),
    row(LANTERN_ROW, "claim", SUNDAY, kind="fact", form="paraphrase"),
}
LINKED = {("attributed_to", OUTER, COUNCIL), ("attributed_to", CROSSING, COUNCIL)}
LINKED |= {("attributed_to", DRIVERS, MAYOR), ("attributed_to", SUNDAY, NOA)}


def also_read() -> set[Row]:
    lines = [LANTERN_ROW[p.start : p.end] for p in paragraphs(LANTERN_ROW)]
    return {row(LANTERN_ROW, "boilerplate", line, type="related") for line in lines[lines.index("Read also:") :]}


ALL = MARKED | also_read()


def mark_lines(hands: Hands) -> None:
    hands.press("ArrowDown", "h", "1")
    hands.press("Escape", "ArrowDown", "b", "3")
    hands.saved()


def mark_phrases(hands: Hands) -> None:
    """Adjacent, nested and crossing ones, and one that begins with an astral letter."""
    hands.mark(COUNCIL, "s")
    hands.press("3")
    hands.mark(" said on Monday", "c", exact=True)
    hands.press("L")  # the link that it made by itself
    hands.mark(OUTER, "c")
    hands.press("2", "l", "l")
    hands.mark(RAILS, "c")
    hands.press("3", "4")
    hands.mark(CROSSING, "c")
    hands.mark("𝒳-Radio", "s")
    hands.press("4")
    hands.saved()


def mark_and_move(hands: Hands) -> None:
    """One start by keys, one end by its handle, over a combining mark and over emoji with joiners."""
    hands.mark(ZOE, "s")
    hands.press("1", "[", "[")
    hands.saved()
    hands.press("=")
    hands.page.keyboard.type("Zoe Ferran")
    hands.press("Enter")
    hands.saved()
    hands.mark("nobody had asked", "c")
    hands.drag_handle("end", DRIVERS)
    hands.press("l", "a")
    hands.mark("Brandt", "s")
    hands.press("[")
    hands.saved()


def mark_right_to_left(hands: Hands) -> None:
    hands.mark(NOA, "s")
    hands.mark(SUNDAY, "c")
    hands.press("l", "l")
    hands.saved()


def mark_eighty_lines(hands: Hands, mine: AnnotationSet) -> None:
    """In one gesture, which is one edit; undone, and done again."""
    hands.double_click("also")
    hands.press("B", "6")
    hands.saved()
    assert rows(mine) == ALL
    hands.press("u")
    hands.saved()
    assert rows(mine) == MARKED
    hands.press("U")
    hands.saved()


def exported(task: Task) -> dict[str, Any]:
    """The task's article in the export, with the offsets of its spans checked in both units."""
    lines = [json.loads(line) for line in b"".join(exporting.stream(task.project)).splitlines()]
    article: dict[str, Any] = lines[1]
    assert len(lines) == 3
    units = article["text"].encode("utf-16-le")
    for span in article["annotation_sets"][0]["spans"]:
        assert article["text"][span["start"] : span["end"]] == span["quote"]
        assert units[2 * span["start_utf16"] : 2 * span["end_utf16"]].decode("utf-16-le") == span["quote"]
    return article


@pytest.fixture
def task(make_task: Callable[..., Task]) -> Task:
    return make_task(LANTERN_ROW, first_line="Lantern Row loses its last tram")


def test_an_article_from_first_to_last(hands: Hands, annotator: User, task: Task) -> None:
    assert len(also_read()) == 80
    hands.open(task)
    hands.page.get_by_role("button", name="Start").click()
    hands.open(task)
    mine = AnnotationSet.objects.get(task=task, person=annotator)

    mark_lines(hands)
    mark_phrases(hands)
    mark_and_move(hands)
    mark_right_to_left(hands)
    assert rows(mine) == MARKED
    assert linked(mine) == LINKED
    mark_eighty_lines(hands, mine)
    assert hands.evaluate("swaps") > 20

    hands.open(task)
    hands.press("Control+Enter")
    expect(hands.page.get_by_role("heading", name="Submit this article?")).to_be_visible()
    hands.press("Control+Enter")
    hands.page.wait_for_url(reverse("queue"))

    assert AnnotationSet.objects.with_submitted().get(pk=mine.pk).submitted
    assert rows(mine) == ALL
    assert linked(mine) == LINKED
    (told,) = exported(task)["annotation_sets"]
    assert told["complete"]
    assert {(s["label"], s["quote"], s["start"], answers(s["attributes"])) for s in told["spans"]} == ALL
    words = {span["id"]: span["quote"] for span in told["spans"]}
    assert {(link["label"], words[link["from"]], words[link["to"]]) for link in told["links"]} == LINKED
