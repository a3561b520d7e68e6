"""The form of a claim (direct, mixed, paraphrase, narrator): from quote marks and link, until a person sets it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from newsreview.annotation.journal import Draft
from newsreview.annotation.models import Link
from newsreview.annotation.standing import Snapshot, span_snapshot
from newsreview.labels.models import Attribute, Label
from newsreview.quotes import form


def form_attribute(label: Label) -> Attribute | None:
    return next((a for a in label.attributes.all() if a.kind == Attribute.Kind.FORM), None)


def with_form(draft: Draft, span_id: UUID, snapshot: Snapshot, *, new: bool = False) -> Snapshot:
    """The snapshot with its form computed anew, unless a person gave one. A `new` span has no links yet."""
    attribute = form_attribute(draft.labels[snapshot["label"]])
    if attribute is None or attribute.key in snapshot["given"]:
        return snapshot
    linked = not new and says_who_says_it(span_id, snapshot["label"])
    value = form(draft.article.text, snapshot["start"], snapshot["end"], linked=linked)
    return snapshot | {"attributes": snapshot["attributes"] | {attribute.key: value}}


def says_who_says_it(span_id: UUID, label: str) -> bool:
    # A link to a span of its own label (continues) says nothing about who says it.
    return Link.objects.filter(from_span=span_id).exclude(to_span__label__key=label).exists()


def form_anew(draft: Draft, spans: Iterable[UUID]) -> None:
    """After links from these spans came or went, or what they go to got another label."""
    formed = [label.key for label in draft.labels.values() if form_attribute(label)]
    for span in draft.annotation_set.spans.filter(pk__in=set(spans), label__key__in=formed).select_related("label"):
        before = span_snapshot(span)
        draft.put("span", span.pk, before, with_form(draft, span.pk, before), computed=True)


def without_computed(labels: Mapping[str, Label], snapshot: Snapshot | None) -> Snapshot | None:
    """The snapshot as people made it."""
    attribute = form_attribute(labels[snapshot["label"]]) if snapshot and "label" in snapshot else None
    if snapshot is None or attribute is None or attribute.key in snapshot.get("given", ()):
        return snapshot
    return snapshot | {"attributes": {k: v for k, v in snapshot["attributes"].items() if k != attribute.key}}
