"""What a published version may take: labels, values and rules that were not there. All else is the next version's.

Each function names what would change of what stands; nothing, where something is only added.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from newsreview.labels.models import Attribute, Label

# What may be said where nothing has been said yet.
RULES = {"summary", "rule"}
# Which row it is, not what it says.
IDENTITY = {"id", "version", "label"}


def changed_in(row: Label | Attribute) -> Iterator[str]:
    return changed_in_label(row) if isinstance(row, Label) else changed_in_attribute(row)


def changed_in_label(label: Label) -> Iterator[str]:
    standing = Label.objects.filter(pk=label.pk).first()
    for part in changed_fields(standing, label):
        if not (part in RULES and not getattr(standing, part)):
            yield named(label, part)


def changed_in_attribute(attribute: Attribute) -> Iterator[str]:
    """A question that a standing label did not ask is a change of it."""
    standing = Attribute.objects.filter(pk=attribute.pk).first()
    if standing is None and Label.objects.filter(pk=attribute.label_id).exists():
        yield named(attribute)
    for part in changed_fields(standing, attribute):
        if standing and (part != "values" or attribute.values[: len(standing.values)] != standing.values):
            yield named(attribute, part)


def changed_fields(standing: Label | Attribute | None, given: Label | Attribute) -> list[str]:
    if standing is None:
        return []
    fields = given._meta.fields  # noqa: SLF001 -- Django's documented way to a model's fields
    said = [field for field in fields if field.name not in IDENTITY]
    return [field.name for field in said if getattr(standing, field.attname) != getattr(given, field.attname)]


def named(row: Label | Attribute, part: str = "") -> str:
    """As in “claim” (unit), “claim.kind” (values), “figure” (new)."""
    key = row.key if isinstance(row, Label) else f"{row.label.key}.{row.key}"
    field = row._meta.get_field(part) if part else None  # noqa: SLF001 -- Django's documented way to a model's fields
    return f"“{key}” ({getattr(field, 'verbose_name', _('new'))})"


def changed_in_guideline(standing: dict[str, Any], given: dict[str, Any]) -> Iterator[str]:
    for part, name in (("intro", _("the introduction")), ("order_of_work", _("the order of work"))):
        if standing.get(part) and standing[part] != given.get(part):
            yield name
    sections = {section["number"]: section for section in given.get("sections", [])}
    for section in standing.get("sections", []):
        now = sections.get(section["number"], {})
        if any(section.get(part) != now.get(part) for part in ("title", "label")):
            yield _("section %(number)s") % {"number": section["number"]}
            continue
        rules = {rule["number"]: rule for rule in now.get("rules", [])}
        for rule in section.get("rules", []):
            if loses(rule, rules.get(rule["number"], {})):
                yield _("rule %(number)s") % {"number": rule["number"]}


def loses(rule: dict[str, Any], now: dict[str, Any]) -> bool:
    if not now or (rule["text"] and rule["text"] != now["text"]):
        return True
    return any(example not in now.get(side, []) for side in ("right", "wrong") for example in rule.get(side, []))
