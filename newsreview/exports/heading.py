"""The first line of an export: what it is, under which label set it was made, and how much is in it."""

from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

from django.db import connection
from django.db.models import Q

from newsreview.annotation.models import AnnotationSet
from newsreview.labels.models import Attribute, Label, LabelSetVersion
from newsreview.projects.models import Project

FORMAT = "newsreview-annotations"
FORMAT_VERSION = 1
COUNTS = files("newsreview.exports").joinpath("counts.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Announced:
    counts: dict[str, int]
    left_out: dict[str, int]
    at: datetime


def announce(project: Project) -> Announced:
    """What the export will hold, and the moment it shows."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {"project": project.pk})
        names = [column.name for column in cursor.description]
        *counts, taken_back, at = cursor.fetchone()
    return Announced(dict(zip(names, counts, strict=False)), {"taken_back": taken_back}, at)


def header(
    project: Project, announced: Announced, current: LabelSetVersion, others: list[LabelSetVersion]
) -> dict[str, Any]:
    return {
        "type": "header",
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "project": {"slug": project.slug, "name": project.name},
        "exported_at": announced.at.isoformat(),
        "counts": announced.counts,
        "left_out": announced.left_out,
        "label_set": described(current),
        "other_label_sets": [described(version) for version in others],
    }


def versions(project: Project) -> tuple[LabelSetVersion, list[LabelSetVersion]]:
    """The version new sets get, and those which older sets are pinned to."""
    pinned = AnnotationSet.objects.filter(task__project=project).order_by().values("label_set_version")
    found = (
        LabelSetVersion.objects.filter(Q(pk=project.label_set_version_id) | Q(pk__in=pinned))
        .select_related("label_set")
        .prefetch_related("labels__attributes")
        .order_by("label_set__created_at", "number", "pk")
    )
    by_id = {version.pk: version for version in found}
    return by_id.pop(project.label_set_version_id), list(by_id.values())


def asked(version: LabelSetVersion) -> list[str]:
    """What a set that is not submitted yet is asked for."""
    return [label.key for label in version.labels.all() if not label.retired]


def described(version: LabelSetVersion) -> dict[str, Any]:
    return {
        "id": str(version.pk),
        "name": version.label_set.name,
        "version": version.number,
        "published_at": version.published_at.isoformat() if version.published_at else None,
        "labels": [described_label(label) for label in version.labels.all()],
        "guideline": version.guideline,
    }


def described_label(label: Label) -> dict[str, Any]:
    return {
        "key": label.key,
        "kind": label.kind,
        "name": label.name,
        "summary": label.summary,
        "rule": label.rule,
        "unit": label.unit,
        "excludes": label.excludes,
        "from_labels": label.from_labels,
        "to_labels": label.to_labels,
        "at_most_one": label.at_most_one,
        "shortcut": label.shortcut,
        "channel": label.channel,
        "hue": label.hue,
        "line": label.line,
        "retired": label.retired,
        "attributes": [described_attribute(attribute) for attribute in label.attributes.all()],
    }


def described_attribute(attribute: Attribute) -> dict[str, Any]:
    return {
        "key": attribute.key,
        "name": attribute.name,
        "kind": attribute.kind,
        "values": attribute.values,
        "required": attribute.required,
        "enabled": attribute.enabled,
        "default": attribute.default,
    }
