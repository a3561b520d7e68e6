"""Lists ask the same few questions whether they tell one row or three."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pytest_django import DjangoAssertNumQueries

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.predicting import known_version
from newsreview.intake.importing import import_files
from newsreview.intake.records import Details
from newsreview.projects import setting_up
from newsreview.projects.models import Membership, Project, Task
from tests.annotation.hand import Hand
from tests.api.programs import Program
from tests.review.model_at_work import differ

# The token and its person; and of a project whether it is seen.
QUERIES = {
    "projects/": 2,
    "label-sets/": 2,
    "projects/ferry/articles/": 3,
    "projects/ferry/tasks/": 4,
    "sets/": 2,
}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("path", QUERIES)
def test_a_list(
    path: str,
    rows: int,
    annotator: User,
    make_task: Callable[..., Task],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rows):
        mine = taking.take(task=make_task(f"Ada said {number}.", outlet=f"Post {number}"), person=annotator)
        Hand(mine, annotator).add("source", "Ada")
        if number:
            other = setting_up.create_project(slug=f"other-{number}")
            setting_up.set_role(project=other, person=annotator, role=Membership.Role.ANNOTATOR)
    asking = Program(annotator)
    asking.get("me/")

    with django_assert_num_queries(QUERIES[path]):
        assert len(asking.read(path)["results"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_imports_of_a_project(
    rows: int, manager: User, project: Project, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        import_files([("sent.txt", BytesIO(b"One."))], project=project, by=manager, defaults=Details())
    asking = Program(manager)
    asking.get("me/")

    with django_assert_num_queries(3):
        assert len(asking.read("projects/ferry/imports/")["results"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_set_and_its_journal(
    rows: int, annotator: User, make_task: Callable[..., Task], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    words = ["Ada", "Ben", "Cem"][:rows]
    mine = taking.take(task=make_task("Ada, Ben, Cem said so."), person=annotator)
    for word in words:
        Hand(mine, annotator).add("source", word)
    asking = Program(annotator)
    asking.get("me/")

    with django_assert_num_queries(5):
        assert len(asking.read(f"sets/{mine.pk}/")["spans"]) == rows
    with django_assert_num_queries(3):
        assert len(asking.read(f"sets/{mine.pk}/edits/")["results"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_versions_of_models_and_the_score_of_one(
    rows: int,
    annotator: User,
    reviewer: User,
    ml_client: User,
    project: Project,
    make_task: Callable[..., Task],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    versions = [known_version(project=project, model="spancat", version=f"{n}", by=ml_client) for n in range(rows)]
    for n in range(rows):
        differ(versions[0], make_task(outlet=f"Post {n}"), annotator, reviewer)
    asking = Program(ml_client)
    asking.read("projects/ferry/predictions/spancat/0/score/")

    with django_assert_num_queries(3):
        assert len(asking.read("projects/ferry/predictions/")["results"]) == rows
    with django_assert_num_queries(8):
        score = asking.read("projects/ferry/predictions/spancat/0/score/")
    assert (score["counted"], len(score["worst"])) == (rows, rows)
