"""Outlets and stories are known by their names, whatever the case they are written in."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from uuid_utils.compat import uuid7

from newsreview.corpus.models import Outlet, Story

# Lower case is made by the database on both sides: Python's differs from it in some letters.
LOOK_UP = """
SELECT wanted.name, known.id FROM unnest(%s::text[]) AS wanted (name)
JOIN {table} known ON lower(known.name) = lower(wanted.name)
"""
ADD = "INSERT INTO {table} (id, name) SELECT * FROM unnest(%s::uuid[], %s::text[]) ON CONFLICT DO NOTHING"
TABLES: dict[type[Outlet | Story], str] = {Outlet: "corpus_outlet", Story: "corpus_story"}


def ids_of(model: type[Outlet | Story], names: Iterable[str]) -> dict[str, UUID]:
    """The ids by name; what is new is added. Blank is no name."""
    wanted = sorted(name for name in names if name)
    found = known_ids(model, wanted)
    if missing := [name for name in wanted if name not in found]:
        # Two spellings of one new name meet in ON CONFLICT: the first is kept, and both are found by it.
        with connection.cursor() as cursor:
            cursor.execute(ADD.format(table=TABLES[model]), [[uuid7() for _ in missing], missing])
        found = known_ids(model, wanted)
    return found


def known_ids(model: type[Outlet | Story], names: list[str]) -> dict[str, UUID]:
    """The ids by name of those that there are."""
    if not names:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(LOOK_UP.format(table=TABLES[model]), [names])
        return dict(cursor.fetchall())


def ids_to_be(model: type[Outlet | Story], names: Iterable[str]) -> dict[str, UUID]:
    """As `ids_of`, but nothing is added: what is new gets an id that nothing has."""
    wanted = [name for name in names if name]
    found, new = known_ids(model, wanted), dict[str, UUID]()
    return {name: found.get(name) or new.setdefault(name.lower(), uuid7()) for name in wanted}


def known_names(among: QuerySet[Outlet] | QuerySet[Story], *, limit: int = 200) -> list[str]:
    """The newest names, for people to choose from."""
    return sorted(among.order_by("-id").values_list("name", flat=True)[:limit], key=str.casefold)
