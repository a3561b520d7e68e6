"""Changing a project that stands."""

from django.db import transaction

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
