"""S1: the table of permissions is what the code answers, row by row, and what docs/permissions.md shows."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from newsreview import access
from newsreview.access import permissions
from newsreview.access.permissions import PEOPLE, TABLE, Permission
from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Project, Task
from tests.permitted import Asked, World, state_of

PAGE = Path(__file__).parents[1] / "docs" / "permissions.md"


# How each question is asked, so that the answer is yes or no.
QUESTIONS: dict[str, Callable[[User, Asked], bool]] = {
    "visible_projects": lambda user, of: of.project in access.visible_projects(user),
    "guided_projects": lambda user, of: of.project in access.guided_projects(user),
    "visible_label_sets": lambda user, of: of.project.label_set_version in access.visible_label_sets(user),
    "known_people": lambda user, _of: any(user != other for other in access.known_people(user)),
    "managed_projects": lambda user, of: of.project in access.managed_projects(user),
    "may_manage": lambda user, of: access.may_manage(user, of.project),
    "may_import": lambda user, of: access.may_import(user, of.project),
    "may_invite": lambda user, of: access.may_invite(user, of.project),
    "revocable_invitations": lambda user, of: access.revocable_invitations(user).filter(project=of.project).exists(),
    "may_shape": lambda user, of: access.may_shape(user, of.project.label_set_version.label_set),
    "may_make_projects": lambda user, _of: access.may_make_projects(user),
    "exportable_projects": lambda user, of: of.project in access.exportable_projects(user),
    "may_export": lambda user, of: access.may_export(user, of.project),
    "predicted_projects": lambda user, of: of.project in access.predicted_projects(user),
    "may_predict": lambda user, of: access.may_predict(user, of.project),
    "compared_projects": lambda user, of: of.project in access.compared_projects(user),
    "may_compare": lambda user, of: access.may_compare(user, of.project),
    "visible_tasks": lambda user, of: of.task in access.visible_tasks(user),
    "visible_articles": lambda user, of: of.task.article in access.visible_articles(user),
    "visible_stories": lambda user, of: of.task.article.story in access.visible_stories(user),
    "visible_outlets": lambda user, of: of.task.article.outlet in access.visible_outlets(user),
    "curated_articles": lambda user, of: of.task.article in access.curated_articles(user),
    "may_take": lambda user, of: access.may_take(user, of.task),
    "open_projects": lambda user, of: of.project in access.open_projects(user),
    "annotated_projects": lambda user, of: of.project in access.annotated_projects(user),
    "annotators_of": lambda user, of: user in access.annotators_of(of.project),
    "visible_sets": lambda user, of: of.annotation_set in access.visible_sets(user),
    "visible_threads": lambda user, of: access.visible_threads(user).filter(annotation_set=of.annotation_set).exists(),
    "visible_colleagues": lambda user, of: access.visible_colleagues(user).filter(task=of.task).exists(),
    "own_sets": lambda user, of: of.annotation_set in access.own_sets(user),
    "practice_sets": lambda user, of: of.annotation_set in access.practice_sets(user),
    "editable_sets": lambda user, of: of.annotation_set in access.editable_sets(user),
    "may_edit": lambda user, of: access.may_edit(user, set_of(of)),
    "changeable_sets": lambda user, of: of.annotation_set in access.changeable_sets(user),
    "changeable_set": lambda user, of: access.changeable_set(user, set_of(of).pk) == of.annotation_set,
    "may_talk": lambda user, of: access.may_talk(user, set_of(of)),
    "compared_tasks": lambda user, of: of.task in access.compared_tasks(user, of.project),
    "scored_tasks": lambda user, of: of.task in access.scored_tasks(user, of.version),
    "annotates": lambda user, _of: access.annotates(user),
    "reviews": lambda user, _of: access.reviews(user),
    "colleagues_sets": lambda user, of: of.annotation_set in access.colleagues_sets(user),
    "reviewed_sets": lambda user, of: of.annotation_set in access.reviewed_sets(user),
    "readers_of": lambda user, of: user in access.readers_of(set_of(of)),
    "adjudicated_tasks": lambda user, of: of.task in access.adjudicated_tasks(user),
    "settled_tasks": lambda user, of: of.task in access.settled_tasks(user),
    "may_open_back_office": lambda user, _of: access.may_open_back_office(user),
    "Searched": lambda user, of: searched(access.Searched(user), of),
}


def set_of(of: Asked) -> AnnotationSet:
    assert of.annotation_set
    return of.annotation_set


def searched(found: access.Searched, of: Asked) -> bool:
    """By its task, or where a set is asked about by that."""
    return of.annotation_set in found.sets() if of.annotation_set else of.task in found.tasks()


ROWS = [row for rows in TABLE.values() for row in rows]


@pytest.fixture
def world(project: Project, person: Callable[..., User], make_task: Callable[..., Task]) -> World:
    return World(project, person, make_task)


def answers(world: World, row: Permission, who: str) -> dict[str, bool]:
    """What each question of the row answers this person; the state is taken back."""
    with transaction.atomic():
        asked = state_of(row)(world)
        world.become(who)
        told = {name: QUESTIONS[name](world.someone, asked) for name in row.asks}
        world.someone.is_active = False
        world.someone.save(update_fields=["is_active"])
        gone = {name: QUESTIONS[name](world.someone, asked) for name in row.asks}
        transaction.set_rollback(True)
    world.someone.is_active, world.someone.is_superuser, world.someone.is_staff = True, False, False
    assert set(gone.values()) == {False}, (row, who, "deactivated", gone)
    return told


@pytest.mark.parametrize("part", TABLE)
def test_every_row_is_what_the_code_answers(world: World, part: str) -> None:
    """Deactivated, everybody is answered no."""
    told = {(row.what, row.when, who): answers(world, row, who) for row in TABLE[part] for who in PEOPLE}
    said = {(row.what, row.when, who): dict.fromkeys(row.asks, who in row.who) for row in TABLE[part] for who in PEOPLE}

    assert {asked: found for asked, found in told.items() if found != said[asked]} == {}


def test_no_question_is_without_a_row() -> None:
    assert {name for row in ROWS for name in row.asks} | {*permissions.HELPERS} == {*access.__all__}


def test_no_row_stands_twice() -> None:
    assert len({(row.what, row.when) for row in ROWS}) == len(ROWS)


def test_the_page_is_what_the_command_prints() -> None:
    printed = StringIO()
    call_command("permissions", stdout=printed)

    assert printed.getvalue().strip() in PAGE.read_text(encoding="utf-8")
