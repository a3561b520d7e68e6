"""One batch of records into the database: a few set-based statements in one transaction."""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from psycopg.types.json import Jsonb
from uuid_utils.compat import uuid7

from newsreview.corpus.models import Outlet, RawFile, Revision, Story
from newsreview.intake.finding import Found
from newsreview.intake.keeping import Kept
from newsreview.intake.matching import Facts, Match, Matches
from newsreview.intake.naming import ids_of
from newsreview.intake.records import Details
from newsreview.offsets import has_astral
from newsreview.projects import giving_out
from newsreview.projects.models import Project
from newsreview.titles import first_line_title

# Imports take turns, a batch at a time: two that bring the same texts wait for each other instead of failing.
# Tables that have just grown have no statistics yet: unless told not to, PostgreSQL would read them whole every time.
TAKE_TURN = "SELECT pg_advisory_xact_lock(7216001), set_config('enable_seqscan', 'off', true)"
ATTEMPTS = 3

# OFFSET 0 makes it one probe of an index for each text, however large the table.
LOOK_UP = """
SELECT a.* FROM unnest(%s::text[]) AS wanted (sha256) CROSS JOIN LATERAL (
    SELECT a.id, a.sha256, a.outlet_id, a.story_id, a.title, a.url, a.published_at, a.language, a.metadata::text,
           (SELECT true FROM projects_task t WHERE t.project_id = %s AND t.article_id = a.id)
    FROM corpus_article a
    WHERE a.sha256 = wanted.sha256 OFFSET 0
) AS a
"""

LAST_AT = """
SELECT there.outlet_id, there.url, last.id FROM unnest(%s::uuid[], %s::text[]) AS there (outlet_id, url)
CROSS JOIN LATERAL (
    SELECT a.id FROM corpus_article a WHERE a.url = there.url AND a.url <> '' AND a.outlet_id = there.outlet_id
    ORDER BY a.id DESC LIMIT 1
) AS last
"""

COLUMNS = {
    "id": "uuid",
    "outlet_id": "uuid",
    "story_id": "uuid",
    "title": "text",
    "first_line": "text",
    "url": "text",
    "published_at": "timestamptz",
    "language": "text",
    "metadata": "jsonb",
    "text": "text",
    "astral": "bool",
    "raw_file_id": "uuid",
    "byte_start": "int8",
    "byte_end": "int8",
    "created_at": "timestamptz",
}
# In the binary format neither side has to look for characters to escape.
COPY_ARTICLES = f"COPY corpus_article ({', '.join(COLUMNS)}) FROM STDIN (FORMAT BINARY)"

# The conditions repeat what was looked up, so that a fact which a person enters meanwhile is never written over.
COMPLETE = """
UPDATE corpus_article a
SET outlet_id = coalesce(a.outlet_id, new.outlet_id), story_id = coalesce(a.story_id, new.story_id),
    title = coalesce(nullif(a.title, ''), new.title), url = coalesce(nullif(a.url, ''), new.url),
    published_at = coalesce(a.published_at, new.published_at),
    language = coalesce(nullif(a.language, ''), new.language),
    metadata = CASE a.metadata WHEN '{}' THEN new.metadata ELSE a.metadata END
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::timestamptz[], %s::text[], %s::jsonb[])
     AS new (id, outlet_id, story_id, title, url, published_at, language, metadata)
WHERE a.id = new.id
"""

ADD_TASKS = """
INSERT INTO projects_task (id, project_id, article_id, created_at)
SELECT new.id, %s, new.article_id, %s FROM unnest(%s::uuid[], %s::uuid[]) AS new (id, article_id)
ON CONFLICT DO NOTHING
"""


def store(batch: list[Found], *, project: Project, meanwhile: Callable[[], object] = lambda: None) -> Matches:
    """Stores what is new, completes what was known in part, and gives the project a task for each.

    `meanwhile` is called for each new article once it is on its way, while PostgreSQL stores those before it; it must
    leave the database alone.
    """
    digests = [digest_of(found.record.text) for found in batch]
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                return _store(batch, digests, project, meanwhile)
        except IntegrityError:
            # Somebody added one of these articles by another way between the look-up and the COPY.
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("the last attempt returns or raises")


