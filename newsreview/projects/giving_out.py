"""How the work of a project is given out: how many people annotate an article, and in which order."""

from collections.abc import Iterable
from datetime import date
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery

from newsreview.projects.models import Project, Slot, Task

# As many as the project asks for, numbered from 1; a number that a slot has already is passed over.
OPEN = """
INSERT INTO projects_slot (project_id, task_id, number, turn)
SELECT task.project_id, task.id, missing.number, task.turn
  FROM projects_task task
  JOIN projects_project project ON project.id = task.project_id
 CROSS JOIN LATERAL (
       SELECT number
         FROM generate_series(1, project.people_per_article) number
        WHERE number NOT IN (SELECT slot.number FROM projects_slot slot WHERE slot.task_id = task.id)
        ORDER BY number
        LIMIT greatest(0, project.people_per_article
                          - (SELECT count(*) FROM projects_slot slot WHERE slot.task_id = task.id))
 ) missing
 WHERE task.project_id = %(project)s AND (%(tasks)s::uuid[] IS NULL OR task.id = ANY (%(tasks)s::uuid[]))
"""

CLOSE = """
DELETE FROM projects_slot
 WHERE id IN (
       SELECT id
         FROM (SELECT id, person_id, row_number() OVER (PARTITION BY task_id ORDER BY person_id, number) AS place
                 FROM projects_slot
                WHERE project_id = %(project)s) AS placed  -- the open ones, without a person, come last
        WHERE person_id IS NULL AND place > %(many)s
 )
"""


def open_slots(*, project: Project, tasks: list[UUID] | None = None) -> None:
    """Give these tasks of the project, or all of them, the slots they lack."""
    with connection.cursor() as cursor:
        cursor.execute(OPEN, {"project": project.pk, "tasks": tasks})


class Rules(TypedDict, total=False):
    """How a project's work is given out and looked at."""

    people_per_article: int
    lease_hours: int | None
    own_taking: bool
    blind: bool
    review_coverage: str
    review_share: int


@transaction.atomic
def change_rules(*, project: Project, **rules: Unpack[Rules]) -> Project:
    """More people to an article open slots; fewer take away what is open. Whoever has a task keeps it.

    Raises ValidationError.
    """
    # Nobody adds tasks meanwhile: a task's foreign key waits for this lock.
    before = Project.objects.select_for_update(of=("self",)).get(pk=project.pk).people_per_article
    for name, value in rules.items():
        setattr(project, name, value)
    project.full_clean()
    project.save(update_fields=rules)
    if project.people_per_article > before:
        open_slots(project=project)
    elif project.people_per_article < before:
        close_slots(project=project)
    return project


def close_slots(*, project: Project) -> None:
    """Take away the open slots of tasks that have more than the project asks for."""
    unclaimed = Slot.objects.filter(project=project, person=None).order_by("pk")
    list(unclaimed.select_for_update().values_list("pk"))  # whoever is taking one now has it before they are counted
    with connection.cursor() as cursor:
        cursor.execute(CLOSE, {"project": project.pk, "many": project.people_per_article})


class When(TypedDict, total=False):
    """How urgent a task is. What is left out stays as it is."""

    priority: int
    due_on: date | None


@transaction.atomic
def schedule(*, project: Project, tasks: Iterable[UUID], **when: Unpack[When]) -> int:
    """How urgent these tasks of the project are from now on; how many they were."""
    Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    chosen = Task.objects.of(project).filter(pk__in=list(tasks))
    changed = chosen.update(**when)
    turn = Task.objects.filter(pk=OuterRef("task")).values("turn")
    Slot.objects.filter(task__in=chosen.values("pk")).update(turn=Subquery(turn))
    return changed
