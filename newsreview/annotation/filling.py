"""Texts with suggestions (who a source is) that the app fills in where a gesture asks and nobody has answered."""

from uuid import UUID

from newsreview.annotation.journal import Draft
from newsreview.annotation.standing import Snapshot
from newsreview.labels.models import Attribute
from newsreview.naming_sources import Named, who_is


def with_names(draft: Draft, span_id: UUID, snapshot: Snapshot) -> Snapshot:
    """The snapshot of a new span with what its words were said to name elsewhere in the set."""
    label = draft.labels[snapshot["label"]]
    filled = dict(snapshot["attributes"])
    for attribute in label.attributes.all():
        if attribute.kind != Attribute.Kind.SUGGESTION or attribute.key in {*filled, *snapshot["given"]}:
            continue
        told = draft.annotation_set.spans.filter(label=label, attributes__has_key=attribute.key).exclude(pk=span_id)
        known = (Named(*row) for row in told.values_list("start", "quote", f"attributes__{attribute.key}"))
        if who := who_is(snapshot["quote"], snapshot["start"], known, draft.article.language):
            filled[attribute.key] = who
    return snapshot | {"attributes": filled}
