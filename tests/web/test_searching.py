"""Searching the articles that a person sees: what is found, what is said of it, and what is told to nobody else."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import editing, submitting, taking
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.predicting import known_version
from newsreview.corpus.indexing import index_all
from newsreview.corpus.models import Article, Outlet, Story
from newsreview.projects import giving_out, setting_up
from newsreview.projects.models import Project, Task
from newsreview.review import settling
from newsreview.web import searching
from tests.review.model_at_work import mark as mark_by_model

ARTICLES = "/articles/"


@pytest.fixture
def articles(make_task: Callable[..., Task]) -> dict[str, Task]:
    """Three of project ferry, all of them free."""
    told: dict[str, Any] = {
        "story": Story.objects.create(name="Ferry strike"),
        "published_at": datetime(2024, 5, 1, 23, 30, tzinfo=UTC),
    }
    tasks = {
        "talks": make_task("The ferry talks stalled.", title="Talks stall", language="en", **told),
        "tram": make_task("Trams run in Zürich.", title="Trams", outlet="Tram Echo", language="en-GB"),
        "Fähre": make_task("Die Fähre fährt.", title="Es geht weiter", language="de"),
    }
    index_all()
    return tasks


@pytest.fixture
def airport(stranger: User, articles: dict[str, Task]) -> Project:
    """The stranger's own project, with an article of an outlet, a story, a label set and a person of its own."""
    project = setting_up.create_project(slug="airport", name="Airport", by=stranger)
    secret = Article.objects.create(
        text="The ferry talks moved to the airport.",
        title="Secret",
        outlet=Outlet.objects.create(name="Runway"),
        story=Story.objects.create(name="Lost luggage"),
    )
    setting_up.add_tasks(project=project, articles=[secret])
    index_all()
    return project


def titles(client: Client, **asked: str) -> list[str]:
    answer = client.get(ARTICLES, asked)
    assert answer.status_code == 200
    return [row.article.title for row in answer.context["page"].rows]


def wrong(client: Client, **asked: str) -> dict[str, list[str]]:
    answer = client.get(ARTICLES, asked)
    assert answer.context["page"] is None
    return {name: [str(error) for error in errors] for name, errors in answer.context["form"].errors.items()}


def test_articles_are_found_by_what_is_known_of_them(articles: dict[str, Task], reviewer: User, sign_in: Any) -> None:
    client = sign_in(reviewer)

    assert titles(client) == ["Es geht weiter", "Trams", "Talks stall"]
    assert titles(client, words="fahre or ferry") == ["Es geht weiter", "Talks stall"]
    assert titles(client, outlet="tram ECHO") == ["Trams"]
    assert titles(client, story="Ferry strike", project="ferry") == ["Talks stall"]
    assert titles(client, language="en") == ["Trams", "Talks stall"]
    assert titles(client, since="2024-05-01", until="2024-05-01") == ["Talks stall"]
    assert titles(client, since="2024-05-02") == []
    assert titles(client, since="0001-01-01") == titles(client, until="9999-12-31") == ["Talks stall"]
    assert titles(client, words="ferry", language="de") == []


def test_what_cannot_be_looked_for_is_said_beside_its_field(
    articles: dict[str, Task], reviewer: User, sign_in: Any
) -> None:
    client = sign_in(reviewer)

    assert wrong(client, since="tomorrow") == {"since": ["Enter a valid date."]}
    assert wrong(client, since="2024-05-02", until="2024-05-01") == {"until": ["This day is before the first one."]}
    assert wrong(client, words='"') == {"words": ["There is no word in this. Write one to look for."]}
    assert wrong(client, words="f*") == {"words": ["Write at least 2 letters before the *."]}
    assert list(wrong(client, outlet="Nowhere", story="None", project="x", label="span.x", state="y", words="\0")) == [
        "words",
        "project",
        "state",
        "outlet",
        "story",
        "label",
    ]
    answer = client.get(ARTICLES, {"outlet": "Nowhere"})
    assert 'id="search-outlet_error"' in answer.text
    assert 'aria-describedby="search-outlet_error"' in answer.text


