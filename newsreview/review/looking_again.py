"""What is otherwise than when a reviewer looked: at a second reading nothing else matters."""

from django.db.models import Max

from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.standing import Change, net
from newsreview.review.models import Approval, Return


def changed_since_looked_at(annotation_set: AnnotationSet) -> list[Change]:
    """What was looked at and is otherwise now, as it was then and as it is; with what is new since the last return.

    A reviewer who returns a set has looked at all of it; one who approves a mark has looked at that.
    """
    returns = Return.objects.filter(reopening__submission__annotation_set=annotation_set)
    returned = returns.aggregate(last=Max("reopening__edit__number"))["last"]
    approvals = Approval.objects.filter(annotation_set=annotation_set).values_list("object_id")
    looked = {str(mark): number for mark, number in approvals.annotate(Max("seen__number"))}
    if returned is None and not looked:
        return []
    first = min(looked.values()) if returned is None else returned
    later = annotation_set.edits.filter(number__gt=first).order_by("number").values_list("number", "changes")

    def unseen(number: int, change: Change) -> bool:
        seen = looked.get(change["id"], returned)
        return seen is not None and number > seen

    return net([change for change in changes if unseen(number, change)] for number, changes in later)
