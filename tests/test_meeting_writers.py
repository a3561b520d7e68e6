"""C12: what must be there once is kept by a unique constraint or a lock, and by no isolation level or look before.

Every place that writes “unless it is there” is listed with its constraint. Many at once are tried on what matters most:
here, and in tests/annotation/test_taking_at_once.py (one set a person and task, no slot given twice),
tests/review/test_adjudicating_at_once.py (one adjudicated set a task), tests/review/test_reviewing_at_once.py (one
acceptance a submission), tests/intake/test_concurrency.py (one article an outlet and text) and
tests/faults/test_journal.py (one number an edit).
"""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from newsreview.accounts.models import User
from newsreview.annotation.model_versions import ModelVersion
from newsreview.annotation.predicting import known_version
from newsreview.projects import setting_up
from newsreview.projects.models import Membership, Project
from tests.at_once import at_once

PACKAGE = Path(__file__).parents[1] / "newsreview"
BY_LOOK = {"get_or_create", "update_or_create", "aget_or_create", "aupdate_or_create"}
IN_BULK = {"ignore_conflicts", "update_conflicts"}

# Module and function, or the name of the statement: the constraints that carry it.
CARRIED_BY = {
    "annotation.practising practice_task": ["one article per outlet and text"],
    "annotation.predicting known_version": ["a project knows a version of a model once"],
    "commands.breaking NOTE": ["newsreview_breaking_migrations_pkey"],
    "corpus.finding_copies find_repeated": ["corpus_uncompared_pkey"],
    "corpus.indexing NOTE": ["corpus_searchwords_pkey"],
    "corpus.migrations.0005_every_article_is_compared EVERY_ARTICLE": ["corpus_uncompared_pkey"],
    "corpus.migrations.0006_search EVERY_ARTICLE": ["corpus_unindexed_pkey"],
    "intake.naming ADD": ["one outlet per name", "one story per name"],
    "intake.storing ADD_TASKS": ["one task per project and article"],
    "intake.storing _raw_files": ["corpus_rawfile_sha256_key"],
    "intake.taking_in ask_for_import": ["intake_import_upload_id_key"],
    "intake.taking_in cancel": ["intake_importend_pkey"],
    "intake.taking_in go_on_with": ["intake_importend_pkey"],
    "notices.mailing turn": ["notices_digest_pkey"],
    "notices.telling tell": ["a person is told of something once"],
    "projects.setting_up add_tasks": ["one task per project and article"],
    "projects.setting_up practice_project": ["one practice project"],
    "projects.setting_up set_role": ["one role per person and project"],
    "review.adjudicating make": ["one adjudicated set per task"],
    "review.adjudicating finish": ["review_acceptance_submission_id_key"],
    "review.commenting once": ["review_comment_pkey", "review_thread_pkey"],
    "review.commenting resolve": ["review_resolution_thread_id_key"],
    "review.reviewing store": ["a mark is approved once as it is"],
    "stories.answering reject": ["stories_unsorted_pkey"],
    "stories.migrations.0002_every_article_is_sorted EVERY_ARTICLE": ["stories_unsorted_pkey"],
    "stories.sketching COUNT": ["stories_wordcount_pkey"],
}


def places() -> Iterator[str]:
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for part in ast.parse(path.read_text(encoding="utf-8")).body:
            for name, node in named(part):
                if any(writes_unless_there(inner) for inner in ast.walk(node)):
                    yield f"{module} {name}"


def named(part: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    """Functions and methods, and the names that statements are given."""
    match part:
        case ast.ClassDef():
            for inner in part.body:
                yield from named(inner)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield part.name, part
        case ast.Assign(targets=[ast.Name(id=name)]):
            yield name, part
        case _:
            yield "", part


def writes_unless_there(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr=name), keywords=keywords):
            return name in BY_LOOK or any(keyword.arg in IN_BULK for keyword in keywords)
        case ast.Constant(value=str()) | ast.JoinedStr():
            text = ast.unparse(node).upper()
            return "ON CONFLICT" in text and "INSERT" in text
        case _:
            return False


def test_every_place_is_listed_with_what_carries_it() -> None:
    assert sorted(set(places())) == sorted(CARRIED_BY)


def test_what_carries_it_is_unique_in_the_database(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index WHERE indisunique AND indisvalid AND indimmediate"
        )
        unique = {name.strip('"') for [name] in cursor.fetchall()}

    assert {name for names in CARRIED_BY.values() for name in names} - unique == set()


def test_nothing_leans_on_serializable() -> None:
    source = {path: path.read_text(encoding="utf-8").upper() for path in PACKAGE.rglob("*.py")}

    leaning = re.compile(r"SERIALIZABLE|ISOLATION_LEVEL\"?\s*[:=]")
    assert [path for path, text in source.items() if leaning.search(text)] == []


@pytest.fixture
def made_once(transactional_db: None, project: Project, manager: User, stranger: User) -> list[Callable[[], object]]:
    return [
        lambda: known_version(project=project, model="spancat", version="1", by=manager).pk,
        lambda: setting_up.set_role(project=project, person=stranger, role=Membership.Role.ANNOTATOR).pk,
        lambda: setting_up.practice_project().pk,
    ]


def test_many_at_once_make_one(made_once: list[Callable[[], object]]) -> None:
    for act in made_once:
        assert len(set(at_once([act] * 8))) == 1

    assert ModelVersion.objects.count() == 1
    assert Project.with_practice.filter(is_practice=True).count() == 1
