"""The verbs on one span: add, move, relabel, set, remove."""

from typing import Any
from uuid import UUID

from newsreview.annotation.attributes import (
    answered_in,
    answers,
    attribute_of,
    checked,
    checked_text,
    checked_value,
    touched,
    with_defaults,
)
from newsreview.annotation.filling import with_names
from newsreview.annotation.forming import form_anew, with_form
from newsreview.annotation.inferring import infer_links
from newsreview.annotation.journal import Draft, Result, verb
from newsreview.annotation.linking import remove_links_of, remove_links_that_no_longer_fit
from newsreview.annotation.models import Origin, Span
from newsreview.annotation.placing import checked_offsets, refuse_where_excluded
from newsreview.annotation.refusals import Conflict, Gone, Unacceptable
from newsreview.annotation.standing import Snapshot, span_snapshot
from newsreview.labels.models import Attribute, Label
from newsreview.offsets import Offsets

MAX_NOTE = 5_000


@verb("span.add", in_review=True)
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
    infer: bool = False,
) -> Result:
    """Mark [start, end), in code points, whose text is `quote`. The span's id is the caller's.

    With `infer`, as a person's gesture asks, what follows from its sentence goes in the same edit.
    """
    chosen = draft.label_in_use(label, Label.Kind.SPAN)
    offsets = checked_offsets(draft, start, end, quote)
    refuse_where_excluded(draft, chosen, [offsets])
    more = {"note": checked_note(note), "unsure": unsure, "origin": Origin(origin).value}
    new = new_span(chosen, attributes) | {"start": start, "end": end, "quote": quote} | more
    put_new(draft, span, new, infer=infer)
    return {"span": str(span), "links_added": infer_links(draft, [span]) if infer else []}


@verb("span.move", in_review=True)
def move_span(draft: Draft, *, span: UUID, seen: UUID, start: int, end: int, quote: str) -> Result:
    before, chosen = seen_span(draft, span, seen)
    offsets = checked_offsets(draft, start, end, quote)
    refuse_where_excluded(draft, chosen, [offsets], besides=[span])
    after = before | {"start": start, "end": end, "quote": quote, "run": None}
    draft.put("span", span, before, with_form(draft, span, after))
    return {"span": str(span)}


@verb("span.relabel", in_review=True)
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
        "given": touched(chosen, kept.keys() & set(before["given"])),
        "run": None,
    }
    removed = remove_links_that_no_longer_fit(draft, span, label)
    draft.put("span", span, before, with_form(draft, span, after))
    form_anew(draft, draft.annotation_set.links.filter(to_span=span).values_list("from_span", flat=True))
    return {"span": str(span), "links_removed": removed}


@verb("span.set", in_review=True)
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


@verb("span.remove", in_review=True)
def remove_span(draft: Draft, *, span: UUID, seen: UUID) -> Result:
    """Take the span away, and its links with it in the same edit."""
    before, _ = seen_span(draft, span, seen)
    removed = remove_links_of(draft, [span])
    draft.remove("span", span, before)
    return {"span": str(span), "links_removed": removed}


def new_span(label: Label, attributes: dict[str, Any] | None) -> Snapshot:
    """A span without its place."""
    given = attributes or {}
    return {
        "label": label.key,
        "attributes": checked(label, with_defaults(label, given)),
        "given": touched(label, answered_in(given)),
        "note": "",
        "unsure": False,
        "origin": Origin.OWN.value,
        "run": None,
    }


def put_new(draft: Draft, span: UUID, snapshot: Snapshot, *, infer: bool) -> None:
    named = with_names(draft, span, snapshot) if infer else snapshot
    draft.put("span", span, None, with_form(draft, span, named, new=True))


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
    # A form that is taken back is computed again. A name that is taken back was wrong: the app does not insist.
    taken_back = key in before["attributes"] or key in before["given"]
    by_hand = value is not None or (taken_back and attribute.kind != Attribute.Kind.FORM)
    return {"attributes": attributes, "given": given + touched(label, {key} if by_hand else ())}


def checked_note(note: Any) -> str:
    if not isinstance(note, str) or len(note) > MAX_NOTE:
        raise Unacceptable(f"A note is a text of at most {MAX_NOTE} characters.")
    return checked_text(note, "A note")
