"""The page of a model's version tells what the API tells, and leads to where it is wrong."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.utils.html import strip_tags

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.model_versions import ModelVersion
from newsreview.annotation.predicting import known_version
from newsreview.projects import giving_out
from newsreview.projects.models import Project, Task
from tests.api.programs import Program
from tests.intake.predicted import SAID, SPEAKER, forty
from tests.review.model_at_work import differ, mark, settle
from tests.review.two_people import CLAIM, SHORT_CLAIM, hand_of

LIST = "/projects/ferry/predictions/"
PAGE = f"{LIST}spancat/3.1/"
LABELS = [
    ["Label", "Settled", "By the model", "Precision", "Recall", "F1"],
    ["source", "4", "4", "0.75", "0.75", "0.75"],
    ["attributed to", "2", "4", "0.50", "1.00", "0.67"],
    ["claim", "2", "4", "0.50", "1.00", "0.67"],
    ["Together", "6", "8", "0.63", "0.83", "0.71"],
]


@pytest.fixture
def version(project: Project, ml_client: User) -> ModelVersion:
    return known_version(project=project, model="spancat", version="3.1", by=ml_client)


@pytest.fixture
def client(sign_in: Callable[[User], Client], ml_client: User) -> Client:
    return sign_in(ml_client)


def rows_of(page: str) -> list[list[str]]:
    """The cells of every table, in words."""
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    cells = (re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in rows)
    return [[" ".join(unescape(strip_tags(cell)).split()) for cell in row] for row in cells]


def test_the_figures_of_forty_predictions_are_those_that_one_counts_by_hand(
    sign_in: Callable[[User], Client],
    make_task: Callable[..., Task],
    annotator: User,
    reviewer: User,
    ml_client: User,
) -> None:
    tasks = [make_task(outlet=f"Post {number}") for number in range(40)]
    sent = {"model": "spancat", "version": "3.1", "articles": forty(tasks)}
    asking = Program(ml_client)
    assert asking.post("projects/ferry/predictions/", sent).json()["stored"] == 37
    # As the model has it; as it has it, but in article 3, which was refused; with a claim that begins later.
    for number, claim in ((0, SAID), (3, SAID), (1, SHORT_CLAIM)):
        hand = hand_of(tasks[number], annotator)
        hand.link("attributed_to", hand.add("claim", claim), hand.add("source", SPEAKER))
        settle(hand, reviewer)
    # What the model takes for a claim is a source; and nothing at all is there.
    other, nothing = hand_of(tasks[2], annotator), hand_of(tasks[4], annotator)
    other.add("source", SAID)
    other.add("source", SPEAKER)
    settle(other, reviewer)
    settle(nothing, reviewer)

    page = sign_in(ml_client).get(PAGE).text

    assert "37 articles marked, 4 of them settled." in page
    rows = rows_of(page)
    assert {row[0]: row[1:3] for row in rows if len(row) == 4} == {
        "Figure": ["Value", "Counted"],
        "Precision": ["0.63", "5 of 8"],
        "Recall": ["0.83", "5 of 6"],
        "F1": ["0.71", "10 of 14"],
        "Precision, exact": ["0.50", "4 of 8"],
        "Recall, exact": ["0.67", "4 of 6"],
        "F1, exact": ["0.57", "8 of 14"],
        "Found": ["0.86", "12 of 14"],
        "Label": ["0.83", "10 of 12"],
        "Boundary": ["0.80", "8 of 10"],
        "Link": ["0.80", "4 of 5"],
        "Precision, links": ["0.50", "2 of 4"],
        "Recall, links": ["1.00", "2 of 2"],
        "F1, links": ["0.67", "4 of 6"],
    }
    assert rows[rows.index(LABELS[0]) :][: len(LABELS)] == LABELS
    told = asking.read("projects/ferry/predictions/spancat/3.1/score/")
    assert told["figures"]["recall"] == {"value": 5 / 6, "part": 5, "whole": 6}
    assert told["figures"]["link_f1"] == {"value": 4 / 6, "part": 4, "whole": 6}


def test_the_worst_passages_lead_to_their_articles(
    client: Client, version: ModelVersion, task: Task, annotator: User, reviewer: User
) -> None:
    differ(version, task, annotator, reviewer)

    page = client.get(PAGE).text

    assert page.count(f'href="/tasks/{task.pk}/#p-2"') == 1
    assert re.findall(r'<span class="pill">(\w+)</span>', page) == ["boundary", "missing"]
    assert "sure: 0.50" in page


def test_nobody_reads_there_what_they_annotate_blind(
    version: ModelVersion,
    task: Task,
    annotator: User,
    reviewer: User,
    manager: User,
    sign_in: Callable[[User], Client],
) -> None:
    giving_out.change_rules(project=task.project, people_per_article=2)
    differ(version, task, annotator, reviewer)
    at_manager = sign_in(manager)
    assert CLAIM in at_manager.get(PAGE).text
    taking.take(task=task, person=manager)

    assert CLAIM not in at_manager.get(PAGE).text


def test_versions_are_listed_before_anything_is_settled(client: Client, version: ModelVersion, task: Task) -> None:
    assert "No model has marked" not in client.get(LIST).text
    mark(version, task, ("claim", CLAIM))

    assert ["spancat 3.1", "1", "1"] in [row[:3] for row in rows_of(client.get(LIST).text)]
    assert "Nothing to hold it against yet" in client.get(PAGE).text


@pytest.mark.parametrize("name", ["spancat/4", "other/3.1", "spancat%00/3.1", "%2E%2E%2F/3.1"])
def test_a_version_that_is_not_known_is_not_there(client: Client, version: ModelVersion, name: str) -> None:
    assert client.get(f"{LIST}{name}/").status_code == 404
