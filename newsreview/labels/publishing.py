"""Making label sets: from a scheme (data such as fixtures/scheme/news.json) to a published version."""

import json
from collections import Counter
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from newsreview.accounts.models import User
from newsreview.labels.drafting import lock_version
from newsreview.labels.models import Attribute, Label, LabelSet, LabelSetVersion
from newsreview.labels.proofreading import RESERVED_SHORTCUTS, BadScheme, refuse_contradictions

__all__ = ["RESERVED_SHORTCUTS", "BadScheme", "default_scheme", "make_label_set", "publish", "refuse_contradictions"]

Row = TypeVar("Row", Label, Attribute)

DEFAULT_SCHEME = Path(settings.BASE_DIR) / "fixtures" / "scheme" / "news.json"


def default_scheme() -> dict[str, Any]:
    scheme: dict[str, Any] = json.loads(DEFAULT_SCHEME.read_text(encoding="utf-8"))
    return scheme


@transaction.atomic
def make_label_set(*, scheme: dict[str, Any]) -> LabelSetVersion:
    """An unpublished first version of a new label set; raises BadScheme when the scheme contradicts itself."""
    label_set = LabelSet.objects.create(name=scheme["name"])
    guideline = {part: scheme[part] for part in ("intro", "order_of_work", "sections") if part in scheme}
    version = LabelSetVersion.objects.create(label_set=label_set, guideline=guideline)
    labels: list[Label] = []
    attributes: list[Attribute] = []
    for position, entry in enumerate(scheme["labels"]):
        fields = {name: value for name, value in entry.items() if name != "attributes"}
        label = well_formed(Label(version=version, position=position, **fields), f"Label “{entry['key']}”")
        labels.append(label)
        attributes += [
            well_formed(Attribute(label=label, position=place, **asked), f"Attribute “{label.key}.{asked['key']}”")
            for place, asked in enumerate(entry.get("attributes", []))
        ]
    refuse_twice("labels have the key", [label.key for label in labels])
    refuse_twice("labels have the keyboard key", [label.shortcut for label in labels if label.shortcut])
    refuse_twice("attributes have the key", [f"{attribute.label.key}.{attribute.key}" for attribute in attributes])
    Label.objects.bulk_create(labels)
    Attribute.objects.bulk_create(attributes)
    refuse_contradictions(version)
    return version


def well_formed(row: Row, name: str) -> Row:
    """What it says of itself is checked here; what two rows say together, by refuse_twice and by the database."""
    try:
        row.clean_fields(exclude=["version", "label"])
        row.clean()
    except ValidationError as error:
        raise BadScheme(f"{name}: {' '.join(error.messages)}") from error
    return row


def refuse_twice(what: str, names: list[str]) -> None:
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise BadScheme(f"Two {what} “{twice[0]}”: change one.")


@transaction.atomic
def publish(*, version: LabelSetVersion, by: User | None) -> LabelSetVersion:
    """From now on the version only grows. Publishing twice changes nothing."""
    version = lock_version(version.pk)
    if not version.is_published:
        refuse_contradictions(version)
        version.published_at, version.published_by = timezone.now(), by
        version.save(update_fields=["published_at", "published_by"])
    return version
