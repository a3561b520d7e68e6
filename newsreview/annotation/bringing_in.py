"""Storing what was marked elsewhere: a whole set at once, as it was sent, or not at all."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from newsreview.accounts.models import User
from newsreview.annotation import seating
from newsreview.annotation.attributes import answered_in, checked, touched
from newsreview.annotation.editing import checked_note
from newsreview.annotation.journal import Draft, Result, request_digest, verb
from newsreview.annotation.labelling import article_label_id
from newsreview.annotation.linking import refuse_unfit_link
from newsreview.annotation.models import AnnotationSet, Origin
from newsreview.annotation.placing import checked_offsets, refuse_where_any_is_excluded
from newsreview.annotation.refusals import AlreadyThere, Refusal, Unacceptable
from newsreview.annotation.standing import Snapshot
from newsreview.annotation.submitting import hand_in
from newsreview.labels.models import Label
from newsreview.projects.models import Task

Entry = Mapping[str, Any]
Entries = Sequence[Entry]
VERB = "bring_in"


class BadMark(Unacceptable):
    """What is wrong with one mark; `kind` and `number`, which counts from 0, say with which."""

    code = "bad-mark"

    def __init__(self, kind: str, number: int, why: Refusal) -> None:
        super().__init__(str(why))
        self.kind, self.number = kind, number


class BroughtBefore(AlreadyThere):
    code = "brought-before"


@transaction.atomic
def bring_in(
    *, task: Task, by: User, spans: Entries, links: Entries, article_labels: Entries, complete: bool
) -> AnnotationSet:
    """A new set of the task, marked by nobody of this house; one that is complete counts as handed in.

    A span is {id, label, start, end, quote}, and may have {attributes, note, unsure, origin}; a link {label, from, to},
    and may have {attributes, origin}; an article label {label, attributes}. An id only says which span a link means:
    here all get new ones. Raises BroughtBefore where the same was brought in before, BadMark where one mark is wrong.
    """
    seating.lock_task(task.pk)
    marks: dict[str, Any] = {"spans": spans, "links": links, "article_labels": article_labels, "complete": complete}
    brought = AnnotationSet.objects.filter(task=task, kind=AnnotationSet.Kind.IMPORT)
    if brought.filter(edits__verb=VERB, edits__request_digest=request_digest(VERB, marks)).exists():
        raise BroughtBefore("These marks were brought in before.")
    made = AnnotationSet.objects.create(
        task=task, kind=AnnotationSet.Kind.IMPORT, label_set_version_id=task.project.label_set_version_id
    )
    store(annotation_set=made, by=by, **marks)
    return made


@verb(VERB)
def store(draft: Draft, *, spans: Entries, links: Entries, article_labels: Entries, complete: bool) -> Result:
    """Retired labels are taken too: they were not retired where somebody gave them."""
    put_each(draft, "spans", spans, put_span)
    put_each(draft, "links", links, put_link)
    put_each(draft, "article_labels", article_labels, put_article_label)
    refuse_where_any_is_excluded(draft)
    if complete:
        hand_in(draft, draft.version)
    return {"spans": len(spans), "links": len(links), "article_labels": len(article_labels)}


def put_each(draft: Draft, kind: str, entries: Entries, put: Callable[[Draft, Entry], UUID]) -> list[UUID]:
    """The ids that the marks have got."""
    ids = []
    for number, entry in enumerate(entries):
        try:
            ids.append(put(draft, entry))
        except Refusal as error:
            raise BadMark(kind, number, error) from error
    return ids


def put_span(draft: Draft, entry: Entry) -> UUID:
    label = draft.label(entry["label"], Label.Kind.SPAN)
    offsets = checked_offsets(draft, entry["start"], entry["end"], entry["quote"])
    given = entry.get("attributes") or {}
    after: Snapshot = {
        "label": label.key,
        "start": offsets.start,
        "end": offsets.end,
        "quote": entry["quote"],
        "attributes": checked(label, given),
        "given": touched(label, answered_in(given)),
        "note": checked_note(entry.get("note", "")),
        "unsure": bool(entry.get("unsure", False)),
        "origin": Origin(entry.get("origin", Origin.OWN)).value,
        "run": None,
    }
    span = id_of(draft, entry["id"])
    draft.put("span", span, None, after)
    return span


def put_link(draft: Draft, entry: Entry) -> UUID:
    label = draft.label(entry["label"], Label.Kind.LINK)
    start, end = (str(id_of(draft, entry[side])) for side in ("from", "to"))
    after: Snapshot = {
        "label": label.key,
        "from": start,
        "to": end,
        "attributes": checked(label, entry.get("attributes") or {}),
        "origin": Origin(entry.get("origin", Origin.OWN)).value,
    }
    if start == end:
        raise Unacceptable("A link joins two different spans.")
    link = uuid5(draft.edit_id, f"{label.key} {start} {end}")
    refuse_unfit_link(draft, str(link), after)
    draft.put("link", link, None, after)
    return link


def put_article_label(draft: Draft, entry: Entry) -> UUID:
    label = draft.label(entry["label"], Label.Kind.ARTICLE)
    after: Snapshot = {"label": label.key, "attributes": checked(label, entry["attributes"])}
    given = article_label_id(draft.annotation_set.pk, label.key)
    draft.put("article_label", given, None, after)
    return given


def id_of(draft: Draft, mark: str | int) -> UUID:
    """The id that a span of the file gets, the same wherever it is spoken of."""
    return uuid5(draft.edit_id, str(mark))
