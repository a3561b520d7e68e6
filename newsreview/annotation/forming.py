"""The form of a claim (direct, mixed, paraphrase, narrator), computed from quote marks and link until a person sets it."""

from typing import Any
from uuid import UUID

from newsreview.annotation.journal import Draft
from newsreview.annotation.models import Link, Span
from newsreview.annotation.standing import Snapshot, span_snapshot
from newsreview.labels.models import Attribute, Label
from newsreview.quotes import form


def form_attribute(label: Label) -> Attribute | None:
    return next((a for a in label.attributes.all() if a.kind == Attribute.Kind.FORM), None)


def given_forms(label: Label, attributes: dict[str, Any]) -> list[str]:
    """Key of the form attribute, in a list, where somebody gave it a value."""
    attribute = form_attribute(label)
    return [attribute.key] if attribute and attributes.get(attribute.key) is not None else []


def with_form(draft: Draft, span_id: UUID, snapshot: Snapshot) -> Snapshot:
    """The snapshot with its form computed anew, unless a person gave one."""
    attribute = form_attribute(draft.labels[snapshot["label"]])
    if attribute is None or attribute.key in snapshot["given"]:
        return snapshot
    # A link to a span of its own label (continues) says nothing about who says it.
    linked = Link.objects.filter(from_span=span_id).exclude(to_span__label__key=snapshot["label"]).exists()
    value = form(draft.article.text, snapshot["start"], snapshot["end"], linked=linked)
    return snapshot | {"attributes": snapshot["attributes"] | {attribute.key: value}}


def form_anew(draft: Draft, span_id: UUID) -> None:
    """After a link from this span came or went."""
    span = Span.objects.select_related("label").get(pk=span_id)
    before = span_snapshot(span)
    draft.put("span", span_id, before, with_form(draft, span_id, before), computed=True)
