"""Undo takes back my last edit in this set; redo does it again."""

from django.db.models import Q

from newsreview.annotation.journal import Draft, Result, verb
from newsreview.annotation.models import Edit
from newsreview.annotation.refusals import Conflict
from newsreview.annotation.standing import Change, standing

# These are steps of the work, not marks: submit and reopen take back each other.
STEPS = ("submit", "reopen", "hand_on")


@verb("undo")
def undo(draft: Draft) -> Result:
    done, _ = stacks(draft)
    if not done:
        raise Conflict("There is nothing of yours to undo in this annotation set.")
    edit = done[-1]
    refuse_if_changed_since(draft, edit, edit)
    carry_out(draft, [reverse(change) for change in reversed(edit.changes)])
    draft.undoes = edit
    return {"verb": edit.verb, "edit": str(edit.pk)}


@verb("redo")
def redo(draft: Draft) -> Result:
    _, undone = stacks(draft)
    if not undone:
        raise Conflict("There is nothing of yours to redo in this annotation set.")
    edit, undoing = undone[-1]
    refuse_if_changed_since(draft, edit, undoing)
    carry_out(draft, edit.changes)
    draft.redoes = edit
    return {"verb": edit.verb, "edit": str(edit.pk)}


def stacks(draft: Draft) -> tuple[list[Edit], list[tuple[Edit, Edit]]]:
    """My edits that count, and my undone edits that can be done again (with the edit that undid each); latest last."""
    mine = draft.annotation_set.edits.filter(by=draft.by).exclude(verb__in=STEPS).order_by("number")
    done: list[Edit] = []
    undone: list[tuple[Edit, Edit]] = []
    for edit in mine:
        if edit.undoes_id:
            undone.append((done.pop(), edit))
        elif edit.redoes_id:
            done.append(undone.pop()[0])
        elif edit.changes:  # what changed nothing is not worth a key press
            done.append(edit)
            undone.clear()
    return done, undone


def refuse_if_changed_since(draft: Draft, edit: Edit, since: Edit) -> None:
    """Everything the edit touched must stand as `since` (the edit itself, or what undid it) left it."""
    touched = {change["id"] for change in edit.changes}
    later = draft.annotation_set.edits.filter(number__gt=since.number).exclude(by=draft.by)
    for changes in later.values_list("changes", flat=True):
        if any(change["id"] in touched for change in changes):
            raise Conflict("Somebody else has changed this since. It cannot be undone; change it by hand.")
    now = standing(draft.annotation_set, only=touched)
    ran = list(edit.changes) if since is edit else [reverse(change) for change in reversed(edit.changes)]
    left = {(change["object"], change["id"]): change["after"] for change in ran}
    if any(now.get(key) != snapshot for key, snapshot in left.items()):
        raise Conflict("What this edit changed has changed since. It cannot be undone; change it by hand.")


def refuse_loose_links(draft: Draft, changes: list[Change]) -> None:
    """A span that is about to go may have been linked by somebody else since."""
    going = [change["id"] for change in changes if change["object"] == "span" and change["after"] is None]
    falling = [change["id"] for change in changes if change["object"] == "link" and change["after"] is None]
    resting = Q(from_span__in=going) | Q(to_span__in=going)
    if going and draft.annotation_set.links.filter(resting).exclude(pk__in=falling).exists():
        raise Conflict("A link rests on this span since. Remove that link first.")


def reverse(change: Change) -> Change:
    return {**change, "before": change["after"], "after": change["before"]}


def carry_out(draft: Draft, changes: list[Change]) -> None:
    refuse_loose_links(draft, changes)
    for change in changes:
        draft.put(
            change["object"], change["id"], change["before"], change["after"], computed=change.get("computed", False)
        )
