"""Questions with their answers, as buttons and fields that carry operations."""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from newsreview.labels.models import Attribute, Label

# Answers one attribute, by its key, with a value: the operation that a button carries.
Do = Callable[[str, object], str]


def operation(op: str, **fields: Any) -> str:
    """An operation as the value of a button. Its id is made here: two clicks on one button are one edit."""
    return json.dumps({"op": op, "id": str(uuid7()), **fields})


@dataclass(frozen=True, slots=True)
class Answer:
    """One value of an attribute, as a button."""

    name: str
    key: str
    chosen: bool
    do: str


@dataclass(frozen=True, slots=True)
class Question:
    """An attribute of a span, a link or the article, with its answers or its present text."""

    attribute: Attribute
    answers: Sequence[Answer]
    text: str
    do: str
    filled: bool = False
    """Whether the app gave the answer that stands, and nobody has touched it."""

    @property
    def suggests(self) -> bool:
        return self.attribute.kind == Attribute.Kind.SUGGESTION

    @property
    def said(self) -> str:
        return next((answer.name for answer in self.answers if answer.chosen), self.text)


TEXTS = {Attribute.Kind.TEXT, Attribute.Kind.SUGGESTION}


def questions(
    label: Label, given: dict[str, Any], do: Do, *, digits: Iterator[str] | None = None, filled: Collection[str] = ()
) -> list[Question]:
    """Every attribute of the label. Keys are dealt out to all values in their order, while there are any."""
    asked, digits = [], digits or iter(())
    for attribute in label.attributes.all():
        key, now = attribute.key, given.get(attribute.key)
        text = now if isinstance(now, str) and attribute.kind in TEXTS else ""
        offered = answers(attribute, now, do, digits)
        asked.append(Question(attribute, offered, text, do(key, None), filled=now is not None and key in filled))
    return asked


def answers(attribute: Attribute, now: object, do: Do, digits: Iterator[str]) -> list[Answer]:
    """A button a value; the chosen one takes itself back."""
    if attribute.kind in TEXTS:
        return []
    values: list[tuple[str, object]] = [(value["name"], value["key"]) for value in attribute.values]
    if attribute.kind == Attribute.Kind.FLAG:
        values = [(_("no"), False), (_("yes"), True)]
    return [
        Answer(name, next(digits, ""), now == value, do(attribute.key, None if now == value else value))
        for name, value in values
    ]