def digest_of(text: str) -> str:
    """As the database computes it from the stored text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _store(batch: list[Found], digests: list[str], project: Project, meanwhile: Callable[[], object]) -> Matches:
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TURN)
    outlets = ids_of(Outlet, {found.details.outlet for found in batch})
    stories = ids_of(Story, {found.details.story for found in batch})
    matches = Matches(look_up(digests, project=project))
    for found, digest in zip(batch, digests, strict=True):
        facts = facts_of(found.details, outlets=outlets, stories=stories, metadata=found.record.metadata)
        matches.place(found, digest, facts)
    matches.revise(last_at({(match.facts.outlet_id, match.facts.url) for match in matches.new if match.facts.url}))
    now = timezone.now()
    _copy(matches.new, _raw_files(matches.new, now), now, meanwhile)
    Revision.objects.bulk_create(Revision(article_id=new, of_id=old) for new, old in matches.before.items())
    _complete(list(matches.completed.values()))
    _add_tasks(list(matches.without_task), project, now)
    return matches


def array_of(plain: Iterable[str | UUID]) -> str:
    """Ids or digests as PostgreSQL writes an array; psycopg takes several times as long, looking for what to escape."""
    return "{" + ",".join(map(str, plain)) + "}"


def look_up(digests: list[str], *, project: Project) -> list[Match]:
    """The stored articles with these texts."""
    with connection.cursor() as cursor:
        cursor.execute(LOOK_UP, [array_of(sorted(set(digests))), project.pk])
        return [
            Match(
                id=row[0],
                sha256=row[1],
                facts=Facts(
                    outlet_id=row[2],
                    story_id=row[3],
                    title=row[4],
                    url=row[5],
                    published_at=row[6],
                    language=row[7],
                    metadata=json.loads(row[8]),
                ),
                has_task=row[9] is not None,
            )
            for row in sorted(cursor.fetchall())
        ]


def last_at(places: set[tuple[UUID | None, str]]) -> dict[tuple[UUID, str], UUID]:
    """The last article that each of these outlets has at this address, if any."""
    known = sorted((outlet, url) for outlet, url in places if outlet)
    if not known:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(LAST_AT, [array_of(outlet for outlet, _ in known), [url for _, url in known]])
        return {(outlet, url): article for outlet, url, article in cursor.fetchall()}


def facts_of(
    details: Details,
    *,
    outlets: dict[str, UUID],
    stories: dict[str, UUID],
    metadata: dict[str, object] = {},  # noqa: B006 -- only read
) -> Facts:
    """The details in the shape of an article's columns."""
    return Facts(
        outlet_id=outlets.get(details.outlet),
        story_id=stories.get(details.story),
        title=details.title,
        url=details.url,
        published_at=details.published_at,
        language=details.language,
        metadata=metadata,
    )


def _raw_files(new: list[Match], now: datetime) -> dict[str, UUID]:
    """The ids of the rows of the files which the new articles come from, by digest."""
    kept: dict[str, Kept] = {match.found.kept.sha256: match.found.kept for match in new if match.found}
    rows = [RawFile(name=file.name, sha256=file.sha256, size=file.size, created_at=now) for file in kept.values()]
    RawFile.objects.bulk_create(rows, ignore_conflicts=True)
    return dict(RawFile.objects.filter(sha256__in=kept).values_list("sha256", "id"))


def _copy(new: list[Match], raw_files: dict[str, UUID], now: datetime, meanwhile: Callable[[], object]) -> None:
    if not new:
        return
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(COPY_ARTICLES) as copy:
        copy.set_types(list(COLUMNS.values()))
        for match in new:
            if match.found:
                copy.write_row(_row(match.id, match.found, match.facts, raw_files[match.found.kept.sha256], now))
            meanwhile()


def _row(article: UUID, found: Found, facts: Facts, raw_file: UUID, now: datetime) -> tuple[object, ...]:
    record = found.record
    return (
        article,
        facts.outlet_id,
        facts.story_id,
        facts.title,
        "" if facts.title else first_line_title(record.text),
        facts.url,
        facts.published_at,
        facts.language,
        Jsonb(facts.metadata),
        record.text,
        has_astral(record.text),
        raw_file,
        record.byte_start,
        record.byte_end,
        now,
    )


def _complete(matches: list[Match]) -> None:
    if not matches:
        return
    rows = [(match.id, match.facts) for match in matches]
    columns: list[list[object]] = [
        [article for article, _ in rows],
        [facts.outlet_id for _, facts in rows],
        [facts.story_id for _, facts in rows],
        [facts.title for _, facts in rows],
        [facts.url for _, facts in rows],
        [facts.published_at for _, facts in rows],
        [facts.language for _, facts in rows],
        [json.dumps(facts.metadata) for _, facts in rows],
    ]
    with connection.cursor() as cursor:
        cursor.execute(COMPLETE, columns)


def _add_tasks(articles: list[UUID], project: Project, now: datetime) -> None:
    if articles:
        tasks = [uuid7() for _ in articles]
        with connection.cursor() as cursor:
            cursor.execute(ADD_TASKS, [project.pk, now, array_of(tasks), array_of(articles)])
        giving_out.open_slots(project=project, tasks=tasks)
