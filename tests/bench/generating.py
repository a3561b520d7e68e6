"""Rows by the ten thousand, made in SQL: the ids of an article, its task, set, edit, spans and links follow from its
number, so that nothing has to be looked up. Offsets and quotes are such as the triggers would let pass."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction

from newsreview.accounts.models import User
from newsreview.projects import setting_up
from newsreview.projects.models import Membership, Project
from tests.bench.writing import ASTRAL, PLAIN, SERIAL_DIGITS, Copy

KINDS = ("outlet", "story", "article", "task", "set", "edit", "span", "link", "submission", "submitting")
MOST_SPANS = 10_000
# Beyond it are the numbers of the sets, and of all that is in them, that second people have of the same tasks.
SECOND = 1_000_000
OUTLETS, STORIES = 40, 400

ARTICLES = """
INSERT INTO corpus_article (id, outlet_id, story_id, title, first_line, url, published_at, language, metadata, text,
                            astral, created_at)
SELECT {article}, {outlet}, {story}, 'Harbour report ' || n, 'Report ' || n,
       'https://outlet' || n %% 40 || '.example/reports/' || n, timestamptz '2024-01-01' + n * interval '1 minute',
       'en', '{{}}',
       %(before)s || lpad(n::text, {digits}, '0') || %(between)s
           || CASE n %% 10 WHEN 0 THEN %(astral)s ELSE %(plain)s END || %(rest)s,
       n %% 10 = 0, clock_timestamp()
  FROM generate_series(%(first)s, %(last)s) n
"""

TASKS = """
INSERT INTO projects_task (id, project_id, article_id, created_at)
SELECT {task}, %(project)s, {article}, clock_timestamp() FROM generate_series(%(first)s, %(last)s) n
"""

SLOTS = """
INSERT INTO projects_slot (project_id, task_id, number, turn)
SELECT project_id, id, {slot}, turn FROM generate_series(%(first)s, %(last)s) n JOIN projects_task ON id = {task}
"""

SETS = """
INSERT INTO annotation_annotationset (id, task_id, kind, person_id, label_set_version_id, created_at)
SELECT {set}, {task}, 'person', (%(people)s::uuid[])[1 + n %% cardinality(%(people)s::uuid[])], %(version)s,
       clock_timestamp()
  FROM generate_series(%(first)s, %(last)s) n
"""

TAKEN = """
UPDATE projects_slot slot SET person_id = held.person_id, heard_at = held.created_at
  FROM generate_series(%(first)s, %(last)s) n JOIN annotation_annotationset held ON held.id = {set}
 WHERE slot.task_id = held.task_id AND slot.number = {slot}
"""

EDITS = """
INSERT INTO annotation_edit (id, annotation_set_id, number, by_id, verb, request_digest, result, changes)
SELECT {edit}, id, 1, person_id, 'span.add', '', '{{}}', '[]'
  FROM generate_series(%(first)s, %(last)s) n JOIN annotation_annotationset ON id = {set}
"""

SPANS = """
INSERT INTO annotation_span (id, annotation_set_id, label_id, start, "end", quote, attributes, given, note, unsure,
                             origin, last_edit_id)
SELECT {span}, {set}, place.label, place.start, place."end", place.quote, place.attributes, '{{}}', '', false, 'own',
       {edit}
  FROM generate_series(%(first)s, %(last)s) n,
       unnest(%(labels)s::uuid[], %(starts)s::int[], %(ends)s::int[], %(quotes)s::text[], %(attributes)s::jsonb[])
           WITH ORDINALITY AS place (label, start, "end", quote, attributes, i)
"""

LINKS = """
INSERT INTO annotation_link (id, annotation_set_id, label_id, from_span_id, to_span_id, attributes, origin,
                             last_edit_id)
SELECT {link}, {set}, %(label)s, {from_span}, {to_span}, '{{"carried_over": false}}', 'own', {edit}
  FROM generate_series(%(first)s, %(last)s) n,
       unnest(%(from)s::int[], %(to)s::int[]) WITH ORDINALITY AS tie ("from", "to", i)
"""

SUBMISSIONS = """
WITH made AS (
    INSERT INTO annotation_edit (id, annotation_set_id, number, by_id, verb, request_digest, result, changes)
    SELECT {submitting}, id, 2, person_id, 'submit', '', '{{}}', '[]'
      FROM generate_series(%(first)s, %(last)s) n JOIN annotation_annotationset ON id = {set}
)
INSERT INTO annotation_submission (id, annotation_set_id, by_id, edit_id, labels_asked)
SELECT {submission}, id, person_id, {submitting}, '{{claim,source}}'
  FROM generate_series(%(first)s, %(last)s) n JOIN annotation_annotationset ON id = {set}
"""

FINISHED = """
UPDATE projects_slot slot SET heard_at = NULL FROM generate_series(%(first)s, %(last)s) n
 WHERE slot.task_id = {task} AND slot.number = {slot}
