"""The verbs on links: add, set, remove; and what becomes of links when their spans change."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from newsreview.annotation.attributes import attribute_of, checked, checked_value, with_defaults
from newsreview.annotation.forming import form_anew
from newsreview.annotation.journal import Draft, Result, verb
from newsreview.annotation.models import Link, Origin, Span
from newsreview.annotation.refusals import Conflict, Gone, Unacceptable
from newsreview.annotation.standing import Snapshot, link_snapshot
from newsreview.labels.models import Label


@verb("link.add", in_review=True)
def add_link(
    draft: Draft,
    *,
    link: UUID,
    label: str,
    from_span: UUID,
    to_span: UUID,
    attributes: dict[str, Any] | None = None,
    origin: str = Origin.OWN,
    under: Collection[dict[str, UUID]] = (),
) -> Result:
    """Tie two spans. Where the label allows at most one from a span, the earlier link makes way in the same edit.

    `under` ({link, seen}) names it. One that was not named is a conflict: somebody would lose what nobody has seen. A
    link that the app inferred is nobody's work: it makes way unnamed, also where it joins the same spans.
    """
    chosen = draft.label_in_use(label, Label.Kind.LINK)
    start, end = end_of_link(draft, from_span), end_of_link(draft, to_span)
    if start.label.key not in chosen.from_labels or end.label.key not in chosen.to_labels:
        raise Unacceptable(
            f"“{chosen.name}” goes from {', '.join(chosen.from_labels)} to {', '.join(chosen.to_labels)}; "
            f"not from {start.label.key} to {end.label.key}."
        )
    if from_span == to_span:
        raise Unacceptable("A link joins two different spans.")
    replaced = make_way(draft, chosen, from_span, to_span, under)
    after: Snapshot = {
        "label": label,
        "from": str(from_span),
        "to": str(to_span),
        "attributes": checked(chosen, with_defaults(chosen, attributes or {})),
        "origin": Origin(origin).value,
    }
    draft.put("link", link, None, after)
    form_anew(draft, [from_span])
    return {"link": str(link), "links_removed": replaced}


@verb("link.set", in_review=True)
def set_on_link(draft: Draft, *, link: UUID, seen: UUID, attr: str, value: Any) -> Result:
    """Answer an attribute of the link's label. None takes an answer back. An inferred link is then somebody's word."""
    standing = seen_link(draft, link, seen)
    before = link_snapshot(standing)
    attribute = attribute_of(draft.labels[before["label"]], attr)
    attributes = {k: v for k, v in before["attributes"].items() if k != attr}
    if value is not None:
        attributes[attr] = checked_value(attribute, value)
    origin = Origin.EDITED.value if before["origin"] == Origin.INFERRED else before["origin"]
    draft.put("link", link, before, before | {"attributes": attributes, "origin": origin})
    return {"link": str(link), "attr": attr}


@verb("link.remove", in_review=True)
def remove_link(draft: Draft, *, link: UUID, seen: UUID) -> Result:
    standing = seen_link(draft, link, seen)
    draft.remove("link", link, link_snapshot(standing))
    form_anew(draft, [standing.from_span_id])
    return {"link": str(link)}


def make_way(
    draft: Draft, label: Label, from_span: UUID, to_span: UUID, under: Collection[dict[str, UUID]]
) -> list[str]:
    """Take away what a new link of this label may not stand beside."""
    named = {seen_link(draft, item["link"], item["seen"]).pk for item in under}
    alike = draft.annotation_set.links.filter(label=label, from_span=from_span)
    in_the_way = [link for link in alike if label.at_most_one or link.to_span_id == to_span]
    own = {link.pk for link in in_the_way if link.origin != Origin.INFERRED and link.to_span_id != to_span}
    if own - named:
        raise Conflict(f"Another “{label.name}” goes from this span since. Look at it as it stands, then decide again.")
    going = own | {link.pk for link in in_the_way if link.origin == Origin.INFERRED}
    return remove_links(draft, Q(pk__in=going)) if going else []


def end_of_link(draft: Draft, span_id: UUID) -> Span:
    span = draft.annotation_set.spans.select_related("label").filter(pk=span_id).first()
    if span is None:
        raise Gone("One end of this link is not there any more: its span was removed meanwhile.")
    return span


def seen_link(draft: Draft, link_id: UUID, seen: UUID) -> Link:
    link = draft.annotation_set.links.select_related("label").filter(pk=link_id).first()
    if link is None:
        raise Gone("This link is not there any more: it was removed meanwhile.")
    if draft.changed_since(link, seen):
        raise Conflict("This link was changed meanwhile. Look at it as it stands now, then decide again.")
    return link


def remove_links(draft: Draft, which: Q) -> list[str]:
    links = list(draft.annotation_set.links.filter(which).select_related("label"))
    for link in links:
        draft.remove("link", link.pk, link_snapshot(link))
    return [str(link.pk) for link in links]


def remove_links_of(draft: Draft, spans: Iterable[UUID]) -> list[str]:
    """Links fall with their ends. The spans themselves are about to go; claims at the other end are formed anew."""
    going = list(spans)
    left_behind = list(
        draft.annotation_set.links.filter(to_span__in=going)
        .exclude(from_span__in=going)
        .values_list("from_span", flat=True)
    )
    removed = remove_links(draft, Q(from_span__in=going) | Q(to_span__in=going))
    form_anew(draft, left_behind)
    return removed


def unfit_links(span_id: UUID, label: str) -> Q:
    """The links of a span whose own label does not allow `label` at that end."""
    leaving = Q(from_span=span_id) & ~Q(label__from_labels__contains=[label])
    return leaving | Q(to_span=span_id) & ~Q(label__to_labels__contains=[label])


def refuse_unfit_link(draft: Draft, link_id: str, link: Snapshot) -> None:
    """Before a link comes back: what it joins may have changed since, or another link taken its place."""
    chosen = draft.labels[link["label"]]
    ends = draft.annotation_set.spans.select_related("label").in_bulk([UUID(link["from"]), UUID(link["to"])])
    start, end = ends.get(UUID(link["from"])), ends.get(UUID(link["to"]))
    if start is None or end is None:
        raise Gone("One end of this link is not there any more: its span was removed meanwhile.")
    if start.label.key not in chosen.from_labels or end.label.key not in chosen.to_labels:
        raise Conflict("The ends of this link have other labels now, which it does not join.")
    others = draft.annotation_set.links.filter(label=chosen, from_span=start).exclude(pk=link_id)
    if chosen.at_most_one and others.exists():
        raise Conflict(f"Another “{chosen.name}” goes from this span since. Remove that link first.")


def remove_links_that_no_longer_fit(draft: Draft, span_id: UUID, label: str) -> list[str]:
    """Before a span gets another label: links whose label does not allow it as that end."""
    unfit = unfit_links(span_id, label)
    left_behind = list(draft.annotation_set.links.filter(unfit, to_span=span_id).values_list("from_span", flat=True))
    removed = remove_links(draft, unfit)
    form_anew(draft, left_behind)
    return removed
