"""Making label sets: from a scheme (data such as fixtures/scheme/news.json) to a published version."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from newsreview.accounts.models import User
from newsreview.labels.models import Attribute, Label, LabelSet, LabelSetVersion

DEFAULT_SCHEME = Path(settings.BASE_DIR) / "fixtures" / "scheme" / "news.json"

# Keys that mean something in the text already, whatever the label set.
RESERVED_SHORTCUTS = frozenset("jknNfFlLxuUarAmMv,.*=[]{}<>()?i/g\\0123456789B")


class BadScheme(ValueError):
    """A label set that cannot be published; the message names the label and what to change."""


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
        label = Label.objects.create(version=version, position=position, **fields)
        Attribute.objects.bulk_create(
            Attribute(label=label, position=place, **attribute)
            for place, attribute in enumerate(entry.get("attributes", []))
        )
    refuse_contradictions(version)
    return version


@transaction.atomic
def publish(*, version: LabelSetVersion, by: User | None) -> LabelSetVersion:
    """From now on the version only grows. Publishing twice changes nothing."""
    version = LabelSetVersion.objects.select_for_update().get(pk=version.pk)
    if not version.is_published:
        refuse_contradictions(version)
        version.published_at, version.published_by = timezone.now(), by
        version.save(update_fields=["published_at", "published_by"])
    return version


def refuse_contradictions(version: LabelSetVersion) -> None:
    labels = list(version.labels.prefetch_related("attributes"))
    spans = {label.key for label in labels if label.kind == Label.Kind.SPAN}
    dresses: dict[tuple[str, str, str], str] = {}
    for label in labels:
        if label.shortcut in RESERVED_SHORTCUTS and label.shortcut:
            raise BadScheme(f"The key “{label.shortcut}” of label “{label.key}” is reserved: choose another.")
        if unknown := {*label.excludes, *label.from_labels, *label.to_labels} - spans:
            raise BadScheme(f"Label “{label.key}” names span labels that do not exist: {', '.join(sorted(unknown))}.")
        if label.kind == Label.Kind.LINK and not (label.from_labels and label.to_labels):
            raise BadScheme(f"Link label “{label.key}” must say from and to which span labels it goes.")
        if label.kind == Label.Kind.SPAN:
            dress = (label.channel, label.hue, label.line)
            if other := dresses.get(dress):
                raise BadScheme(f"Labels “{other}” and “{label.key}” wear the same dress: change one.")
            dresses[dress] = label.key
        for attribute in label.attributes.all():
            needs_values = attribute.kind in {Attribute.Kind.CHOICE, Attribute.Kind.FORM}
            if needs_values and not attribute.values:
                raise BadScheme(f"Attribute “{label.key}.{attribute.key}” offers no values.")
            if needs_values and attribute.default is not None and attribute.default not in attribute.value_keys:
                raise BadScheme(f"The default of “{label.key}.{attribute.key}” is none of its values.")
