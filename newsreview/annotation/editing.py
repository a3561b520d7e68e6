"""The verbs on spans: add, move, relabel, set, remove, and mark a run of paragraphs."""

from typing import Any
from uuid import UUID

from newsreview.annotation.attributes import (
    attribute_of,
    checked,
    checked_text,
    checked_value,
    with_defaults,
)
from newsreview.annotation.forming import given_forms, with_form
from newsreview.annotation.journal import Draft, Result, verb
from newsreview.annotation.linking import remove_links_of, remove_links_that_no_longer_fit
from newsreview.annotation.models import Origin
from newsreview.annotation.refusals import Conflict, Gone, Unacceptable, WrongQuote
from newsreview.annotation.standing import Snapshot, span_snapshot
from newsreview.labels.models import Attribute, Label
from newsreview.offsets import BadOffsets, Offsets

MAX_NOTE = 5_000


@verb("span.add")
def add_span(
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
    chosen = draft.label(label, Label.Kind.SPAN)
    if chosen.retired:
        raise Unacceptable(f"The label “{label}” is retired: it is not given any more.")
    offsets = checked_offsets(draft, start, end, quote)
    refuse_where_excluded(draft, chosen, offsets)
    given = attributes or {}
    after: Snapshot = {
        "label": label,
        "start": start,
        "end": end,
        "quote": quote,
        "attributes": checked(chosen, with_defaults(chosen, given)),
        "given": given_forms(chosen, given),
        "note": checked_note(note),
        "unsure": unsure,
        "origin": Origin(origin).value,
        "run": None,
    }
    draft.put("span", span, None, with_form(draft, span, after))
    return {"span": str(span)}


@verb("span.move")
def move_span(draft: Draft, *, span: UUID, seen: UUID, start: int, end: int, quote: str) -> Result:
    before, chosen = seen_span(draft, span, seen)
    offsets = checked_offsets(draft, start, end, quote)
    refuse_where_excluded(draft, chosen, offsets, besides=span)
    after = before | {"start": start, "end": end, "quote": quote, "run": None}
    draft.put("span", span, before, with_form(draft, span, after))
    return {"span": str(span)}


@verb("span.relabel")
def relabel_span(draft: Draft, *, span: UUID, seen: UUID, label: str) -> Result:
    """Say something else of the same words. Attributes and links that the new label does not know go in the same edit."""
    before, _ = seen_span(draft, span, seen)
    chosen = draft.label(label, Label.Kind.SPAN)
    refuse_where_excluded(draft, chosen, Offsets(before["start"], before["end"]), besides=span)
    known = {attribute.key for attribute in chosen.attributes.all()}
    kept = {key: value for key, value in before["attributes"].items() if key in known}
    after = before | {
        "label": label,
        "attributes": with_defaults(chosen, kept),
        "given": [key for key in before["given"] if key in known],
        "run": None,
    }
    removed = remove_links_that_no_longer_fit(draft, span, label)
    draft.put("span", span, before, with_form(draft, span, after))
    return {"span": str(span), "links_removed": removed}


@verb("span.set")
def set_on_span(draft: Draft, *, span: UUID, seen: UUID, attr: str, value: Any) -> Result:
    """Answer an attribute of the span's label, or its `note` or `unsure`. None takes an answer back."""
    before, chosen = seen_span(draft, span, seen)
    after = dict(before)
    if attr == "note":
        after["note"] = checked_note(value or "")
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
    chosen = draft.label(label, Label.Kind.SPAN)
    if not spans:
        raise Unacceptable("Name at least one paragraph to mark.")
    named = {item["span"]: seen_span(draft, item["span"], item["seen"])[0] for item in under}
    removed = remove_links_of(draft, list(named))
    for span_id, before in named.items():
        draft.remove("span", span_id, before)
    given = attrs or {}
    answers = checked(chosen, with_defaults(chosen, given))
    for item in spans:
        offsets = checked_offsets(draft, item["start"], item["end"], item["quote"])
        refuse_where_excluded(draft, chosen, offsets)
        after: Snapshot = {
            "label": label,
            "start": item["start"],
            "end": item["end"],
            "quote": item["quote"],
            "attributes": answers,
            "given": given_forms(chosen, given),
            "note": "",
            "unsure": False,
            "origin": Origin.OWN.value,
            "run": str(draft.edit_id) if len(spans) > 1 else None,
        }
        draft.put("span", item["span"], None, after)
    return {"spans": [str(i["span"]) for i in spans], "spans_removed": len(named), "links_removed": removed}


def seen_span(draft: Draft, span_id: UUID, seen: UUID) -> tuple[Snapshot, Label]:
    """The span as it stands, when nobody has changed it since the edit `seen`."""
    span = draft.annotation_set.spans.select_related("label").filter(pk=span_id).first()
    if span is None:
        raise Gone("This span is not there any more: it was removed meanwhile.")
    if span.last_edit_id != seen:
        raise Conflict("This span was changed meanwhile. Look at it as it stands now, then decide again.")
    return span_snapshot(span), draft.labels[span.label.key]


def checked_offsets(draft: Draft, start: int, end: int, quote: str) -> Offsets:
    text = draft.article.text
    try:
        offsets = Offsets(start, end)
        stands = offsets.quote(text)
    except BadOffsets as error:
        raise Unacceptable(str(error)) from error
    if stands != quote:
        raise WrongQuote(f"The text at [{start}, {end}) is “{stands[:80]}”, not “{quote[:80]}”. Load the page again.")
    return offsets


def refuse_where_excluded(draft: Draft, label: Label, offsets: Offsets, besides: UUID | None = None) -> None:
    """Nothing lies where a label lies that excludes it, whichever came first."""
    excluding = [other.key for other in draft.labels.values() if label.key in other.excludes]
    clash = (
        draft.annotation_set.spans.filter(label__key__in=[*excluding, *label.excludes])
        .filter(start__lt=offsets.end, end__gt=offsets.start)
        .exclude(pk=besides)
        .select_related("label")
        .first()
    )
    if clash is None:
        return
    if clash.label.key in label.excludes:
        raise Conflict(f"A {clash.label.name} lies here, and nothing may lie inside {label.name}: “{clash.quote[:80]}”.")
    raise Unacceptable(f"This lies inside {clash.label.name}, where no {label.name} is marked.")


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
