"""Going back to how a set once stood: what has changed since is changed back in one new edit, and nothing is erased."""

from typing import cast

from newsreview.annotation.journal import Draft, Result, verb
from newsreview.annotation.refusals import Conflict, Unacceptable
from newsreview.annotation.standing import Change, ObjectKind, Standing, replay, standing
from newsreview.annotation.undoing import carry_out

# Links rest on spans: they fall first and come back last.
FALLING = ("link", "span", "article_label")
COMING = ("span", "link", "article_label")


@verb("restore")
def restore(draft: Draft, *, to: int, base: int) -> Result:
    """Let everything stand as edit number `to` left it. `base` is the version that was looked at."""
    if draft.version != base:
        raise Conflict("This set was changed since this page showed it. Look at its history as it is now.")
    edits = draft.annotation_set.edits.filter(number__lte=to).order_by("number")
    if not 0 < to <= draft.version:
        raise Unacceptable(f"There is no step {to} in this history.")
    now = standing(draft.annotation_set)
    changes = changes_between(now, replay(edits.values_list("changes", flat=True)))
    if not changes:
        raise Conflict("Everything stands like this already.")
    carry_out(draft, changes, now)
    return {"to": to}


def changes_between(now: Standing, wanted: Standing) -> list[Change]:
    """From one to the other, each row by itself, in an order in which nothing is in the way of what follows."""
    different = [key for key in (now | wanted) if now.get(key) != wanted.get(key)]
    falling = sorted((key for key in different if key not in wanted), key=lambda key: FALLING.index(key[0]))
    coming = sorted((key for key in different if key in wanted), key=lambda key: (key not in now, COMING.index(key[0])))
    return [
        {
            "object": cast("ObjectKind", kind),
            "id": row_id,
            "before": now.get((kind, row_id)),
            "after": wanted.get((kind, row_id)),
        }
        for kind, row_id in (*falling, *coming)
    ]
