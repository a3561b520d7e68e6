"""Changing a project that stands."""

from django.db import models, transaction

from newsreview.labels.models import LabelSetVersion
from newsreview.projects.models import Project


@transaction.atomic
def change_project(
    *, project: Project, slug: str, name: str, label_set_version: LabelSetVersion, infer_links: bool = True
) -> Project:
    """Sets that are begun keep the version they were begun with; sets begun from now on take the new one.

    Raises ValidationError when the slug is taken or malformed.
    """
    changed = {"slug": slug, "name": name, "label_set_version": label_set_version, "infer_links": infer_links}
    for field, value in changed.items():
        setattr(project, field, value)
    project.full_clean()
    project.save(update_fields=changed)
    return project


def projects_behind(version: LabelSetVersion) -> models.QuerySet[Project]:
    """Those that work with an earlier version of its label set."""
    earlier = {"label_set_version__label_set": version.label_set_id, "label_set_version__number__lt": version.number}
    return Project.with_practice.filter(**earlier)


@transaction.atomic
def move_projects(*, version: LabelSetVersion) -> int:
    """Sets begun from now on take this version in all of them."""
    return projects_behind(version).update(label_set_version=version)
