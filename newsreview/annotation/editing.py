"""The verbs on spans: add, move, relabel, set, remove, and mark a run of paragraphs."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from newsreview.annotation.attributes import (
    answered_in,
    answers,
    attribute_of,
    checked,
    checked_text,
    checked_value,
    with_defaults,
)
from newsreview.annotation.forming import form_anew, given_forms, with_form
from newsreview.annotation.journal import Draft, Result, verb
from newsreview.annotation.linking import remove_links_of, remove_links_that_no_longer_fit
from newsreview.annotation.models import Origin, Span
from newsreview.annotation.placing import checked_offsets, overlapping, refuse_where_excluded
from newsreview.annotation.refusals import Conflict, Gone, Unacceptable
from newsreview.annotation.standing import Snapshot, span_snapshot
from newsreview.labels.models import Attribute, Label
from newsreview.offsets import Offsets

MAX_NOTE = 5_000


@verb("span.add")
def add_span(  # noqa: PLR0913 -- everything that a span is
    draft: Draft,
    *,
    span: UUID,
    label: str,
    start: int,
    end: int,
    quote: str,
    attributes: dict[str, Any] | None = None,
    note: str = "",
    unsure: bool = False,
    origin: str = Origin.OWN,
) -> Result:
    """Mark [start, end), in code points, whose text is `quote`. The span's id is the caller's."""
    chosen = draft.label_in_use(label, Label.Kind.SPAN)
    offsets = checked_offsets(draft, start, end, quote)
    refuse_where_excluded(draft, chosen, [offsets])
    given = attributes or {}
    after: Snapshot = {
        "label": label,
        "start": start,
        "end": end,
        "quote": quote,
        "attributes": checked(chosen, with_defaults(chosen, given)),
        "given": given_forms(chosen, answered_in(given)),
        "note": checked_note(note),
        "unsure": unsure,
        "origin": Origin(origin).value,
        "run": None,
    }
    draft.put("span", span, None, with_form(draft, span, after, new=True))
    return {"span": str(span)}


@verb("span.move")
def move_span(draft: Draft, *, span: UUID, seen: UUID, start: int, end: int, quote: str) -> Result:
    before, chosen = seen_span(draft, span, seen)
    offsets = checked_offsets(draft, start, end, quote)
    refuse_where_excluded(draft, chosen, [offsets], besides=[span])
    after = before | {"start": start, "end": end, "quote": quote, "run": None}
    draft.put("span", span, before, with_form(draft, span, after))
    return {"span": str(span)}


@verb("span.relabel")
def relabel_span(draft: Draft, *, span: UUID, seen: UUID, label: str) -> Result:
    """Say something else of the same words. Answers and links that the new label does not know go in the same edit."""
    before, worn = seen_span(draft, span, seen)
    if label == worn.key:
        return {"span": str(span), "links_removed": []}
    chosen = draft.label_in_use(label, Label.Kind.SPAN)
    refuse_where_excluded(draft, chosen, [Offsets(before["start"], before["end"])], besides=[span])
    kept = {key: value for key, value in before["attributes"].items() if answers(chosen, key, value)}
    after = before | {
        "label": label,
        "attributes": with_defaults(chosen, kept),
        "given": given_forms(chosen, kept.keys() & set(before["given"])),
        "run": None,
    }
    removed = remove_links_that_no_longer_fit(draft, span, label)
    draft.put("span", span, before, with_form(draft, span, after))
    form_anew(draft, draft.annotation_set.links.filter(to_span=span).values_list("from_span", flat=True))
    return {"span": str(span), "links_removed": removed}


@verb("span.set")
def set_on_span(draft: Draft, *, span: UUID, seen: UUID, attr: str, value: Any) -> Result:
    """Answer an attribute of the span's label, or its `note` or `unsure`. None takes an answer back."""
    before, chosen = seen_span(draft, span, seen)
    after = dict(before)
    if attr == "note":
        after["note"] = checked_note("" if value is None else value)
    elif attr == "unsure":
        if not isinstance(value, bool):
            raise Unacceptable(f"“unsure” is true or false; not {value!r}.")
        after["unsure"] = value
    else:
        after |= answered(chosen, before, attr, value)
    draft.put("span", span, before, with_form(draft, span, after))
    return {"span": str(span), "attr": attr}


@verb("span.remove")
def remove_span(draft: Draft, *, span: UUID, seen: UUID) -> Result:
    """Take the span away, and its links with it in the same edit."""
    before, _ = seen_span(draft, span, seen)
    removed = remove_links_of(draft, [span])
    draft.remove("span", span, before)
    return {"span": str(span), "links_removed": removed}


@verb("paragraphs.mark")
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
    if not spans:
        raise Unacceptable("Name at least one paragraph to mark.")
    places = {item["span"]: checked_offsets(draft, item["start"], item["end"], item["quote"]) for item in spans}
    if len(places) < len(spans):
        raise Unacceptable("Two paragraphs were given the same span id: each needs one of its own.")
    named = named_under(draft, under, places.values())
    removed = remove_links_of(draft, list(named))
    for span_id, before in named.items():
        draft.remove("span", span_id, before)
    refuse_where_excluded(draft, chosen, places.values())
    given = attrs or {}
    after: Snapshot = {
        "label": label,
        "attributes": checked(chosen, with_defaults(chosen, given)),
        "given": given_forms(chosen, answered_in(given)),
        "note": "",
        "unsure": False,
        "origin": Origin.OWN.value,
        "run": str(draft.edit_id) if len(spans) > 1 else None,
    }
    for item in spans:
        place = {"start": item["start"], "end": item["end"], "quote": item["quote"]}
        draft.put("span", item["span"], None, with_form(draft, item["span"], after | place, new=True))
    return {"spans": [str(i["span"]) for i in spans], "spans_removed": len(named), "links_removed": removed}


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


def seen_span(draft: Draft, span_id: UUID, seen: UUID) -> tuple[Snapshot, Label]:
    """The span as it stands, when nobody has changed it since the edit `seen`."""
    span = draft.annotation_set.spans.select_related("label").filter(pk=span_id).first()
    there = refuse_if_changed(draft, span, seen)
    return span_snapshot(there), draft.labels[there.label.key]


def refuse_if_changed(draft: Draft, span: Span | None, seen: UUID) -> Span:
    if span is None:
        raise Gone("This span is not there any more: it was removed meanwhile.")
    if draft.changed_since(span, seen):
        raise Conflict("This span was changed meanwhile. Look at it as it stands now, then decide again.")
    return span


def answered(label: Label, before: Snapshot, key: str, value: Any) -> Snapshot:
    attribute = attribute_of(label, key)
    attributes = {k: v for k, v in before["attributes"].items() if k != key}
    given = [k for k in before["given"] if k != key]
    if value is not None:
        attributes[key] = checked_value(attribute, value)
        if attribute.kind == Attribute.Kind.FORM:
            given.append(key)
    return {"attributes": attributes, "given": given}


def checked_note(note: Any) -> str:
    if not isinstance(note, str) or len(note) > MAX_NOTE:
        raise Unacceptable(f"A note is a text of at most {MAX_NOTE} characters.")
    return checked_text(note, "A note")
