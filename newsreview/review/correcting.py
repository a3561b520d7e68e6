"""A reviewer sets marks right by hand, where asking for it would take longer."""

from uuid import UUID

from django.db import transaction

from newsreview.accounts.models import User
from newsreview.annotation import operations
from newsreview.annotation.journal import Outcome
from newsreview.annotation.models import AnnotationSet, Edit
from newsreview.annotation.operations import VERBS, Operation
from newsreview.annotation.refusals import Unacceptable
from newsreview.review.models import About
from newsreview.review.reviewing import Seen, lock_in_review, settle, store


@transaction.atomic
def correct(operation: Operation, *, annotation_set: AnnotationSet, by: User) -> Outcome:
    """Carry out an operation on a colleague's marks. What it leaves is found right, by whoever made it so.

    Raises NotOpen when the set is with its annotator, or accepted; and what the operation raises.
    """
    if not VERBS[type(operation)].in_review:
        raise Unacceptable("Only its annotator hands a set in or reopens it. A reviewer accepts or returns it.")
    if not Edit.objects.filter(pk=operation.id).exists():  # sent again, it is answered as it was then
        lock_in_review(annotation_set.pk, by)
    outcome = operations.run(operation, annotation_set=annotation_set, by=by)
    if not outcome.replayed and outcome.edit.undoes_id is None:  # to undo is no judgement of what comes back
        find_right(annotation_set, outcome.edit)
    return outcome


def find_right(annotation_set: AnnotationSet, edit: Edit) -> None:
    """Its reviewer has seen what the edit changed, and what was asked of it is done."""
    changed = [change for change in edit.changes if change["object"] in About.values and not change.get("computed")]
    left = [Seen(About(change["object"]), UUID(change["id"]), edit.pk) for change in changed if change["after"]]
    store(annotation_set, edit.by, left)
    settle(annotation_set, edit.by, {UUID(change["id"]) for change in changed})
