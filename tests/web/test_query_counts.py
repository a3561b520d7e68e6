"""A list asks the database no more for three rows than for one, and a page no more for thirty spans than for three."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.accounts.security_models import SecurityEvent
from newsreview.annotation import editing, linking, submitting, taking
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.predicting import known_version
from newsreview.corpus import keeping_filters
from newsreview.corpus.finding_copies import compare_all
from newsreview.corpus.indexing import index_all
from newsreview.corpus.models import Article, Story
from newsreview.exports import building, releasing
from newsreview.exports.choosing import Choices
from newsreview.labels import drafting
from newsreview.labels.models import Attribute, Label
from newsreview.projects import giving_out, setting_up
from newsreview.projects.models import Membership, Project, Task
from newsreview.stories import moving
from newsreview.stories.models import ProposedArticle, ProposedStory
from tests.exports.released import this_transaction
from tests.review.adjudicator import Adjudicator
from tests.review.model_at_work import differ
from tests.review.two_people import hand_in

TEXT = "\n".join(f"Line {n} says that {n} ferries stay in port." for n in range(40))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue(
    django_assert_num_queries: DjangoAssertNumQueries,
    sign_in: Callable[[User], Client],
    annotator: User,
    make_task: Callable[..., Task],
    rows: int,
) -> None:
    for n in range(rows):
        story = Story.objects.create(name=f"Story {n}")
        taking.take(task=make_task(outlet=f"Mine {n}", story=story), person=annotator)
        make_task(outlet=f"Free {n}", story=story)
    client = sign_in(annotator)

    with django_assert_num_queries(10):
        page = client.get(reverse("queue"))
    assert page.text.count('<a class="row"') == 2 * rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_projects(
    django_assert_num_queries: DjangoAssertNumQueries,
    sign_in: Callable[[User], Client],
    annotator: User,
    project: Project,
    rows: int,
) -> None:
    for n in range(rows - 1):
        other = setting_up.create_project(slug=f"p{n}", label_set_version=project.label_set_version)
        setting_up.set_role(project=other, person=annotator, role=Membership.Role.ANNOTATOR)
    client = sign_in(annotator)

    with django_assert_num_queries(5):
        page = client.get(reverse("project-list"))
    assert page.text.count('<a class="row"') == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_project(
    django_assert_num_queries: DjangoAssertNumQueries,
    sign_in: Callable[[User], Client],
    manager: User,
    make_task: Callable[..., Task],
    rows: int,
) -> None:
    for n in range(rows):
        make_task(outlet=f"Post {n}", story=Story.objects.create(name=f"Story {n}"))
    client = sign_in(manager)

    with django_assert_num_queries(9):
        page = client.get(reverse("project", args=["ferry"]))
    assert page.text.count('<a class="row"') == rows


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("which", ["", "?all"])
def test_dealing_out(
    django_assert_num_queries: DjangoAssertNumQueries,
    sign_in: Callable[[User], Client],
    member: Callable[..., User],
    manager: User,
    make_task: Callable[..., Task],
    rows: int,
    which: str,
) -> None:
    for n in range(rows):
        task = make_task(outlet=f"Post {n}", story=Story.objects.create(name=f"Story {n}"))
        giving_out.change_rules(project=task.project, people_per_article=rows + 1)
        taking.take(task=task, person=member(f"person{n}", Membership.Role.ANNOTATOR))
    client = sign_in(manager)

    with django_assert_num_queries(7):
        page = client.get(reverse("project-dealing", args=["ferry"]) + which)
    assert page.text.count('name="tasks"') == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_team_of_a_project(
    django_assert_num_queries: DjangoAssertNumQueries,
    sign_in: Callable[[User], Client],
    manager: User,
    member: Callable[..., User],
    make_task: Callable[..., Task],
    rows: int,
) -> None:
    for n in range(rows):
        taking.take(task=make_task(outlet=f"Post {n}"), person=member(f"annotator{n}", Membership.Role.ANNOTATOR))
    client = sign_in(manager)

    with django_assert_num_queries(6):
        page = client.get(reverse("project-team", args=["ferry"]))
    assert page.text.count("Role of Annotator") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_labels_of_a_project(
    django_assert_num_queries: DjangoAssertNumQueries,
    sign_in: Callable[[User], Client],
    manager: User,
    project: Project,
    rows: int,
) -> None:
    version = project.label_set_version
    for n in range(rows):
        label = Label(version=version, key=f"l{n}", name=f"l{n}", kind="span", channel="edge", hue=f"hue{n}")
        drafting.put_label(label=label, attributes=[Attribute(label=label, key="why", name="why", kind="text")])
    client = sign_in(manager)

    with django_assert_num_queries(12):
        page = client.get(reverse("project-labels", args=["ferry"]))
    assert page.text.count('<a class="row"') == 8 + rows


@pytest.mark.parametrize("rows", [1, 3])
def test_agreement(
    django_assert_num_queries: DjangoAssertNumQueries,
    sign_in: Callable[[User], Client],
    annotator: User,
    colleague: User,
    manager: User,
    make_task: Callable[..., Task],
    rows: int,
) -> None:
    for n in range(rows):
        hand_in(make_task(outlet=f"Post {n}"), annotator, colleague)
    client, page = sign_in(manager), reverse("project-agreement", args=["ferry"])

    with django_assert_num_queries(17):
        client.get(page)
    with django_assert_num_queries(11):
        again = client.get(page, {"by": "outlet"})
    with django_assert_num_queries(10):
        client.get(f"{page}table.csv")
    with django_assert_num_queries(14):
        passages = client.get(f"{page}passages/")
    assert again.text.count('<th scope="row">') == rows
    assert passages.text.count('<span class="pill">') == 2 * rows


@pytest.fixture
def annotated(annotator: User, make_task: Callable[..., Task]) -> Callable[[int], AnnotationSet]:
    """A set with so many claims, each linked to a source of its own."""

    def make(spans: int) -> AnnotationSet:
        mine = taking.take(task=make_task(TEXT, story=Story.objects.create(name="Storm")), person=annotator)
        at = 0
        for n in range(spans):
            claim, source = uuid7(), uuid7()
            for span, label, words in ((source, "source", f"Line {n}"), (claim, "claim", f"{n} ferries stay")):
                at = TEXT.index(words, at)
                place: dict[str, Any] = {"start": at, "end": at + len(words), "quote": words}
                editing.add_span(annotation_set=mine, by=annotator, span=span, label=label, **place)
            ends: dict[str, Any] = {"from_span": claim, "to_span": source}
            linking.add_link(annotation_set=mine, by=annotator, link=uuid7(), label="attributed_to", **ends)
        return mine

    return make


@pytest.mark.parametrize("spans", [3, 30])
def test_the_workbench(
    annotator: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    sign_in: Callable[[User], Client],
    annotated: Callable[[int], AnnotationSet],
    spans: int,
) -> None:
    mine = annotated(spans)
    client = sign_in(annotator)
    url = reverse("task", args=[mine.task_id])
    chosen = mine.spans.filter(label__key="source").first()
    assert chosen

    with django_assert_num_queries(16):
        page = client.get(url, {"span": str(chosen.pk)})
    with django_assert_num_queries(10):
        client.get(f"{url}inspector/", {"span": str(chosen.pk)})
    with django_assert_num_queries(10):
        client.get(f"{url}submission/")
    assert page.text.count('class="para') == 40


@pytest.mark.parametrize("spans", [1, 3])
def test_the_history(
    annotator: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    sign_in: Callable[[User], Client],
    annotated: Callable[[int], AnnotationSet],
    spans: int,
) -> None:
    mine = annotated(spans)
    client = sign_in(annotator)

    with django_assert_num_queries(10):
        page = client.get(reverse("set-history", args=[mine.pk]))
    assert page.text.count("<time") == 3 * spans


@pytest.mark.parametrize("spans", [3, 30])
def test_a_review(
    annotator: User,
    reviewer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    sign_in: Callable[[User], Client],
    annotated: Callable[[int], AnnotationSet],
    spans: int,
) -> None:
    mine = annotated(spans)
    submitting.submit(annotation_set=mine, by=annotator, base=3 * spans)
    client = sign_in(reviewer)

    with django_assert_num_queries(14):
        page = client.get(reverse("review", args=[mine.pk]))
    assert page.text.count("judged") == 3 * spans


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_of_an_adjudicator(
    annotator: User,
    colleague: User,
    reviewer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    sign_in: Callable[[User], Client],
    make_task: Callable[..., Task],
    rows: int,
) -> None:
    for n in range(rows):
        task = make_task(outlet=f"Post {n}", story=Story.objects.create(name=f"Story {n}"))
        for person in (annotator, colleague):
            mine = taking.deal_out(task=task, person=person, by=reviewer)
            submitting.submit(annotation_set=mine, by=person, base=0)
    client = sign_in(reviewer)

    with django_assert_num_queries(12):
        page = client.get(reverse("queue"))
    assert page.text.count("/adjudication/") == rows


@pytest.mark.parametrize("spans", [3, 30])
def test_an_adjudication(
    annotator: User,
    colleague: User,
    reviewer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    sign_in: Callable[[User], Client],
    annotated: Callable[[int], AnnotationSet],
    spans: int,
) -> None:
    mine = annotated(spans)
    submitting.submit(annotation_set=mine, by=annotator, base=3 * spans)
    theirs = taking.deal_out(task=mine.task, person=colleague, by=reviewer)
    submitting.submit(annotation_set=theirs, by=colleague, base=0)
    Adjudicator(mine.task, reviewer).decide_everything(annotator)
    client = sign_in(reviewer)

    with django_assert_num_queries(30):
        page = client.get(reverse("adjudication", args=[mine.task_id]))
    assert page.text.count('class="g ') > spans


@pytest.mark.parametrize("spans", [3, 30])
def test_an_operation(
    annotator: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    sign_in: Callable[[User], Client],
    annotated: Callable[[int], AnnotationSet],
    spans: int,
) -> None:
    mine = annotated(spans)
    client = sign_in(annotator)
    change = {"op": "span.add", "id": str(uuid7()), "span": str(uuid7()), "label": "claim", "start": 0, "end": 4}
    body = {"set": str(mine.pk), "base": 3 * spans, "ops": [change | {"quote": TEXT[:4]}]}

    with django_assert_num_queries(15):
        answer = client.post(reverse("task-ops", args=[mine.task_id]), body, content_type="application/json")
    assert answer.status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_predictions(
    django_assert_num_queries: DjangoAssertNumQueries,
    sign_in: Callable[[User], Client],
    annotator: User,
    reviewer: User,
    ml_client: User,
    project: Project,
    make_task: Callable[..., Task],
    rows: int,
) -> None:
    for n in range(rows):
        known_version(project=project, model="spancat", version=f"{n}", by=ml_client)
    version = known_version(project=project, model="spancat", version="0", by=ml_client)
    for n in range(rows):
        differ(version, make_task(outlet=f"Post {n}"), annotator, reviewer)
    client, page = sign_in(ml_client), reverse("prediction-list", args=["ferry"])

    with django_assert_num_queries(5):
        listed = client.get(page)
    client.get(f"{page}spancat/0/")
    with django_assert_num_queries(19):
        scored = client.get(f"{page}spancat/0/")
    assert listed.text.count('<a class="row"') == rows
    assert scored.text.count('<span class="pill">') == 2 * rows


@pytest.mark.parametrize("rows", [1, 3])
def test_releases(
    django_assert_num_queries: DjangoAssertNumQueries,
    sign_in: Callable[[User], Client],
    annotator: User,
    manager: User,
    project: Project,
    make_task: Callable[..., Task],
    monkeypatch: pytest.MonkeyPatch,
    rows: int,
) -> None:
    monkeypatch.setattr(building, "one_moment", this_transaction)  # this test is one itself
    for n in range(rows):
        mine = taking.take(
            task=make_task(outlet=f"Post {n}", story=Story.objects.create(name=f"{n}")), person=annotator
        )
        submitting.submit(annotation_set=mine, by=annotator, base=0)
        choices = Choices(sets="submitted", votes="all", shares={"train": 50, "test": 50})
        release = releasing.request_release(project=project, by=manager, name=f"Release {n}", choices=choices)
        building.build(release.pk)
    client, page = sign_in(manager), reverse("release-list", args=["ferry"])

    with django_assert_num_queries(6):
        listed = client.get(page)
    with django_assert_num_queries(5):
        client.get(f"{page}{rows}/")
    with django_assert_num_queries(10):
        client.get(f"{page}new/")
    assert listed.text.count('<a class="row"') == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_near_copies_of_an_article(
    django_assert_num_queries: DjangoAssertNumQueries,
    sign_in: Callable[[User], Client],
    annotator: User,
    make_task: Callable[..., Task],
    rows: int,
) -> None:
    task = make_task(TEXT)
    for n in range(rows):
        make_task(f"{TEXT}\nOne more line.", outlet=f"Echo {n}")
    compare_all()
    client = sign_in(annotator)

    with django_assert_num_queries(8):
        page = client.get(reverse("task-copies", args=[task.pk]))
    assert page.text.count("came later") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_searching_articles(
    django_assert_num_queries: DjangoAssertNumQueries,
    sign_in: Callable[[User], Client],
    member: Callable[..., User],
    manager: User,
    project: Project,
    make_task: Callable[..., Task],
    rows: int,
) -> None:
    """Rows that are found, projects that have them, people who have the tasks, and filters."""
    for n in range(rows):
        task = make_task(TEXT, outlet=f"Post {n}", story=Story.objects.create(name=f"Story {n}"))
        taking.take(task=task, person=member(f"person{n}", Membership.Role.ANNOTATOR))
        other = setting_up.create_project(slug=f"p{n}", label_set_version=project.label_set_version, by=manager)
        setting_up.add_tasks(project=other, articles=[task.article])
        keeping_filters.save_filter(person=manager, name=f"Filter {n}", query=f"words={n}")
    index_all()
    client = sign_in(manager)

    with django_assert_num_queries(20):
        page = client.get(reverse("articles"), {"words": "ferries", "state": "in_hand"})
    with django_assert_num_queries(4):
        client.get(reverse("filter-list"))
    assert page.text.count('name="articles"') == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_stories(
    django_assert_num_queries: DjangoAssertNumQueries,
    sign_in: Callable[[User], Client],
    manager: User,
    make_task: Callable[..., Task],
    rows: int,
) -> None:
    for n in range(rows):
        told = Story.objects.create(name=f"Told {n}")
        for outlet in ("Post", "Echo", "Mail")[:rows]:
            moved = make_task(outlet=f"{outlet} {n}").article_id
            moving.tell(articles=Article.objects.filter(pk=moved), story=told, by=manager)
        for proposal in (ProposedStory.objects.create(), ProposedStory.objects.create(story=told)):
            for outlet in ("Post", "Echo"):
                article = make_task(outlet=f"{outlet} {proposal.pk}").article
                ProposedArticle.objects.create(article=article, proposal=proposal)
    client = sign_in(manager)

    with django_assert_num_queries(8):
        listed = client.get(reverse("story-list"))
    with django_assert_num_queries(14):
        page = client.get(reverse("story", args=[Story.objects.latest("pk").pk]))
    assert listed.text.count('<a class="row"') == rows
    assert listed.text.count("<fieldset>") == 2 * rows
    assert page.text.count("<article ") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_ones_own_account(
    django_assert_num_queries: DjangoAssertNumQueries,
    sign_in: Callable[[User], Client],
    annotator: User,
    person: Callable[..., User],
    rows: int,
) -> None:
    client = sign_in(annotator)
    for n in range(rows - 1):
        SecurityEvent.objects.create(what="described", person=annotator, by=person(f"person{n}"))

    with django_assert_num_queries(5):
        page = client.get(reverse("account"))
    assert page.text.count('<tr class="event">') == rows
    assert page.text.count('<tr class="session">') == 1
