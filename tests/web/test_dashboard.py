"""The managers' dashboard: every chart is a picture, a table and a file of the same numbers."""

import csv
import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.corpus.models import Outlet
from newsreview.projects.models import Task
from newsreview.web.charts import Chart, Row
from newsreview.web.csv_files import as_csv
from newsreview.web.dashboard import CHARTS
from tests.annotation.hand import Hand
from tests.review.two_people import as_of, hand_in

PAGE = "/projects/ferry/dashboard/"


@pytest.fixture
def client(sign_in: Callable[[User], Client], manager: User) -> Client:
    return sign_in(manager)


@pytest.fixture
def handed_in(make_task: Callable[..., Task], annotator: User) -> None:
    for outlet, marks in (("Harbour Post", 2), ("=Strait", 1)):
        hand = Hand(taking.take(task=make_task(outlet=outlet), person=annotator), annotator)
        for words in ("They gave us a day", "We asked for a week")[:marks]:
            hand.add("claim", words, infer=False)
        hand.submit()


def shown(page: str, key: str) -> list[list[str]]:
    """The rows of the table beneath a chart, without its foot."""
    body = page.partition(f'<h2 id="{key}"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body, flags=re.DOTALL)
    cells = [re.findall(r"<td.*?</td>", row) for row in rows]
    return [[unescape(re.sub(r"<[^>]*>", "", cell)).strip() for cell in row] for row in cells]


def filed(client: Client, key: str, query: str = "") -> list[list[str]]:
    return list(csv.reader(client.get(f"{PAGE}{key}.csv{query}").content.decode().splitlines()))


def test_picture_table_and_file_tell_the_same(client: Client, handed_in: None) -> None:
    page = client.get(PAGE).text

    assert filed(client, "labels") == [["Label", "Count"], ["claim", "3"]]
    assert shown(page, "progress") == filed(client, "progress")[1:]
    assert shown(page, "labels") == [["claim", "3"]]
    assert '<desc id="outlets-desc">=Strait: 1, Harbour Post: 1</desc>' in page
    assert filed(client, "outlets")[1] == ["'=Strait", "1"]  # no formula
    assert 'style="' not in page


@pytest.mark.parametrize("begins", "=+-@\t\r＝＋－＠")
def test_no_name_in_a_file_is_a_formula(begins: str) -> None:
    """E7."""
    file = as_csv("outlets.csv", [("Outlet", "Count"), (f"{begins}cmd", -3)])

    assert list(csv.reader(StringIO(file.text, newline=""))) == [["Outlet", "Count"], [f"'{begins}cmd", "-3"]]


def test_an_outlet_is_no_formula_in_a_chart_s_file(client: Client, make_task: Callable[..., Task]) -> None:
    make_task(outlet="=Strait")

    assert filed(client, "outlets")[1:] == [["'=Strait", "1"]]


def test_everything_is_of_the_outlet_that_was_chosen(client: Client, handed_in: None) -> None:
    query = f"?outlet={Outlet.objects.get(name='Harbour Post').pk}"

    assert shown(client.get(PAGE + query).text, "outlets") == [["Harbour Post", "1"]]
    assert filed(client, "labels", query)[1:] == [["claim", "2"]]
    assert [len(filed(client, key, query)) > 1 for key in CHARTS if key not in {"rules", "agreement"}] == [True] * 7


def test_agreement_over_time_is_that_of_the_page_of_agreement(
    client: Client, make_task: Callable[..., Task], annotator: User, colleague: User
) -> None:
    """Of each article: four spans in the same places, two of them the very same."""
    for day in (4, 11, 12):
        hand_in(task := make_task(outlet=f"Outlet {day}"), annotator, colleague)
        as_of(task, datetime(2026, 11, day, tzinfo=UTC))
    agreement = reverse("project-agreement", args=["ferry"])
    client.get(agreement)  # where it is counted
    page = client.get(PAGE).text

    assert shown(page, "agreement") == [
        ["2 Nov 2026", "1", "4", "1.00", "0.50"],
        ["9 Nov 2026", "2", "8", "1.00", "0.50"],
    ]
    assert filed(client, "agreement") == [
        ["Week from", "Articles", "Spans", "F1 overlap", "F1 exact"],
        ["2 Nov 2026", "1", "4", "1.0", "0.5"],
        ["9 Nov 2026", "2", "8", "1.0", "0.5"],
    ]
    assert "<small>1.00, exact 0.50 · 3 articles</small>" in page
    assert '<rect class="outer" x="0" y="22" width="100.00%" height="10" /><rect x="0" y="22" width="50.00%"' in page
    [week] = re.findall(rf'href="({agreement}[^"]*2026-11-09)"', page)
    assert "4 of 8" in client.get(unescape(week)).text


def test_nobody_is_named(client: Client, handed_in: None, annotator: User) -> None:
    main = client.get(PAGE).text.split("<main")[1]
    assert str(annotator) not in main


def test_there_is_no_chart_that_is_not_there(client: Client) -> None:
    assert client.get(f"{PAGE}people.csv").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_no_more_for_more_rows(
    client: Client,
    make_task: Callable[..., Task],
    annotator: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    for n in range(rows):
        hand = Hand(taking.take(task=make_task(outlet=f"Outlet {n}"), person=annotator), annotator)
        hand.add(("claim", "source", "heading")[n], "Ferry talks stall")
        hand.submit()

    with django_assert_num_queries(18):
        page = client.get(PAGE).text
    assert len(shown(page, "outlets")) == rows


def test_cells_are_rounded_and_files_are_not() -> None:
    row = Row("one", [3, 2 / 3, None], "said", [1])
    chart = Chart("key", "Title", "Means.", ["Head", "Count", "Share", "Other"], [row], row, 1)

    assert [cell for _, cell in chart.foot] == ["3", "0.67", "–"]
    assert chart.records[1] == ["one", 3, 2 / 3, None]


def test_bars_are_shares_of_the_longest() -> None:
    def chart(*counts: tuple[str, int]) -> Chart:
        return Chart.of_counts("key", "Title", "Means.", "Head", counts)

    three = chart(("one", 4), ("two", 1), ("three", 0))
    assert [(bar.widths, bar.words_y, bar.bar_y) for bar in three.bars] == [
        (["100.00%"], 16, 22),
        (["25.00%"], 60, 66),
        (["0.00%"], 104, 110),
    ]
    assert (three.foot, three.height) == ([("Count", "5")], 132)
    assert [(bar.widths, empty.full) for empty in [chart(("none", 0))] for bar in empty.bars] == [(["0.00%"], 0)]
