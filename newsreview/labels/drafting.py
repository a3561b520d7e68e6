"""Working on a label set: on a draft freely, on a published version so that it only grows."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from newsreview.labels.growing import changed_in, changed_in_guideline
from newsreview.labels.models import Attribute, Label, LabelSet, LabelSetVersion
from newsreview.labels.proofreading import refuse_contradictions
from newsreview.labels.seeing import refuse_unseen


class Published(ValueError):
    """The version is published, and this would change what it says. The message says what, and what to do."""


def lock_version(version_id: UUID) -> LabelSetVersion:
    """The label set's row is the lock: one change at a time of all its versions."""
    LabelSet.objects.select_for_update(of=("self",), no_key=True).get(versions=version_id)
    return LabelSetVersion.objects.select_related("label_set").get(pk=version_id)


def draft_of(label_set: LabelSet) -> LabelSetVersion | None:
    """The version that is being worked on."""
    newest = label_set.versions.order_by("-number").first()
    return newest if newest and not newest.is_published else None


def refuse_to_change(version: LabelSetVersion, changed: Iterable[str]) -> None:
    """Only the newest version grows: what an older one gained, the newer would not have, and drafts would lose."""
    if not version.is_published:
        return
    if newer := version.label_set.versions.filter(number__gt=version.number).order_by("-number").first():
        told = _("%(newer)s is newer: make the change there.")
        raise Published(told % {"newer": newer})
    if names := list(dict.fromkeys(changed)):
        told = _("%(version)s is published and only grows. This would change %(what)s: make it in the next version.")
        raise Published(told % {"version": version, "what": ", ".join(names)})


@transaction.atomic
def rename_label_set(*, label_set: LabelSet, name: str) -> LabelSet:
    label_set.name = name
    label_set.full_clean()
    label_set.save(update_fields=["name"])
    return label_set


@transaction.atomic
def write_guideline(*, version: LabelSetVersion, guideline: dict[str, Any], known: str = "") -> LabelSetVersion:
    """Raises Published where a published version's rules would not all stand as before.

    `known` is the guideline as its writer saw it (seeing.seen); raises Overtaken where it reads otherwise now.
    """
    locked = lock_version(version.pk)
    refuse_unseen(locked, known)
    refuse_to_change(locked, changed_in_guideline(locked.guideline, guideline))
    locked.guideline = guideline
    locked.save(update_fields=["guideline"])
    return locked


@transaction.atomic
def put_label(*, label: Label, attributes: Collection[Attribute] = (), known: str = "") -> Label:
    """Add a label with its attributes, or change it and those that are given.

    `known` is the label as it was seen (seeing.seen). Raises Published, ValidationError, Overtaken, or, where a
    published version would contradict itself, BadScheme.
    """
    version = lock_version(label.version_id)
    if standing := version.labels.filter(pk=label.pk).first():
        refuse_unseen(standing, known)
    put(version, [label, *attributes])
    return label


@transaction.atomic
def put_attribute(*, attribute: Attribute) -> Attribute:
    """Add an attribute to a label, or change one of it. Raises as put_label does."""
    put(lock_version(attribute.label.version_id), [attribute])
    return attribute


def put(version: LabelSetVersion, rows: Sequence[Label | Attribute]) -> None:
    refuse_to_change(version, (name for row in rows for name in changed_in(row)))
    for row in rows:
        row.full_clean()
        row.save()
    if version.is_published:
        refuse_contradictions(version)


@transaction.atomic
def begin_next_version(*, label_set: LabelSet) -> LabelSetVersion:
    """A draft that says what the newest version says; the draft that is being worked on, where there is one."""
    LabelSet.objects.select_for_update(no_key=True).get(pk=label_set.pk)
    newest = label_set.versions.order_by("-number").first()
    if newest and not newest.is_published:
        return newest
    number, guideline = (newest.number + 1, newest.guideline) if newest else (1, {})
    draft = LabelSetVersion.objects.create(label_set=label_set, number=number, guideline=guideline)
    for label in newest.labels.prefetch_related("attributes") if newest else []:
        attributes = list(label.attributes.all())
        label.pk, label.version = uuid7(), draft
        label.save(force_insert=True)
        for attribute in attributes:
            attribute.pk, attribute.label = uuid7(), label
        Attribute.objects.bulk_create(attributes)
    return draft
