"""Accepting suggestions, rejecting them, and taking a rejection back."""

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID, uuid5

from django.db import transaction

from newsreview.accounts.models import User
from newsreview.annotation.attributes import answered_in, answers, touched, with_defaults
from newsreview.annotation.forming import form_anew, with_form
from newsreview.annotation.journal import Draft, Result, lock_open, verb
from newsreview.annotation.models import AnnotationSet, Link, Origin
from newsreview.annotation.placing import refuse_where_excluded
from newsreview.annotation.refusals import Conflict
from newsreview.annotation.standing import Snapshot
from newsreview.labels.models import Label
from newsreview.suggestions.models import Answer
from newsreview.suggestions.proposing import Suggestion, proposed

NO_MORE = "This is not suggested any more: what it came from has changed, or it is marked. Load the page again."


@verb("suggestions.accept")
def accept(draft: Draft, *, suggestions: Sequence[UUID]) -> Result:
    """Mark what is suggested, with the links between it, in one edit: all of these, or none where one is refused.

    Raises Conflict for what is not suggested any more, or may not lie where something else was marked meanwhile.
    """
    open_ones = proposed(draft.annotation_set).by_id()
    if not suggestions or not open_ones.keys() >= set(suggestions):
        raise Conflict(NO_MORE)
    chosen = [open_ones[each] for each in dict.fromkeys(suggestions)]
    for each in chosen:
        put_span(draft, each)
    Answer.objects.bulk_create(
        answer_to(
            each, draft.annotation_set, draft.by, Answer.Says.ACCEPTED, edit=draft.edit_id, span=id_of(draft, each)
        )
        for each in chosen
    )
    linked = list(put_links(draft, chosen))
    form_anew(draft, linked)
    return {"spans": [str(id_of(draft, each)) for each in chosen]}


def reject(*, annotation_set: AnnotationSet, by: User, suggestions: Sequence[UUID]) -> list[Answer]:
    """Not suggested again in this set, until it is taken back. Twice is once. Raises Conflict and NotOpen as accepting
    does."""
    return answer(annotation_set, by, suggestions, Answer.Says.REJECTED)


def reconsider(*, annotation_set: AnnotationSet, by: User, suggestions: Sequence[UUID]) -> list[Answer]:
    """Suggested again, after a rejection."""
    return answer(annotation_set, by, suggestions, Answer.Says.RECONSIDERED)


@transaction.atomic
def answer(seen: AnnotationSet, by: User, suggestions: Sequence[UUID], says: Answer.Says) -> list[Answer]:
    annotation_set = lock_open(seen)
    found = proposed(annotation_set)
    asked, answered = (found.open, found.rejected) if says == Answer.Says.REJECTED else (found.rejected, found.open)
    there, before = ({each.id: each for each in listed} for listed in (asked, answered))
    if not suggestions or not there.keys() | before.keys() >= set(suggestions):
        raise Conflict(NO_MORE)
    chosen = (there[each] for each in dict.fromkeys(suggestions) if each in there)
    return Answer.objects.bulk_create(answer_to(each, annotation_set, by, says) for each in chosen)


def answer_to(
    each: Suggestion,
    annotation_set: AnnotationSet,
    by: User,
    says: Answer.Says,
    *,
    edit: UUID | None = None,
    span: UUID | None = None,
) -> Answer:
    return Answer(
        annotation_set=annotation_set,
        suggestion=each.id,
        way=each.way,
        from_set=each.source.annotation_set if each.source else None,
        from_span=each.span.pk if each.span else None,
        says=says,
        edit_id=edit,
        span=span,
        by=by,
    )


def put_span(draft: Draft, each: Suggestion) -> None:
    label = draft.label_in_use(each.label.key, Label.Kind.SPAN)
    refuse_where_excluded(draft, label, [each.place])
    attributes, given = (each.span.attributes, each.span.given) if each.span else ({}, [])
    said = {key: value for key, value in attributes.items() if answers(label, key, value)}
    snapshot: Snapshot = {
        "label": label.key,
        "start": each.place.start,
        "end": each.place.end,
        "quote": each.quote,
        "attributes": with_defaults(label, said),
        "given": touched(label, answered_in(said) & set(given)),
        "note": "",
        "unsure": False,
        "origin": Origin.ACCEPTED.value,
        "run": None,
    }
    span = id_of(draft, each)
    draft.put("span", span, None, with_form(draft, span, snapshot, new=True))


def id_of(draft: Draft, each: Suggestion) -> UUID:
    return uuid5(draft.edit_id, str(each.id))


def put_links(draft: Draft, chosen: Sequence[Suggestion]) -> Iterator[UUID]:
    """Between spans that were accepted, now or before, from the same set. Gives the spans from which they go.

    A link that does not fit, or for which another stands, is left out: it is told where it came from, and drawn again
    in two key presses.
    """
    sets = {each.source.annotation_set.pk for each in chosen if each.source}
    accepted = Answer.objects.filter(annotation_set=draft.annotation_set, from_set__in=sets, says=Answer.Says.ACCEPTED)
    standing = draft.annotation_set.spans.select_related("label").in_bulk(accepted.values_list("span", flat=True))
    ends = {(a.from_set_id, a.from_span): standing[a.span] for a in accepted if a.span in standing}
    now = {id_of(draft, each) for each in chosen}
    drawn = set(draft.annotation_set.links.values_list("label__key", "from_span", "to_span"))
    for link in Link.objects.filter(annotation_set__in=sets).select_related("label").order_by("pk"):
        label = draft.labels.get(link.label.key)
        start, end = (ends.get((link.annotation_set_id, side)) for side in (link.from_span_id, link.to_span_id))
        if label is None or label.retired or start is None or end is None or not {start.pk, end.pk} & now:
            continue
        fits = start.label.key in label.from_labels and end.label.key in label.to_labels
        if not fits or in_the_way(drawn, label, start.pk, end.pk):
            continue
        drawn.add((label.key, start.pk, end.pk))
        said = {key: value for key, value in link.attributes.items() if answers(label, key, value)}
        new = {"label": label.key, "from": str(start.pk), "to": str(end.pk), "attributes": with_defaults(label, said)}
        draft.put("link", uuid5(draft.edit_id, str(link.pk)), None, new | {"origin": Origin.ACCEPTED.value})
        yield start.pk


def in_the_way(drawn: Collection[tuple[str, UUID, UUID]], label: Label, start: UUID, end: UUID) -> bool:
    """Whether a link stands that this one may not stand beside."""
    leaving = (to for key, from_span, to in drawn if (key, from_span) == (label.key, start))
    return any(label.at_most_one or to == end for to in leaving)
