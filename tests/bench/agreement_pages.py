"""The page of agreement on 5,000 articles that two people each have marked and handed in, forty people in all."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

import psycopg
from django.urls import reverse

from newsreview.projects.models import Membership, Project
from newsreview.review.keeping import known
from tests.bench import generating
from tests.bench.bench import Bench
from tests.bench.pages import against
from tests.bench.rows import Pair, Row, Target, milliseconds, row
from tests.bench.serving import Browser
from tests.bench.statements import plain_connection
from tests.bench.writing import Copy, Place

PEOPLE = 40
OTHER_LABEL = {"claim": "source", "source": "claim"}

ONE_PASS = """
SELECT span.label_id, count(*), sum(span."end" - span.start)
  FROM annotation_span span
  JOIN annotation_annotationset held ON held.id = span.annotation_set_id
  JOIN projects_task task ON task.id = held.task_id
 WHERE task.project_id = %s
 GROUP BY span.label_id
"""


class Otherwise(Copy):
    """What somebody else marks of the same text: a span less, some shorter, some of another label."""

    @cached_property
    def places(self) -> list[Place]:
        return [otherwise(number, place) for number, place in enumerate(super().places[:-1])]


def otherwise(number: int, place: Place) -> Place:
    match number % 4:
        case 0:
            return replace(place, end=place.end - 6, quote=place.quote[:-6])
        case 2:
            return replace(place, label=OTHER_LABEL[place.label])
    return place


def rows(bench: Bench) -> Iterator[Row]:
    articles, rounds = bench.many(5_000, least=30), bench.many(10, least=2)
    project = make_project(articles)
    [manager] = generating.make_people(project, Membership.Role.MANAGER, 1)
    name = f"{articles:,} articles of two people × 12 spans"
    with plain_connection() as plain:
        one_pass(plain, project)
        counting = milliseconds(lambda: known(project, at_once=articles))
        floor = milliseconds(lambda: one_pass(plain, project))
    yield row(f"counting agreement of {name}: to one pass over the spans", "ms", [Pair(counting, floor)])
    yield against(
        lambda plain: one_pass(plain, project),
        Browser(bench.address, manager),
        f"agreement page of {name}: to one pass over the spans",
        reverse("project-agreement", args=[project.slug]),
        rounds,
        Target("ours", "≤", 1000),
    )


def make_project(articles: int) -> Project:
    generating.start_afresh()
    project = generating.make_project("bench")
    people = generating.make_people(project, Membership.Role.ANNOTATOR, PEOPLE)
    one, other = Copy(3_000, 12), Otherwise(3_000, 12)
    first = range(1, articles + 1)
    second = range(generating.SECOND + first.start, generating.SECOND + first.stop)
    generating.make_articles(first, one)
    generating.make_tasks(project, first)
    generating.make_slots(second)
    for numbers, whose, copy in ((first, people[: PEOPLE // 2], one), (second, people[PEOPLE // 2 :], other)):
        generating.make_sets(project, numbers, whose)
        generating.make_marks(project, numbers, copy)
        generating.make_submissions(numbers)
    generating.settle()
    return project


def one_pass(plain: psycopg.Connection, project: Project) -> None:
    plain.execute(ONE_PASS, [project.pk]).fetchall()
