"""The whole desk at work: a project from nothing to its export, by four people in four browsers.

What a person meets who has a draft open while the published labels grow, and whose next key works, is told in
test_growing.py (`test_a_value_and_a_label_come_while_a_draft_is_open`).
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from newsreview.accounts.models import User
from newsreview.annotation import checking
from newsreview.annotation.decisions import Decision
from newsreview.annotation.models import AnnotationSet, Link, Span, Submission
from newsreview.labels.comparing import wordings
from newsreview.labels.publishing import default_scheme
from newsreview.projects.models import Project, Slot, Task
from newsreview.review.models import Thread
from tests.exports.plain_reader import Export, read
from tests.web.browser import people_at_work as people
from tests.web.browser.hands import Hands
from tests.web.browser.people_at_work import ARTICLES, GATES, HEBREW, NEIGHBOURS, TITLES
from tests.web.browser.test_adjudicating import digit_of
from tests.web.browser.two_readings import ALIVE
from tests.web.browser.typing import presses
from tests.web.browser.watching import Watched

# What agreement shows of the article of both: worked out by hand.
#
# Of what one has marked, 15 spans stand with the other too: 2 boilerplate, 1 heading, 4 sources, 8 claims. 5 pronouns
# do not; one claim ends elsewhere; one line is a heading here and boilerplate there. Each is counted with each person
# who has it: 2 · 15 + 5 + 2 + 2 = 39 spans, of which the other has 34 in the same place, 32 with the same label, 30 so.
# Questions: the types of 2 boilerplate, 1 heading and 4 sources, who these 4 are, the kinds of 8 + 1 claims, whether
# the 3 links of both are carried over: 2 + 1 + 4 + 4 + 9 + 3 = 23, of which one is answered otherwise (a view).
# Links between what both have found: these 3 of both; the relay, of one; and who says how many were on board, to the
# official and to the agency: 2 · 3 + 1 + 1 + 1 = 9. With the 5 to pronouns, which only one has found: 14.
# Paragraphs, of 22 (N: nothing, B: boilerplate, H: heading, C: claim, CS: claim and source):
#   both N 11, B 2, H 1, CS 3; and CS : C 4, H : B 1. So p = 17/22 = 374/484,
#   e = (N 11·11 + B 2·3 + H 2·1 + CS 7·3 + C 0·4) / 22² = 150/484, κ = (374 - 150) / (484 - 150) = 0.6707
#   α = 1 - 43 · (2·5) / (44² - 22² - 5² - 3² - 10² - 4²) = 1 - 430/1302 = 0.6697
# Characters, of 3,618: both N 2,924, B 41, H 57, S 69, C 467; and S : N 5·3, C : N 24, H : B 21. So p = 3558/3618,
#   e = (N 2924·2963 + B 41·62 + H 78·57 + S 84·69 + C 491·467) / 3618² = 8905893/13089924, κ = 0.9481
#   α = 1 - 7235 · (2·60) / (7236² - 5887² - 103² - 135² - 153² - 958²) = 1 - 868200/16732920 = 0.9481
FIGURES = {
    "Found": ("0.87", "34 of 39"),
    "Label": ("0.94", "32 of 34"),
    "Boundary": ("0.94", "30 of 32"),
    "Attribute": ("0.96", "22 of 23"),
    "Link": ("0.67", "6 of 9"),
    "F1 overlap": ("0.82", "32 of 39"),
    "F1 exact": ("0.77", "30 of 39"),
    "F1 links": ("0.43", "6 of 14"),
    "α paragraphs": ("0.67", "–"),
    "κ paragraphs": ("0.67", "–"),
    "α characters": ("0.95", "–"),
    "κ characters": ("0.95", "–"),
}
# What the dashboard counts in all that was handed in: this, and the article of one, with a source and a claim.
DASHBOARD = {
    "progress": {"open": 3, "accepted": 3},
    "waiting": {},
    "labels": {"claim": 9 + 9 + 1, "source": 9 + 4 + 1, "boilerplate": 2 + 3, "heading": 2 + 1},
    "outlets": {ARTICLES[file]["outlet"]: 1 for file in (GATES, NEIGHBOURS, HEBREW)},
    "inferred": {"left as they were made": 2},
    "disagreements": {
        "marked by one only": 5,
        "another boundary": 1,
        "another label": 1,
        "another answer": 1,
        "another link": 2,
    },
    "rules": {f"{rule} {wordings(default_scheme())[rule]}": times for rule, times in (("4.2", 5), ("3.2", 1))},
}


def test_a_project_from_nothing_to_its_export(
    open_page: Callable[..., Watched], manager: User, annotator: User, colleague: User, reviewer: User
) -> None:
    managing, reviewing = open_page(manager).page, open_page(reviewer).page
    one, other = Hands(open_page(annotator)), Hands(open_page(colleague))

    people.set_up(managing, {annotator: "annotator", colleague: "annotator", reviewer: "reviewer"})
    people.bring_in(managing, GATES, NEIGHBOURS, HEBREW)
    people.deal_out(managing, GATES, "Annotator", "Colleague")
    people.deal_out(managing, NEIGHBOURS, "Annotator")

    people.mark_as_one(one)
    people.mark_as_other(other)
    people.mark_alone(one)

    gates = Task.objects.get(article__title=TITLES[GATES])
    pressed = people.settle(reviewing, digit_of(gates, annotator), digit_of(gates, colleague))
    assert len(pressed) == 8
    assert sum(presses(key) for key in pressed if key != "A") == 8  # what differs alone, Shift counted too
    for hands in (one, other):
        people.read_why(hands.page)

    people.give_back(reviewing)
    people.mend(one)
    people.accept(reviewing)

    assert agreement(managing) == FIGURES
    charts = dashboard(managing)
    assert [figures for _week, *figures in charts.pop("agreement")] == [["1", "39", "0.82", "0.77"]]
    shown = {chart: {name: int(count) for name, count in rows if count != "0"} for chart, rows in charts.items()}
    assert {chart: sum(rows.values()) for chart, rows in shown.items()} == in_the_database(gates.project)
    assert shown == DASHBOARD | {"minutes": shown["minutes"]}

    exported = export(managing)
    everybodys = [one for one in exported.sets if one["kind"] == "person"]
    assert Counter(span["label"] for one in everybodys for span in one["spans"]) == DASHBOARD["labels"]
    check_settled(next(article for article in exported.articles if article["title"] == TITLES[GATES]))
    assert checking.contradictions_in(AnnotationSet.objects.get(task=gates, kind="adjudicated").pk) == []


def check_settled(article: dict[str, Any]) -> None:
    """Both votes, what was made of them, and why."""
    votes = {one["id"]: one for one in article["annotation_sets"] if one["kind"] == "person"}
    [settled] = [one for one in article["annotation_sets"] if one["kind"] == "adjudicated"]
    assert sorted(len(vote["spans"]) for vote in votes.values()) == [15 + 2, 15 + 2 + 5]
    assert {one["complete"] for one in [*votes.values(), settled]} == {True}
    fuller = max(votes.values(), key=lambda vote: len(vote["spans"]))
    assert [said(span) for span in settled["spans"]] == [
        said(span) | ({"kind": "fact"} if span["quote"] == ALIVE else {}) for span in fuller["spans"]
    ]
    assert len(settled["links"]) == len(fuller["links"]) == 3 + 5 + 2
    assert Counter((one["kind"], one["rule"]) for one in settled["decisions"]) == {
        ("missing", "4.2"): 5,
        ("label", ""): 1,
        ("link", ""): 2,
        ("attribute", ""): 1,
        ("boundary", ""): 1,
    }
    for one in settled["decisions"]:
        assert {side["set"] for side in one["sides"]} == votes.keys()
        assert (one["choice"], one["taken"] == fuller["id"]) == ("side", one["kind"] != "attribute")


def said(span: dict[str, Any]) -> dict[str, Any]:
    return {**{name: span[name] for name in ("label", "start", "quote")}, **span["attributes"]}


# Reading the screens ------------------------------------------------------------------------------------------------


def rows_of(table: Locator) -> list[list[str]]:
    return [row.split("\t") for row in table.locator("tbody tr").all_inner_texts()]


def open_whole(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    page.wait_for_load_state()


def agreement(page: Page) -> dict[str, tuple[str, str]]:
    open_whole(page, "Agreement")
    rows = rows_of(page.get_by_role("table").first)
    page.get_by_role("link", name="Kelder Gates", exact=True).click()
    return {name: (value, counted) for name, value, _interval, counted, *_ in rows}


TOO_LONG = "texts => texts.map((t) => t.getComputedTextLength() - t.ownerSVGElement.clientWidth).filter((n) => n > 0)"


def dashboard(page: Page) -> dict[str, list[list[str]]]:
    """The rows of each chart."""
    open_whole(page, "Dashboard")
    assert page.locator(".chart svg text").evaluate_all(TOO_LONG) == []
    found = {}
    for chart in page.locator(".chart").all():
        for summary in chart.locator("summary").all():
            summary.click()
        key = chart.locator("h2").get_attribute("id") or ""
        found[key] = rows_of(chart)
    page.get_by_role("link", name="Kelder Gates", exact=True).click()
    return found


def export(page: Page) -> Export:
    page.get_by_role("link", name="Export", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download jsonl").click()
    page.get_by_role("link", name="Back to the project").click()
    return read(Path(download.value.path()).read_bytes())


def in_the_database(project: Project) -> dict[str, int]:
    """The sums of the dashboard, from the rows themselves."""
    handed_in = Submission.objects.filter(
        reopening=None, annotation_set__kind="person", annotation_set__task__project=project
    )
    decided = Decision.objects.filter(annotation_set__task__project=project)
    return {
        "progress": Slot.objects.filter(project=project).count(),
        "waiting": handed_in.filter(acceptance=None).count(),
        "minutes": handed_in.count(),
        "labels": Span.objects.filter(annotation_set__submissions__in=handed_in).count(),
        "outlets": Task.objects.filter(project=project).count(),
        "inferred": Link.objects.filter(annotation_set__submissions__in=handed_in, origin="inferred").count(),
        "disagreements": decided.count(),
        "rules": sum(
            reasons.filter(annotation_set__task__project=project).exclude(rule="").count()
            for reasons in (Thread.objects, Decision.objects)
        ),
    }
