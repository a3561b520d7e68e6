"""The queue and its neighbours in a project of 20,000 tasks, half of them in hand, by forty people."""

from collections.abc import Iterator

import psycopg
from django.urls import reverse

from newsreview.accounts.models import User
from newsreview.projects.models import Membership
from tests.bench import generating
from tests.bench.bench import Bench
from tests.bench.desks import fill
from tests.bench.pages import against, against_its_rows
from tests.bench.rows import Row, Target
from tests.bench.serving import Browser
from tests.bench.writing import Copy

COPY = Copy(3_000, 12)
PEOPLE = 40
ROWS = 50

OWN = """
SELECT s.id, t.id, a.title, a.first_line, o.name, st.name,
       EXISTS (SELECT FROM annotation_submission sub WHERE sub.annotation_set_id = s.id) AS submitted,
       (SELECT count(*) FROM annotation_span WHERE annotation_set_id = s.id)
  FROM annotation_annotationset s
  JOIN projects_task t ON t.id = s.task_id
  JOIN corpus_article a ON a.id = t.article_id
  LEFT JOIN corpus_outlet o ON o.id = a.outlet_id
  LEFT JOIN corpus_story st ON st.id = a.story_id
 WHERE s.person_id = %(person)s AND s.kind = 'person'
 ORDER BY submitted, s.id DESC
 LIMIT %(rows)s
"""

FREE = """
SELECT t.id, a.title, a.first_line, o.name, st.name, p.name
  FROM projects_task t
  JOIN projects_project p ON p.id = t.project_id
  JOIN corpus_article a ON a.id = t.article_id
  LEFT JOIN corpus_outlet o ON o.id = a.outlet_id
  LEFT JOIN corpus_story st ON st.id = a.story_id
 WHERE t.project_id = (SELECT project_id FROM projects_membership WHERE person_id = %(person)s)
   AND EXISTS (SELECT FROM projects_slot s WHERE s.task_id = t.id AND s.person_id IS NULL)
 ORDER BY t.turn, t.id
 LIMIT %(rows)s
"""


def rows(bench: Bench) -> Iterator[Row]:
    tasks, rounds = bench.many(20_000, least=200), bench.many(40, least=3)
    annotator, manager = make_project(tasks)
    many = f"with {tasks:,} tasks"
    name = f"queue {many}: to the bare SQL of its rows"
    yield against(
        lambda plain: fetch_rows(plain, annotator),
        Browser(bench.address, annotator),
        name,
        reverse("queue"),
        rounds,
        Target("ours", "≤", 200),
    )
    browser = Browser(bench.address, manager)
    yield against_its_rows(browser, f"queue {many}, for who reviews: to its SQL", reverse("queue"), rounds)
    yield against_its_rows(browser, f"projects {many}: to their SQL", reverse("project-list"), rounds)
    page = reverse("project", args=["bench"])
    yield against_its_rows(browser, f"project page {many}: to its SQL", page, rounds)


def make_project(tasks: int) -> tuple[User, User]:
    """One of those who mark, and who manages."""
    generating.start_afresh()
    project = generating.make_project("bench")
    annotators = generating.make_people(project, Membership.Role.ANNOTATOR, PEOPLE)
    [manager] = generating.make_people(project, Membership.Role.MANAGER, 1)
    # Tasks are taken in their order: what is free stands behind all that is not.
    held = range(1, tasks // 2)
    fill(project, annotators, COPY, held)
    generating.make_submissions(range(1, held.stop * 4 // 5))
    free = range(held.stop, tasks + 1)
    generating.make_articles(free, COPY)
    generating.make_tasks(project, free)
    generating.settle()
    return annotators[0], manager


def fetch_rows(plain: psycopg.Connection, person: User) -> None:
    for statement in (OWN, FREE):
        plain.execute(statement, {"person": person.pk, "rows": ROWS}).fetchall()