def test_nothing_of_other_people_s_projects_is_told(
    airport: Project, manager: User, stranger: User, sign_in: Any
) -> None:
    """Neither articles nor the names of outlets, stories, labels and projects: as if they were not there."""
    ours, theirs = sign_in(manager), sign_in(stranger)
    assert titles(theirs, words="ferry") == ["Secret"]
    assert titles(theirs, outlet="runway", story="lost luggage", project="airport") == ["Secret"]

    assert titles(ours, words="ferry") == ["Talks stall"]
    for name, known, unknown in (("outlet", "Runway", "Nothing"), ("story", "Lost luggage", "Nothing")):
        assert wrong(ours, **{name: known}) == wrong(ours, **{name: unknown})
    assert list(wrong(ours, project="airport")) == ["project"]
    shown = ours.get(ARTICLES).text
    assert [word for word in ("Secret", "Runway", "luggage", "Airport", "airport") if word in shown] == []


def test_an_annotator_finds_what_they_have_and_what_they_could_take(
    articles: dict[str, Task], project: Project, annotator: User, colleague: User, sign_in: Any
) -> None:
    taking.take(task=articles["talks"], person=annotator)
    taking.take(task=articles["tram"], person=colleague)

    assert titles(sign_in(annotator)) == ["Es geht weiter", "Talks stall"]
    assert titles(sign_in(annotator), outlet="Harbour Post") == ["Es geht weiter", "Talks stall"]
    assert list(wrong(sign_in(annotator), outlet="Tram Echo")) == ["outlet"]
    giving_out.change_rules(project=project, own_taking=False)
    assert titles(sign_in(annotator)) == ["Talks stall"]


def mark(annotation_set: AnnotationSet, words: str, label: str = "source", **attributes: str) -> None:
    text = annotation_set.task.article.text
    start = text.index(words)
    place: dict[str, Any] = {"start": start, "end": start + len(words), "quote": words}
    person = annotation_set.person
    assert person is not None
    editing.add_span(
        annotation_set=annotation_set, by=person, span=uuid7(), label=label, attributes=attributes, **place
    )


def test_marks_and_states_are_found_as_far_as_the_person_sees_them(
    articles: dict[str, Task],
    project: Project,
    annotator: User,
    colleague: User,
    reviewer: User,
    ml_client: User,
    sign_in: Any,
) -> None:
    giving_out.change_rules(project=project, people_per_article=3)
    mine = taking.take(task=articles["talks"], person=annotator)
    theirs = taking.take(task=articles["talks"], person=colleague)
    taking.take(task=articles["talks"], person=reviewer)
    mark(mine, "The ferry", who="Harbour Council")
    mark(theirs, "talks", label="claim")
    submitting.submit(annotation_set=theirs, by=colleague, base=1)

    def asked(person: User, **what: str) -> list[str]:
        return titles(sign_in(person), **what)

    source, claim = {"label": "span.source"}, {"label": "span.claim"}
    assert [asked(ml_client, **source), asked(ml_client, **claim)] == [["Talks stall"], ["Talks stall"]]
    assert [asked(annotator, **source), asked(annotator, **claim)] == [["Talks stall"], []]
    assert [asked(reviewer, **source), asked(reviewer, **claim)] == [[], []]  # they annotate it blind themselves
    assert [asked(person, who="harbour council") for person in (ml_client, annotator, colleague, reviewer)] == [
        ["Talks stall"],
        ["Talks stall"],
        [],
        [],
    ]
    assert [asked(annotator, who="Harbour Council", label=f"span.{key}") for key in ("source", "claim")] == [
        ["Talks stall"],
        [],
    ]
    assert [asked(ml_client, state=state) for state in ("waiting", "in_hand", "accepted")] == [
        ["Talks stall"],
        ["Talks stall"],
        [],
    ]
    assert [asked(annotator, state=state) for state in ("waiting", "in_hand", "accepted")] == [[], ["Talks stall"], []]
    assert [asked(reviewer, state=state) for state in ("waiting", "in_hand", "accepted")] == [[], ["Talks stall"], []]
    assert asked(annotator, state="open") == ["Es geht weiter", "Trams"]


def test_what_a_model_marked_is_not_looked_at(articles: dict[str, Task], manager: User, sign_in: Any) -> None:
    task = articles["talks"]
    version = known_version(project=task.project, model="spancat", version="1", by=manager)
    mark_by_model(version, task, ("claim", "talks stalled"))

    assert titles(sign_in(manager), label="span.claim") == []


def test_what_is_accepted_is_found(articles: dict[str, Task], annotator: User, reviewer: User, sign_in: Any) -> None:
    mine = taking.take(task=articles["talks"], person=annotator)
    submitting.submit(annotation_set=mine, by=annotator, base=0)
    assert titles(sign_in(reviewer), state="waiting") == ["Talks stall"]
    settling.accept(annotation_set=mine.pk, by=reviewer, base=1)

    for person in (reviewer, annotator):
        assert [titles(sign_in(person), state=state) for state in ("waiting", "accepted")] == [[], ["Talks stall"]]


