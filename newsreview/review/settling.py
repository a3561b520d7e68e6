"""How a review ends: the set goes back to its annotator, or is accepted as it stands."""

from uuid import UUID

from django.db import transaction

from newsreview.accounts.models import User
from newsreview.annotation.journal import Draft, Result, verb
from newsreview.annotation.models import AnnotationSet, AnnotationSetQuerySet
from newsreview.annotation.refusals import Conflict, Unacceptable
from newsreview.annotation.submitting import back_to_draft
from newsreview.review.commenting import checked_comment
from newsreview.review.models import Acceptance, Return
from newsreview.review.reviewing import approve_rest, lock_in_review, open_requests, refuse_while_asked


@verb("return", when_submitted=True)
def return_set(draft: Draft, *, note: str = "", rest_is_right: bool = False) -> Result:
    """Back to its annotator, who finds what was asked for. An accepted set comes back too: somebody erred.

    Where the reviewer says that the rest is right, the next reading is of what changes now.
    """
    annotation_set = draft.annotation_set
    if annotation_set.person_id == draft.by.pk:
        raise Unacceptable("Nobody reviews their own work.")
    adjudicated = AnnotationSetQuerySet(AnnotationSet).filter(kind=AnnotationSet.Kind.ADJUDICATED)
    if adjudicated.handed_in().filter(task=annotation_set.task_id).exists():
        raise Conflict("This article is settled. Reopen its adjudication first, then return the set.")
    if not note.strip() and not open_requests(annotation_set):
        raise Unacceptable("Say what is to be changed: ask for a change of a mark, or write a note.")
    if rest_is_right:
        approve_rest(annotation_set, draft.by)
    Return.objects.create(reopening=back_to_draft(draft), by=draft.by, note=checked_comment(note))
    return {"state": "returned"}


@transaction.atomic
def accept(*, annotation_set: UUID, by: User, base: int) -> Acceptance:
    """Settle the set as it was at version `base`; what was not looked at is approved with the rest.

    Raises Conflict when the set has changed since, or something asked for is still open.
    """
    locked = lock_in_review(annotation_set, by)
    if locked.annotation_set.version != base:
        raise Conflict("This set was changed since this page showed it. Look at it as it stands, then accept it.")
    refuse_while_asked(locked.annotation_set)
    approve_rest(locked.annotation_set, by)
    return Acceptance.objects.create(submission=locked.submission, by=by)
