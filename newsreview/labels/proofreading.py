"""What a label set must not say before it is published, since it could never be taken back."""

from typing import get_args

from django.core.exceptions import ValidationError

from newsreview.labels.models import Attribute, Label, LabelSetVersion
from newsreview.quotes import Form

# Keys that mean something in the text already, whatever the label set: those of static/js/keymap.js, and a r A while
# more places are proposed for a span.
RESERVED_SHORTCUTS = frozenset("jJkKnNfFlLxuUarAmMv,.*=[]{}<>()?i/g\\VP0123456789")
# What every span has beside its attributes; operations call them by these names.
RESERVED_ATTRIBUTES = frozenset({"note", "unsure"})
MAX_TEXT = 500


class BadScheme(ValueError):
    """A label set that cannot be published; the message names the label and what to change."""


def refuse_contradictions(version: LabelSetVersion) -> None:
    labels = list(version.labels.prefetch_related("attributes"))
    spans = {label.key for label in labels if label.kind == Label.Kind.SPAN}
    for label in labels:
        refuse_malformed(label, f"Label “{label.key}”")
        refuse_bad_shortcut(label)
        refuse_unknown_ends(label, spans)
        for attribute in label.attributes.all():
            refuse_malformed(attribute, f"Attribute “{label.key}.{attribute.key}”")
            refuse_bad_values(label, attribute)
            refuse_bad_default(label, attribute)
        refuse_bad_attributes(label)
    refuse_same_keys(labels)
    refuse_same_dress(labels)


def refuse_malformed(row: Label | Attribute, name: str) -> None:
    try:
        row.clean_fields(exclude=["version", "label", "default", "values"])
    except ValidationError as error:
        raise BadScheme(f"{name}: {' '.join(error.messages)}") from error


def refuse_bad_shortcut(label: Label) -> None:
    if label.shortcut and (label.shortcut.isspace() or not label.shortcut.isprintable()):
        raise BadScheme(f"The key of label “{label.key}” is not one that can be seen: choose a letter.")
    if reserved := keys_of(label.shortcut, label.unit) & RESERVED_SHORTCUTS:
        raise BadScheme(f"The key “{min(reserved)}” of label “{label.key}” is reserved: choose another.")


def keys_of(shortcut: str, unit: str) -> set[str]:
    """With Shift, the key of a label for paragraphs goes on to the end: that key is the label's too."""
    return {shortcut, shortcut.upper()} if unit == Label.Unit.PARAGRAPH else {shortcut}


def refuse_unknown_ends(label: Label, spans: set[str]) -> None:
    if unknown := {*label.excludes, *label.from_labels, *label.to_labels} - spans:
        raise BadScheme(f"Label “{label.key}” names span labels that do not exist: {', '.join(sorted(unknown))}.")
    if label.kind == Label.Kind.LINK and not (label.from_labels and label.to_labels):
        raise BadScheme(f"Link label “{label.key}” must say from and to which span labels it goes.")


def refuse_bad_attributes(label: Label) -> None:
    attributes = label.attributes.all()
    if reserved := RESERVED_ATTRIBUTES & {attribute.key for attribute in attributes}:
        raise BadScheme(f"“{label.key}.{min(reserved)}” is what every span has already: call it something else.")
    forms = [attribute for attribute in attributes if attribute.kind == Attribute.Kind.FORM]
    if forms and (label.kind != Label.Kind.SPAN or len(forms) > 1):
        raise BadScheme(f"Only a span label has a form, and only one; “{label.key}” asks for it otherwise.")


def refuse_bad_values(label: Label, attribute: Attribute) -> None:
    name = f"“{label.key}.{attribute.key}”"
    values = attribute.values
    shaped = isinstance(values, list) and all(
        isinstance(value, dict) and all(isinstance(value.get(part), str) and value[part] for part in ("key", "name"))
        for value in values
    )
    if not shaped:
        raise BadScheme(f"The values of {name} must be a list of objects, each with a key and a name.")
    if len(set(attribute.value_keys)) < len(values):
        raise BadScheme(f"Two values of {name} have the same key: change one.")
    if not values and attribute.kind in {Attribute.Kind.CHOICE, Attribute.Kind.FORM}:
        raise BadScheme(f"Attribute {name} offers no values.")
    if attribute.kind == Attribute.Kind.FORM and set(attribute.value_keys) != set(get_args(Form)):
        raise BadScheme(f"The values of {name} must be those that can be computed: {', '.join(get_args(Form))}.")


def refuse_bad_default(label: Label, attribute: Attribute) -> None:
    default = attribute.default
    if default is None:
        return
    name = f"“{label.key}.{attribute.key}”"
    match attribute.kind:
        case Attribute.Kind.CHOICE | Attribute.Kind.FORM:
            if default not in attribute.value_keys:
                raise BadScheme(f"The default of {name} is none of its values.")
        case Attribute.Kind.FLAG:
            if not isinstance(default, bool):
                raise BadScheme(f"The default of {name} must be true or false.")
        case _:
            if not isinstance(default, str) or not default.strip() or len(default) > MAX_TEXT:
                raise BadScheme(f"The default of {name} must be a text of 1 to {MAX_TEXT} characters.")


def refuse_same_keys(labels: list[Label]) -> None:
    label_at: dict[str, str] = {}
    for label in labels:
        for key in keys_of(label.shortcut, label.unit) - {""}:
            if other := label_at.get(key):
                raise BadScheme(f"Labels “{other}” and “{label.key}” both have the key “{key}”: change one.")
            label_at[key] = label.key


def refuse_same_dress(labels: list[Label]) -> None:
    dresses: dict[tuple[str, str, str], str] = {}
    for label in labels:
        if label.kind != Label.Kind.SPAN:
            continue
        dress = (label.channel, label.hue, label.line)
        if other := dresses.get(dress):
            raise BadScheme(f"Labels “{other}” and “{label.key}” wear the same dress: change one.")
        dresses[dress] = label.key
