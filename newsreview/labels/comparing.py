"""What a version of a label set says otherwise than an earlier one."""

from collections.abc import Iterator
from dataclasses import dataclass

from newsreview.labels.growing import changed_fields, changed_in_guideline, named
from newsreview.labels.guideline_text import Guideline
from newsreview.labels.models import Attribute, Label, LabelSetVersion


def place_of(label: str, attribute: str = "", value: str = "") -> str:
    """The name of a label or of a value among all of a version: claim, claim.kind.fact."""
    return ".".join(part for part in (label, attribute, value) if part)


@dataclass(frozen=True, slots=True)
class Gone:
    """A label that is given no more, or a value that is offered no more."""

    label: Label
    attribute: Attribute | None = None
    value: str = ""

    @property
    def place(self) -> str:
        return place_of(self.label.key, self.attribute.key if self.attribute else "", self.value)


def labels_by_key(version: LabelSetVersion) -> dict[str, Label]:
    return {label.key: label for label in version.labels.prefetch_related("attributes")}


def gone(before: LabelSetVersion, after: LabelSetVersion) -> Iterator[Gone]:
    now = labels_by_key(after)
    for label in labels_by_key(before).values():
        standing = now.get(label.key)
        if standing is None:
            continue
        if standing.retired and not label.retired:
            yield Gone(standing)
        asked = {attribute.key: attribute for attribute in standing.attributes.all()}
        for attribute in label.attributes.all():
            offered = asked[attribute.key].value_keys if attribute.key in asked else attribute.value_keys
            for value in attribute.value_keys:
                if value not in offered:
                    yield Gone(standing, asked[attribute.key], value)


def places_gone(version: LabelSetVersion) -> list[str]:
    """Whatever any earlier version had."""
    earlier = version.label_set.versions.filter(number__lt=version.number)
    return sorted({what.place for before in earlier for what in gone(before, version)})


def differences(before: LabelSetVersion, after: LabelSetVersion) -> list[str]:
    """Each part that says something else, in the words of a person who asks what is about to change."""
    return [*differing_labels(before, after), *changed_in_guideline(before.guideline, after.guideline)]


def differing_labels(before: LabelSetVersion, after: LabelSetVersion) -> Iterator[str]:
    labels = labels_by_key(before)
    for key, label in labels_by_key(after).items():
        yield from differing(labels.get(key), label)
        asked = {attribute.key: attribute for attribute in labels[key].attributes.all()} if key in labels else {}
        for attribute in label.attributes.all() if key in labels else ():
            yield from differing(asked.get(attribute.key), attribute)


def differing(before: Label | Attribute | None, after: Label | Attribute) -> Iterator[str]:
    if before is None:
        yield named(after)
    for part in changed_fields(before, after):
        yield named(after, part)


def changed_rules(before: Guideline, after: Guideline) -> list[dict[str, str]]:
    """Rules whose text reads otherwise, with the wording of before and of now; what one of them lacks is empty."""
    then, now = wordings(before), wordings(after)
    pairs = [(number, then.get(number, ""), now.get(number, "")) for number in dict.fromkeys((*now, *then))]
    return [{"number": number, "before": old, "after": new} for number, old, new in pairs if old != new]


def wordings(guideline: Guideline) -> dict[str, str]:
    """The text of each rule by its number."""
    return {rule["number"]: rule["text"] for section in guideline.get("sections", []) for rule in section["rules"]}
