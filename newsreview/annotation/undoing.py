"""Undo takes back my last edit in this set; redo does it again. What others did since stays as it is."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q

from newsreview.annotation.carrying_over import refuse_what_is_said_no_more
from newsreview.annotation.forming import form_anew, with_form, without_computed
from newsreview.annotation.journal import Draft, Result, verb
from newsreview.annotation.linking import refuse_unfit_link, unfit_links
from newsreview.annotation.models import Edit
from newsreview.annotation.placing import refuse_where_excluded
from newsreview.annotation.refusals import Conflict, Unacceptable
from newsreview.annotation.standing import Change, Snapshot, Standing, standing
from newsreview.offsets import Offsets

# These are steps of the work, not marks: they take back each other.
STEPS = ("submit", "reopen", "return", "finish", "hand_on", "carry_over")


@verb("undo", in_review=True)
def undo(draft: Draft) -> Result:
    done, _ = stacks(draft)
    if not done:
        raise Conflict("There is nothing of yours to undo in this annotation set.")
    edit = done[-1]
    now = as_left_by(draft, edit, edit)
    carry_out(draft, [reverse(change) for change in reversed(edit.changes)], now)
    draft.undoes = edit
    return {"verb": edit.verb, "edit": str(edit.pk)}


@verb("redo", in_review=True)
def redo(draft: Draft) -> Result:
    _, undone = stacks(draft)
    if not undone:
        raise Conflict("There is nothing of yours to redo in this annotation set.")
    edit, undoing = undone[-1]
    now = as_left_by(draft, edit, undoing)
    carry_out(draft, edit.changes, now)
    draft.redoes = edit
    return {"verb": edit.verb, "edit": str(edit.pk)}


def stacks(draft: Draft) -> tuple[list[Edit], list[tuple[Edit, Edit]]]:
    """My edits that count, and my undone edits that can be done again (with the edit that undid each); latest last."""
    mine = draft.annotation_set.edits.filter(by=draft.by).exclude(verb__in=STEPS)
    done: list[Edit] = []
    undone: list[tuple[Edit, Edit]] = []
    # What changed nothing is not worth a key press. Changes are by far the widest column: only the last is read.
    mine = mine.exclude(changes=[], undoes=None, redoes=None).defer("changes", "result")
    for edit in mine.order_by("number"):
        if edit.undoes_id:
            undone.append((done.pop(), edit))
        elif edit.redoes_id:
            done.append(undone.pop()[0])
        else:
            done.append(edit)
            undone.clear()
    return done, undone


def as_left_by(draft: Draft, edit: Edit, since: Edit) -> Standing:
    """Everything the edit touched, refused unless it stands as `since` (the edit itself, or what undid it) left it.

    What the app computed since does not count: it is computed again.
    """
    marks = [change for change in edit.changes if not change.get("computed")]
    touched = {change["id"] for change in marks}
    later = draft.annotation_set.edits.filter(number__gt=since.number).exclude(by=draft.by)
    for changes in later.values_list("changes", flat=True):
        if any(change["id"] in touched and not change.get("computed") for change in changes):
            raise Conflict("Somebody else has changed this since. It cannot be undone; change it by hand.")
    now = standing(draft.annotation_set, only=touched)
    ran = marks if since is edit else [reverse(change) for change in reversed(marks)]
    left = {(change["object"], change["id"]): change["after"] for change in ran}
    if any(without_computed(draft.labels, now.get(key)) != without_computed(draft.labels, left[key]) for key in left):
        raise Conflict("What this edit changed has changed since. It cannot be undone; change it by hand.")
    return now


def reverse(change: Change) -> Change:
    return {**change, "before": change["after"], "after": change["before"]}


def carry_out(draft: Draft, changes: list[Change], now: Mapping[tuple[str, str], Snapshot | None]) -> None:
    """Make these changes where they still fit in with what others did, and compute what follows from them."""
    marks = [change for change in changes if not change.get("computed")]
    refuse_loose_links(draft, marks)
    stands = dict(now)
    for change in marks:
        kind, object_id = change["object"], change["id"]
        before, after = stands.get((kind, object_id)), change["after"]
        if after is not None and kind != "decision":
            refuse_what_is_said_no_more(draft, after)
        if after is not None and kind == "span":
            refuse_unfit_links_of(draft, object_id, before, after)
            after = with_form(draft, UUID(object_id), after)
        if after is not None and kind == "link":
            refuse_unfit_link(draft, object_id, after)
        draft.put(kind, object_id, before, after)
        stands[kind, object_id] = after
    refuse_excluded_spans(draft, marks)
    form_anew(draft, depending_on(draft, marks))


def refuse_loose_links(draft: Draft, changes: list[Change]) -> None:
    """A span that is about to go may have been linked by somebody else since."""
    going = [change["id"] for change in changes if change["object"] == "span" and change["after"] is None]
    falling = [change["id"] for change in changes if change["object"] == "link" and change["after"] is None]
    resting = Q(from_span__in=going) | Q(to_span__in=going)
    if going and draft.annotation_set.links.filter(resting).exclude(pk__in=falling).exists():
        raise Conflict("A link rests on this span since. Remove that link first.")


def refuse_unfit_links_of(draft: Draft, span_id: str, before: Snapshot | None, after: Snapshot) -> None:
    """A span that is about to wear another label may have been linked by somebody else since."""
    if before is None or before["label"] == after["label"]:
        return
    if draft.annotation_set.links.filter(unfit_links(UUID(span_id), after["label"])).exists():
        raise Conflict(
            "A link rests on this span since, and its earlier label does not allow it. Remove that link first."
        )


def refuse_excluded_spans(draft: Draft, changes: list[Change]) -> None:
    """Where a span comes back, something that excludes it may lie since."""
    back: dict[str, dict[str, Offsets]] = {}
    for change in changes:
        if change["object"] == "span" and (after := change["after"]):
            back.setdefault(after["label"], {})[change["id"]] = Offsets(after["start"], after["end"])
    try:
        for label, places in back.items():
            refuse_where_excluded(draft, draft.labels[label], places.values(), besides=places.keys())
    except Unacceptable as error:
        raise Conflict(str(error)) from error


def depending_on(draft: Draft, changes: list[Change]) -> set[UUID]:
    """The spans whose form may have changed: where the changed links start, and those that go to the changed spans."""
    spans = [UUID(change["id"]) for change in changes if change["object"] == "span"]
    links = [change["after"] or change["before"] for change in changes if change["object"] == "link"]
    linked = draft.annotation_set.links.filter(to_span__in=spans).values_list("from_span", flat=True)
    return {UUID(link["from"]) for link in links if link} | set(linked)
