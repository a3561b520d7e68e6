"""The next task, in a project of 200,000 that two people each annotate, half of them in hand, by forty people."""

from collections.abc import Iterator

import psycopg
from django.urls import reverse
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import taking_next
from newsreview.projects import giving_out
from newsreview.projects.models import Membership, Project
from tests.bench import generating
from tests.bench.bench import Bench
from tests.bench.rows import Pair, Row, Target, milliseconds, row
from tests.bench.serving import Browser
from tests.bench.statements import plain_connection
from tests.bench.writing import Copy

COPY = Copy(300, 0)
PEOPLE = 40
WARMING_UP = 6
TARGET = Target("ours", "≤", 50)

FIND = """
SELECT id, task_id FROM projects_slot WHERE project_id = %s AND person_id IS NULL
 ORDER BY turn, task_id, number LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
"""
TAKE = "UPDATE projects_slot SET person_id = %s, heard_at = now() WHERE id = %s"
MAKE = """
INSERT INTO annotation_annotationset (id, task_id, kind, person_id, label_set_version_id, created_at)
VALUES (%s, %s, 'person', %s, %s, now())
"""


def rows(bench: Bench) -> Iterator[Row]:
    tasks, rounds = bench.many(200_000, least=400), bench.many(100, least=3)
    project, people = make_project(tasks)
    browser, path = Browser(bench.address, people[0]), reverse("project-next", args=[project.slug])
    for _ in range(WARMING_UP):  # each process of the server has to load its modules once
        ask(browser, path)
        taking_next.take_next(project=project, person=people[1])
    with plain_connection() as plain:
        measured = [
            (
                milliseconds(lambda: ask(browser, path)),
                milliseconds(lambda: taking_next.take_next(project=project, person=people[1])),
                milliseconds(lambda: take_in_sql(plain, project, people[2])),
            )
            for _ in range(rounds)
        ]
    name = f"next task with {tasks:,} tasks"
    yield row(f"{name}, over HTTP: to its SQL", "ms", [Pair(http, floor) for http, _, floor in measured], TARGET)
    yield row(f"{name}, the verb: to its SQL", "ms", [Pair(verb, floor) for _, verb, floor in measured])


def make_project(tasks: int) -> tuple[Project, list[User]]:
    generating.start_afresh()
    project = generating.make_project("bench")
    people = generating.make_people(project, Membership.Role.ANNOTATOR, PEOPLE)
    numbers, held = range(1, tasks + 1), range(1, tasks // 2)
    generating.make_articles(numbers, COPY)
    generating.make_tasks(project, numbers)
    generating.make_sets(project, held, people[3:])
    giving_out.change_rules(project=project, people_per_article=2)
    generating.settle()
    return project, people


def ask(browser: Browser, path: str) -> None:
    given = browser.post(path, "", "application/x-www-form-urlencoded").headers["location"]
    if not given.startswith("/tasks/"):
        raise RuntimeError(f"Nothing was given out: {given}")


def take_in_sql(plain: psycopg.Connection, project: Project, person: User) -> None:
    """Whatever is open, also what the person has had: the floor for one who has had nothing."""
    with plain.transaction():
        [(slot, task)] = plain.execute(FIND, [project.pk]).fetchall()
        plain.execute(TAKE, [person.pk, slot])
        plain.execute(MAKE, [uuid7(), task, person.pk, project.label_set_version_id])
