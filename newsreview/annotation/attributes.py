"""Attribute values: what a label asks, and whether an answer is one."""

from collections.abc import Collection
from typing import Any

from newsreview.annotation.refusals import Unacceptable
from newsreview.labels.models import Attribute, Label

Value = str | bool | None
MAX_TEXT = 500


def attribute_of(label: Label, key: str) -> Attribute:
    for attribute in label.attributes.all():
        if attribute.key == key:
            return attribute
    raise Unacceptable(f"The label “{label.key}” has no attribute “{key}”.")


def filled_in(label: Label) -> list[Attribute]:
    """What the app answers by itself until a person does: the form of a claim, who a source is."""
    return [a for a in label.attributes.all() if a.kind in {Attribute.Kind.FORM, Attribute.Kind.SUGGESTION}]


def touched(label: Label, answered: Collection[str]) -> list[str]:
    """Keys of what the app would fill in, among those that a person has answered: the app leaves these alone."""
    return [attribute.key for attribute in filled_in(label) if attribute.key in answered]


def checked(label: Label, attributes: dict[str, Any]) -> dict[str, Any]:
    """The attributes as they are to be stored; raises Unacceptable with the name of the first bad one."""
    return {
        key: checked_value(attribute_of(label, key), value) for key, value in attributes.items() if value is not None
    }


def checked_value(attribute: Attribute, value: Value) -> Value:
    name = f"“{attribute.label.key}.{attribute.key}”"
    match attribute.kind:
        case Attribute.Kind.CHOICE | Attribute.Kind.FORM:
            if value not in attribute.value_keys:
                raise Unacceptable(f"{name} is one of {', '.join(attribute.value_keys)}; not {value!r}.")
        case Attribute.Kind.FLAG:
            if not isinstance(value, bool):
                raise Unacceptable(f"{name} is true or false; not {value!r}.")
        case _:
            if not isinstance(value, str) or not value.strip() or len(value) > MAX_TEXT:
                raise Unacceptable(f"{name} is a text of 1 to {MAX_TEXT} characters.")
            checked_text(value, name)
    return value


def answers(label: Label, key: str, value: Value) -> bool:
    """Whether the value is an answer to a question of this name that the label asks."""
    try:
        checked(label, {key: value})
    except Unacceptable:
        return False
    return True


def answered_in(attributes: dict[str, Any]) -> set[str]:
    return {key for key, value in attributes.items() if value is not None}


def checked_text(text: str, name: str) -> str:
    """PostgreSQL stores neither NUL nor half a surrogate pair."""
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise Unacceptable(f"{name} holds a character that cannot be stored (NUL or half a surrogate pair).")
    return text


def with_defaults(label: Label, attributes: dict[str, Any]) -> dict[str, Any]:
    """What the app fills in where nothing was said; the annotator checks it."""
    defaults = {a.key: a.default for a in label.attributes.all() if a.default is not None}
    return defaults | attributes
