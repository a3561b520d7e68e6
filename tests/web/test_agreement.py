"""The page of agreement, its file, and the passages behind its figures."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from io import StringIO
from re import findall, sub

import pytest
from django.test import Client
from django.urls import reverse
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import editing
from newsreview.corpus.models import Outlet
from newsreview.projects.models import Task
from newsreview.review import keeping
from newsreview.web import agreement
from tests.review.two_people import CLAIM, SHORT_CLAIM, as_of, begin, hand_in, hand_of

PAGE, FILE = reverse("project-agreement", args=["ferry"]), reverse("project-agreement-csv", args=["ferry"])
PASSAGES = reverse("project-agreement-passages", args=["ferry"])


def words(html: str) -> str:
    return " ".join(unescape(sub(r"<[^>]*>", " ", html)).split())


@pytest.fixture
def reader(sign_in: Callable[[User], Client], reviewer: User) -> Client:
    return sign_in(reviewer)


@pytest.fixture
def two_articles(make_task: Callable[..., Task], annotator: User, colleague: User) -> list[Task]:
    tasks = [make_task(outlet=outlet) for outlet in ("Harbour Post", "=Strait")]
    for task in tasks:
        hand_in(task, annotator, colleague)
        as_of(task, datetime(2026, 11, 11, tzinfo=UTC))
    return tasks


def test_an_empty_page_says_what_to_do(reader: Client, task: Task, annotator: User) -> None:
    hand_of(task, annotator).submit()

    assert "Two people must submit the same article" in reader.get(PAGE).text
    assert "Two people must submit the same article" in reader.get(PAGE, {"label": "claim"}).text


def test_the_figures_are_those_worked_out_by_hand(reader: Client, two_articles: list[Task]) -> None:
    rows = findall(r"<tr>.*?</tr>", reader.get(PAGE).text, flags=16)
    told = [words(row) for row in rows]

    # Of each article: two claims that differ in where they begin, two sources of which one is named, a link by both.
    for row in (
        "Found 1.00 1.00 – 1.00 8 of 8",
        "Label 1.00 1.00 – 1.00 8 of 8",
        "Boundary 0.50 0.50 – 0.50 4 of 8",
        "Attribute 0.67 0.67 – 0.67 4 of 6",
        "Link 1.00 1.00 – 1.00 4 of 4",
        "F1 overlap 1.00 1.00 – 1.00 8 of 8",
        "F1 exact 0.50 0.50 – 0.50 4 of 8",
        "F1 links 1.00 1.00 – 1.00 4 of 4",
        "α paragraphs 1.00 1.00 – 1.00 –",
    ):
        assert [each for each in told if each.startswith(row)] != [], row


def test_the_filters_choose_what_is_counted(
    reader: Client, two_articles: list[Task], annotator: User, colleague: User
) -> None:
    outlet = str(two_articles[0].article.outlet_id)
    pair = ",".join(sorted(str(person.pk) for person in (annotator, colleague)))
    counted = {
        "outlet": reader.get(PAGE, {"outlet": outlet}).text,
        "pair": reader.get(PAGE, {"pair": pair, "by": "outlet"}).text,
        "label": reader.get(PAGE, {"label": "source"}).text,
        "week": reader.get(PAGE, {"week": "2026-11-09"}).text,
        "nobody": reader.get(PAGE, {"pair": f"{annotator.pk},{annotator.pk}"}).text,
        "never": reader.get(PAGE, {"week": "2026-11-16"}).text,
        "unreadable": reader.get(PAGE, {"pair": "x,y", "outlet": "\0", "week": "x", "by": "x", "figure": "x"}).text,
    }

    found = {name: findall(r"\d+ of \d+", words(page))[:3] for name, page in counted.items()}
    assert found == {
        "outlet": ["4 of 4", "4 of 4", "2 of 4"],
        "pair": ["8 of 8", "8 of 8", "4 of 8"],
        "label": ["4 of 4", "4 of 4", "4 of 4"],
        "week": ["8 of 8", "8 of 8", "4 of 8"],
        "nobody": [],
        "never": [],
        "unreadable": ["8 of 8", "8 of 8", "4 of 8"],
    }
    assert "Choose otherwise" in counted["nobody"]
    assert [row.count('<th scope="row">') for row in (counted["pair"], counted["outlet"])] == [2, 3]


@pytest.mark.parametrize(
    ("by", "name", "told"),
    [
        ("label", "claim", ["2", "0.0", "0", "4"]),
        ("pair", "Annotator and Colleague", ["2", "0.5", "4", "8"]),
        ("outlet", "Harbour Post", ["1", "0.5", "2", "4"]),
        ("week", "9 Nov 2026", ["2", "0.5", "4", "8"]),
    ],
)
def test_each_table_is_a_file(reader: Client, two_articles: list[Task], by: str, name: str, told: list[str]) -> None:
    answer = reader.get(FILE, {"by": by})

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="ferry-agreement-by-{by}.csv"'
    [row] = [row for row in csv.DictReader(StringIO(answer.text)) if row[f"by_{by}"] == name]
    assert [row[key] for key in ("articles", "exact_f1", "exact_f1_part", "exact_f1_whole")] == told
    assert (row["alpha_paragraphs"], row["alpha_paragraphs_part"]) == ("1.0", "")


def test_no_name_is_a_formula(reader: Client, two_articles: list[Task]) -> None:
    rows = list(csv.DictReader(StringIO(reader.get(FILE, {"by": "outlet"}).text)))

    assert [row["by_outlet"] for row in rows] == ["'=Strait", "Harbour Post"]


def test_what_is_not_counted_yet_is_said_and_no_file(
    monkeypatch: pytest.MonkeyPatch, reader: Client, two_articles: list[Task]
) -> None:
    monkeypatch.setattr(agreement, "known", lambda project: keeping.known(project, at_once=1))

    first = reader.get(PAGE)
    assert "1 of 2 articles are counted" in first.text
    assert FILE not in first.text
    monkeypatch.setattr(agreement, "known", lambda project: keeping.known(project, at_once=0))
    assert reader.get(FILE).headers["Location"] == PAGE
    monkeypatch.undo()
    assert "are counted" not in reader.get(PAGE).text


def test_a_figure_leads_to_its_passages(reader: Client, two_articles: list[Task]) -> None:
    first = str(two_articles[0].article.outlet_id)
    page = reader.get(PAGE, {"outlet": first}).text
    [query] = {
        query
        for query in findall(rf'{PASSAGES}(\?[^"]*)"', page)
        if query.endswith("figure=boundary") and "label" not in query
    }
    shown = reader.get(PASSAGES + unescape(query)).text

    assert (shown.count('<span class="pill">boundary</span>'), shown.count(CLAIM), shown.count(SHORT_CLAIM)) == (
        1,
        1,
        2,
    )
    assert f'href="{reverse("task", args=[two_articles[0].pk])}#p-2"' in shown
    assert sorted(words(name) for name in findall("<dt>.*?</dt>", shown)) == ["Annotator", "Colleague"]
    assert "Nothing like this" in reader.get(PASSAGES, {"figure": "found"}).text
    found = [reader.get(PASSAGES, {"figure": "boundary", "week": week}).text for week in ("2026-11-09", "2026-11-16")]
    assert [page.count('<span class="pill">boundary</span>') for page in found] == [2, 0]


def test_passages_say_answers_and_both_ends_of_links(
    reader: Client, task: Task, annotator: User, colleague: User
) -> None:
    _one, other = hand_in(task, annotator, colleague)
    other.reopen()
    other.remove_link(other.annotation_set.links.get())
    other.say("origin", {"kind": "agency_copy"})
    other.submit()
    shown = words(reader.get(PASSAGES).text)

    assert f"claim {CLAIM} → Ada Brandt" not in shown
    assert f"{CLAIM} → Ada Brandt, the harbour master" in shown
    assert "who: Ada Brandt" in shown
    assert "who: no answer" in shown
    assert "nothing there" in shown


def test_a_mark_on_the_last_line_feed_has_no_paragraph(
    reader: Client, task: Task, annotator: User, colleague: User
) -> None:
    one, other = begin(task, annotator, colleague)
    end = len(task.article.text)
    editing.add_span(**one.whose, span=uuid7(), label="claim", start=end - 1, end=end, quote="\n")
    one.submit()
    other.submit()

    assert "nothing there" in words(reader.get(PASSAGES, {"figure": "found"}).text)


def test_an_outlet_may_be_missing(reader: Client, two_articles: list[Task]) -> None:
    type(two_articles[0].article).objects.filter(pk=two_articles[0].article_id).update(outlet=None)

    assert "2 of 4" in words(reader.get(PAGE, {"outlet": "none"}).text)
    assert reader.get(PASSAGES, {"outlet": "none"}).text.count("no outlet") == 2
    assert Outlet.objects.count() == 2
