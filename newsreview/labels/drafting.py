"""Working on a version of a label set until it is published."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from newsreview.labels.models import Attribute, Label, LabelSet, LabelSetVersion


class Published(ValueError):
    """The version is published: it takes no more changes here. The message says what to do."""


def lock_draft(version_id: UUID) -> LabelSetVersion:
    """Publishing waits for the change, or the change finds the version published."""
    version = LabelSetVersion.objects.select_for_update(of=("self",)).select_related("label_set").get(pk=version_id)
    if version.is_published:
        raise Published(
            _("%(version)s is published and stays as it is. Begin its next version.") % {"version": version}
        )
    return version


@transaction.atomic
def rename_label_set(*, label_set: LabelSet, name: str) -> LabelSet:
    label_set.name = name
    label_set.full_clean()
    label_set.save(update_fields=["name"])
    return label_set


@transaction.atomic
def write_guideline(*, version: LabelSetVersion, guideline: dict[str, Any]) -> LabelSetVersion:
    locked = lock_draft(version.pk)
    locked.guideline = guideline
    locked.save(update_fields=["guideline"])
    return locked


@transaction.atomic
def put_label(*, label: Label) -> Label:
    """Add a label to a draft, or change one of it. Raises Published, or ValidationError."""
    lock_draft(label.version_id)
    label.full_clean()
    label.save()
    return label


@transaction.atomic
def put_attribute(*, attribute: Attribute) -> Attribute:
    """Add an attribute to a draft's label, or change one of it. Raises Published, or ValidationError."""
    lock_draft(attribute.label.version_id)
    attribute.full_clean()
    attribute.save()
    return attribute


@transaction.atomic
def begin_next_version(*, label_set: LabelSet) -> LabelSetVersion:
    """A draft that says what the newest version says; the draft that is being worked on, where there is one."""
    LabelSet.objects.select_for_update().get(pk=label_set.pk)
    newest = label_set.versions.order_by("-number").first()
    if newest and not newest.is_published:
        return newest
    highest = label_set.versions.aggregate(highest=Max("number"))["highest"] or 0
    draft = LabelSetVersion.objects.create(
        label_set=label_set, number=highest + 1, guideline=newest.guideline if newest else {}
    )
    for label in newest.labels.prefetch_related("attributes") if newest else []:
        attributes = list(label.attributes.all())
        label.pk, label.version = uuid7(), draft
        label.save(force_insert=True)
        for attribute in attributes:
            attribute.pk, attribute.label = uuid7(), label
        Attribute.objects.bulk_create(attributes)
    return draft