"""

ATTRIBUTES = {"claim": '{"kind": "fact", "form": "paraphrase"}', "source": '{"who": "Harbour Council"}'}


def uuid_of(kind: str, number: int) -> UUID:
    """Like a UUIDv7: ids of a kind are in the order of their numbers."""
    return UUID(f"018f0000-{KINDS.index(kind):04x}-7000-8000-{number:012x}")


def in_sql(kind: str, number: str) -> str:
    return f"('018f0000-{KINDS.index(kind):04x}-7000-8000-' || lpad(to_hex({number}), 12, '0'))::uuid"


IDS = {
    **{kind: in_sql(kind, "n") for kind in KINDS},
    "outlet": in_sql("outlet", f"n %% {OUTLETS}"),
    "story": in_sql("story", f"n %% {STORIES}"),
    "task": in_sql("task", f"n %% {SECOND}"),
    "slot": f"1 + n / {SECOND}",
    "span": in_sql("span", f"n::bigint * {MOST_SPANS} + i"),
    "link": in_sql("link", f"n::bigint * {MOST_SPANS} + i"),
    "from_span": in_sql("span", f'n::bigint * {MOST_SPANS} + 1 + tie."from"'),
    "to_span": in_sql("span", f'n::bigint * {MOST_SPANS} + 1 + tie."to"'),
    "digits": str(SERIAL_DIGITS),
}


OUR_APPS = ("accounts", "labels", "corpus", "projects", "annotation", "intake", "stories")


def start_afresh() -> None:
    """Nothing of the app is left but outlets and stories: no person, no project, no article."""
    ours = [model._meta.db_table for app in OUR_APPS for model in apps.get_app_config(app).get_models()]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(ours)} CASCADE")
    run(
        f"INSERT INTO corpus_outlet SELECT {in_sql('outlet', 'n')}, 'Outlet ' || n FROM generate_series(0, %(last)s) n",
        last=OUTLETS - 1,
    )
    run(
        f"INSERT INTO corpus_story SELECT {in_sql('story', 'n')}, 'Story ' || n FROM generate_series(0, %(last)s) n",
        last=STORIES - 1,
    )


def make_project(slug: str) -> Project:
    return setting_up.create_project(slug=slug)


def make_people(project: Project, role: str, many: int) -> list[User]:
    """Members of the project, who cannot sign in but by link."""
    people = [User(email=f"{role}{n}@{project.slug}.example", name=f"{role} {n}", password="!") for n in range(many)]
    User.objects.bulk_create(people)
    Membership.objects.bulk_create(Membership(project=project, person=person, role=role) for person in people)
    return people


def make_articles(numbers: range, copy: Copy) -> None:
    """They are all but the same text: nobody is to compare them while something else is measured."""
    given = {"before": copy.before, "between": copy.between, "rest": copy.rest, "astral": ASTRAL, "plain": PLAIN}
    with transaction.atomic(), without_triggers("corpus_article"):
        run(ARTICLES, numbers, **given)


def make_tasks(project: Project, numbers: range) -> None:
    run(TASKS, numbers, project=project.pk)
    make_slots(numbers)


def make_slots(numbers: range) -> None:
    run(SLOTS, numbers)


def make_sets(project: Project, numbers: range, people: Sequence[User]) -> None:
    """The tasks of these numbers are held, by one person after the other."""
    run(SETS, numbers, people=[person.pk for person in people], version=project.label_set_version_id)
    run(TAKEN, numbers)


def make_marks(project: Project, numbers: range, copy: Copy) -> None:
    """The copy's spans and links in the sets of these numbers, as one edit each."""
    labels = dict(project.label_set_version.labels.values_list("key", "pk"))
    places = copy.places
    # The triggers read the text anew for every span: right for a person's edit, too slow for hundreds of thousands.
    with transaction.atomic(), without_triggers("annotation_span", "annotation_link"):
        run(EDITS, numbers)
        run(
            SPANS,
            numbers,
            labels=[labels[place.label] for place in places],
            starts=[place.start for place in places],
            ends=[place.end for place in places],
            quotes=[place.quote for place in places],
            attributes=[ATTRIBUTES[place.label] for place in places],
        )
        ties = {"from": [a for a, _ in copy.links], "to": [b for _, b in copy.links]}
        run(LINKS, numbers, label=labels["attributed_to"], **ties)


def make_submissions(numbers: range) -> None:
    run(SUBMISSIONS, numbers)
    run(FINISHED, numbers)


def settle() -> None:
    """What autovacuum does within minutes on a real desk."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def without_triggers(*tables: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def run(statement: str, numbers: range = range(1, 2), **given: Any) -> None:
    """`numbers` without a step; `{names}` in the statement are the ids of things, as expressions of n (and i)."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(statement.format_map(IDS), {"first": numbers.start, "last": numbers.stop - 1} | given)