def test_a_row_leads_to_the_article_in_the_project_that_is_asked_for(
    articles: dict[str, Task], project: Project, manager: User, sign_in: Any
) -> None:
    canal = setting_up.create_project(slug="canal", label_set_version=project.label_set_version, by=manager)
    setting_up.add_tasks(project=canal, articles=[articles["talks"].article])

    def projects(**asked: str) -> list[str]:
        [row] = sign_in(manager).get(ARTICLES, {"words": "ferry", **asked}).context["page"].rows
        return [place.task.project.slug for place in row.places]

    assert [projects(), projects(project="ferry"), projects(project="canal")] == [
        ["ferry", "canal"],
        ["ferry", "canal"],
        ["canal", "ferry"],
    ]


def test_found_words_are_marked_and_all_else_is_text(
    make_task: Callable[..., Task], reviewer: User, sign_in: Any
) -> None:
    title = "<b>Ferry</b> &amp; \u202etalks <mark>"
    make_task("<script>alert(1)</script> " + "filler " * 40 + "the FERRY sails" + " on" * 200, title=title)
    index_all()
    shown = sign_in(reviewer).get(ARTICLES, {"words": "ferry"}).text

    assert "&lt;b&gt;<mark>Ferry</mark>&lt;/b&gt; &amp;amp; \u202etalks &lt;mark&gt;" in shown
    assert re.findall(r"<mark>(.*?)</mark>", shown) == ["Ferry", "FERRY"]
    assert "<script>alert" not in shown


def test_a_page_leads_to_the_next_and_the_last_to_none(
    make_task: Callable[..., Task], manager: User, sign_in: Any
) -> None:
    for n in range(30):
        make_task(f"Ferry number {n}.", title=f"Ferry {n}")
    index_all()
    client = sign_in(manager)
    first = client.get(ARTICLES, {"words": "ferry", "language": ""})
    assert "30 articles" in first.text
    [after] = re.findall(r'href="(\?words=ferry&amp;after=[0-9a-f-]{36})"', first.text)
    second = client.get(ARTICLES + after.replace("&amp;", "&"))

    told = [row.article.title for answer in (first, second) for row in answer.context["page"].rows]
    assert told == [f"Ferry {n}" for n in reversed(range(30))]
    assert "after=" not in second.text


def test_it_is_said_what_is_not_found_by_words_yet(
    make_task: Callable[..., Task], manager: User, stranger: User, sign_in: Any
) -> None:
    task = make_task("The ferry talks stalled.")
    second = setting_up.create_project(slug="second", by=manager)
    setting_up.add_tasks(project=second, articles=[task.article])
    said = "The words of 1 article are still being noted"

    assert [said in sign_in(person).get(ARTICLES).text for person in (manager, stranger)] == [True, False]
    index_all()
    assert said not in sign_in(manager).get(ARTICLES).text


def test_names_are_offered_of_what_the_person_sees(
    airport: Project, manager: User, stranger: User, sign_in: Any
) -> None:
    def offered(person: User) -> list[str]:
        return re.findall(r'<option value="([^"]+)"></option>', sign_in(person).get(ARTICLES).text)

    assert offered(manager) == ["Harbour Post", "Tram Echo", "Ferry strike", "de", "en-GB", "en"]
    assert offered(stranger) == ["Runway", "Lost luggage"]


def test_what_takes_too_long_ends_and_says_so(
    make_task: Callable[..., Task], manager: User, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(300):
        make_task(" ".join(f"word{n * m}" for m in range(500)), title=f"Article {n}")
    index_all()
    monkeypatch.setattr(searching, "SECONDS", 0.001)

    found = sign_in(manager).get(ARTICLES, {"words": "-zeppelin -tram -ferry -word"})
    assert found.context["form"].errors == {
        "words": ["This takes too long to look for. Write a rarer word, or choose more below."]
    }
    assert found.status_code == 200


def test_empty_pages_say_what_to_do(task: Task, manager: User, stranger: User, sign_in: Any) -> None:
    assert "Take a condition away" in sign_in(manager).get(ARTICLES, {"words": "zeppelin"}).text
    assert "No articles are here for you yet" in sign_in(stranger).get(ARTICLES).text
