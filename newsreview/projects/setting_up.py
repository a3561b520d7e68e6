"""Making a project, its team and its tasks."""

from collections.abc import Iterable
from typing import Any, Unpack

from django.db import IntegrityError, transaction
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.corpus.models import Article
from newsreview.labels.models import LabelSetVersion
from newsreview.labels.publishing import default_scheme, make_label_set, publish
from newsreview.projects import giving_out
from newsreview.projects.models import Membership, Project, Task


@transaction.atomic
def create_project(
    *,
    slug: str,
    name: str = "",
    label_set_version: LabelSetVersion | None = None,
    infer_links: bool = True,
    by: User | None = None,
    **rules: Unpack[giving_out.Rules],
) -> Project:
    """A new project on a published label-set version; on the default scheme, published anew, when none is given.

    Raises ValidationError when the slug is taken or malformed, or the version is not published.
    """
    version = label_set_version or publish(version=make_label_set(scheme=default_scheme()), by=by)
    named = name or slug.replace("-", " ").capitalize()
    project = Project(slug=slug, name=named, label_set_version=version, infer_links=infer_links, **rules)
    project.full_clean()
    try:
        with transaction.atomic():
            project.save()
    except IntegrityError:
        project.full_clean()  # somebody took the short name at this moment, which it says
        raise
    if by is not None:
        set_role(project=project, person=by, role=Membership.Role.MANAGER)
    return project


def practice_project() -> Project:
    """The installation's own; made, on the default scheme, when somebody first asks for it."""
    fields: dict[str, Any] = {
        "slug": f"practice-{uuid7()}",  # no address leads there: the short name is left to others
        "name": "Practice",
        "label_set_version": lambda: publish(version=make_label_set(scheme=default_scheme()), by=None),
    }
    project, _ = Project.with_practice.get_or_create(is_practice=True, defaults=fields)
    return project


def set_role(*, project: Project, person: User, role: str) -> Membership:
    """Raises ValueError when there is no such role."""
    role = Membership.Role(role)
    membership, _ = Membership.objects.update_or_create(project=project, person=person, defaults={"role": role})
    return membership


@transaction.atomic
def add_tasks(*, project: Project, articles: Iterable[Article]) -> list[Task]:
    """The tasks made, in the articles' order; articles which the project has already are passed over."""
    wanted = Task.objects.bulk_create(
        (Task(project=project, article=article) for article in articles), ignore_conflicts=True, batch_size=5_000
    )
    made = set(Task.objects.filter(pk__in=[task.pk for task in wanted]).values_list("pk", flat=True))
    giving_out.open_slots(project=project, tasks=list(made))
    return [task for task in wanted if task.pk in made]
