"""Changing a project that stands."""

from django.db import transaction

from newsreview.labels.models import LabelSetVersion
from newsreview.projects.models import Project


@transaction.atomic
def change_project(*, project: Project, slug: str, name: str, label_set_version: LabelSetVersion) -> Project:
    """Sets that are begun keep the version they were begun with; sets begun from now on take the new one.

    Raises ValidationError when the slug is taken or malformed.
    """
    project.slug, project.name, project.label_set_version = slug, name, label_set_version
    project.full_clean()
    project.save(update_fields=["slug", "name", "label_set_version"])
    return project
