"""The verbs on many spans at once: the same label in several places, or on a run of paragraphs. Each is one edit."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from newsreview.annotation.editing import new_span, put_new, refuse_if_changed
from newsreview.annotation.inferring import infer_links
from newsreview.annotation.journal import Draft, Result, verb
from newsreview.annotation.linking import remove_links_of
from newsreview.annotation.placing import checked_offsets, overlapping, refuse_where_excluded
from newsreview.annotation.refusals import Unacceptable
from newsreview.annotation.standing import Snapshot, span_snapshot
from newsreview.labels.models import Label
from newsreview.offsets import Offsets


@verb("spans.add", in_review=True)
def add_spans(
    draft: Draft,
    *,
    label: str,
    spans: list[dict[str, Any]],
    attributes: dict[str, Any] | None = None,
    infer: bool = False,
) -> Result:
    """The same label, with the same answers, for each of `spans` ({span, start, end, quote}); all of them or none."""
    chosen = draft.label_in_use(label, Label.Kind.SPAN)
    refuse_where_excluded(draft, chosen, checked_places(draft, spans))
    put_many(draft, spans, new_span(chosen, attributes), infer=infer)
    added = [item["span"] for item in spans]
    return {"spans": [str(span) for span in added], "links_added": infer_links(draft, added) if infer else []}


@verb("paragraphs.mark", in_review=True)
def mark_paragraphs(
    draft: Draft,
    *,
    label: str,
    spans: list[dict[str, Any]],
    under: list[dict[str, Any]],
    attrs: dict[str, Any] | None = None,
) -> Result:
    """One gesture over a run of paragraphs: one span for each of `spans` ({span, start, end, quote}), in one edit.

    `under` ({span, seen}) names the spans which lie there and which the label excludes: they go in the same edit, with
    their links. A span that lies there and was not named is a conflict: somebody would lose what nobody has seen.
    """
    chosen = draft.label_in_use(label, Label.Kind.SPAN)
    places = checked_places(draft, spans)
    named = named_under(draft, under, places)
    removed = remove_links_of(draft, list(named))
    for span_id, before in named.items():
        draft.remove("span", span_id, before)
    refuse_where_excluded(draft, chosen, places)
    new = new_span(chosen, attrs) | {"run": str(draft.edit_id) if len(spans) > 1 else None}
    put_many(draft, spans, new, infer=False)
    return {"spans": [str(i["span"]) for i in spans], "spans_removed": len(named), "links_removed": removed}


def checked_places(draft: Draft, spans: list[dict[str, Any]]) -> list[Offsets]:
    if not spans:
        raise Unacceptable("Name at least one place to mark.")
    if len({item["span"] for item in spans}) < len(spans):
        raise Unacceptable("Two places were given the same span id: each needs one of its own.")
    return [checked_offsets(draft, item["start"], item["end"], item["quote"]) for item in spans]


def put_many(draft: Draft, spans: list[dict[str, Any]], new: Snapshot, *, infer: bool) -> None:
    for item in spans:
        place = {"start": item["start"], "end": item["end"], "quote": item["quote"]}
        put_new(draft, item["span"], new | place, infer=infer)


def named_under(draft: Draft, under: list[dict[str, Any]], places: Collection[Offsets]) -> dict[UUID, Snapshot]:
    """The spans named in `under` as they stand, each unchanged since `seen` and lying under one of the places."""
    spans = draft.annotation_set.spans.select_related("label").in_bulk([item["span"] for item in under])
    for item in under:
        refuse_if_changed(draft, spans.get(item["span"]), item["seen"])
    lies_under = overlapping(places)
    for span in spans.values():
        if not lies_under(span.offsets):
            raise Unacceptable(f"“{span.quote[:80]}” does not lie under what is marked here.")
    return {span_id: span_snapshot(span) for span_id, span in spans.items()}
