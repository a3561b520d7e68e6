"""Making label sets: from a scheme (data such as fixtures/scheme/news.json) to a published version."""

import json
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from newsreview.accounts.models import User
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
    for position, entry in enumerate(scheme["labels"]):
        fields = {name: value for name, value in entry.items() if name != "attributes"}
        label = saved(Label(version=version, position=position, **fields), f"Label “{entry['key']}”")
        for place, attribute in enumerate(entry.get("attributes", [])):
            name = f"Attribute “{label.key}.{attribute['key']}”"
            saved(Attribute(label=label, position=place, **attribute), name)
    refuse_contradictions(version)
    return version


def saved(row: Row, name: str) -> Row:
    try:
        row.full_clean()
    except ValidationError as error:
        raise BadScheme(f"{name}: {' '.join(error.messages)}") from error
    row.save(force_insert=True)
    return row


@transaction.atomic
def publish(*, version: LabelSetVersion, by: User | None) -> LabelSetVersion:
    """From now on the version only grows. Publishing twice changes nothing."""
    version = LabelSetVersion.objects.select_for_update().get(pk=version.pk)
    if not version.is_published:
        refuse_contradictions(version)
        version.published_at, version.published_by = timezone.now(), by
        version.save(update_fields=["published_at", "published_by"])
    return version
