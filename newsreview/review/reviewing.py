"""Reading a colleague's submitted set: what was found right, and what is still to be looked at."""

from collections.abc import Collection, Mapping
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet, Submission
from newsreview.annotation.refusals import Conflict, NotOpen, Unacceptable
from newsreview.review.covering import left_out
from newsreview.review.models import About, Acceptance, Approval, Resolution, Thread


class Seen(NamedTuple):
    """A span or a link as the reviewer saw it: with its last edit."""

    about: About
    object_id: UUID
    edit: UUID


class Locked(NamedTuple):
    annotation_set: AnnotationSet
    submission: Submission


def lock_in_review(set_id: UUID, by: User | None) -> Locked:
    """The set, whose row stays locked until the transaction ends, and its standing submission.

    Raises NotOpen when it is with its person, or accepted; Unacceptable for one's own work. A rule is nobody (None).
    """
    AnnotationSet.objects.select_for_update().only("pk").get(pk=set_id)
    annotation_set = AnnotationSet.objects.with_version().select_related("task__project").get(pk=set_id)
    if by is not None and annotation_set.person_id == by.pk:
        raise Unacceptable("Nobody reviews their own work.")
    submission = Submission.objects.standing().filter(annotation_set=annotation_set).first()
    if submission is None:
        raise NotOpen("This annotation set is with its annotator: it is a draft.")
    if Acceptance.objects.filter(submission=submission).exists():
        raise NotOpen("This annotation set is accepted.")
    return Locked(annotation_set, submission)


def acceptance_of(annotation_set: AnnotationSet) -> Acceptance | None:
    """Who settled it as it stands, if anybody did."""
    standing = annotation_set.submissions.filter(reopening=None)
    return Acceptance.objects.select_related("by").filter(submission__in=standing).first()


@transaction.atomic
def approve(*, annotation_set: UUID, by: User, seen: Collection[Seen]) -> None:
    """These marks are right as they were seen; what the reviewer asked of them is settled. Twice is once.

    Raises Conflict when one of them was changed or removed meanwhile.
    """
    locked = lock_in_review(annotation_set, by)
    standing = marks_of(locked.annotation_set)
    if any(standing.get((about, object_id)) != edit for about, object_id, edit in seen):
        raise Conflict("This was changed meanwhile. Look at it as it stands now, then decide again.")
    store(locked.annotation_set, by, seen)
    settle(locked.annotation_set, by, {object_id for _, object_id, _ in seen})


def approve_rest(annotation_set: AnnotationSet, by: User | None) -> int:
    """Whatever nobody has looked at is right too, but what is asked to be changed. The set is locked.

    What is left out is recorded as found right by nobody. How many there were together.
    """
    asked = set(Thread.objects.asking().filter(annotation_set=annotation_set).values_list("object_id", flat=True))
    rest = [mark for mark in unseen(annotation_set) if mark.object_id not in asked]
    by_rule = left_out(annotation_set)
    store(annotation_set, by, [mark for mark in rest if mark.object_id not in by_rule], bulk=True)
    store(annotation_set, None, [mark for mark in rest if mark.object_id in by_rule], bulk=True)
    return len(rest)


def store(annotation_set: AnnotationSet, by: User | None, seen: Collection[Seen], *, bulk: bool = False) -> None:
    approvals = (
        Approval(annotation_set=annotation_set, about=about, object_id=object_id, seen_id=edit, by=by, bulk=bulk)
        for about, object_id, edit in seen
    )
    Approval.objects.bulk_create(approvals, ignore_conflicts=True, batch_size=1_000)


def settle(annotation_set: AnnotationSet, by: User, marks: Collection[UUID]) -> None:
    """What was asked of these marks is not asked any more."""
    asked = Thread.objects.open().filter(annotation_set=annotation_set, asks_for_change=True, object_id__in=marks)
    Resolution.objects.bulk_create(Resolution(thread=thread, by=by) for thread in asked)


def marks_of(annotation_set: AnnotationSet) -> Mapping[tuple[About, UUID], UUID]:
    """The last edit of every span and link."""
    spans = annotation_set.spans.values_list("pk", "last_edit")
    links = annotation_set.links.values_list("pk", "last_edit")
    return {(About.SPAN, pk): edit for pk, edit in spans} | {(About.LINK, pk): edit for pk, edit in links}


def approved(annotation_set: AnnotationSet) -> dict[tuple[UUID, UUID], UUID | None]:
    """What was approved, each with the edit as which it was seen; and by whom, if not by a rule."""
    approvals = Approval.objects.filter(annotation_set=annotation_set)
    return {(mark, seen): by for mark, seen, by in approvals.values_list("object_id", "seen", "by")}


def unseen(annotation_set: AnnotationSet) -> list[Seen]:
    """What stands in the set and was not approved as it stands: never looked at, or changed since."""
    known = approved(annotation_set)
    everything = marks_of(annotation_set).items()
    return [Seen(about, pk, edit) for (about, pk), edit in everything if (pk, edit) not in known]


def refuse_while_asked(annotation_set: AnnotationSet) -> None:
    """Nothing is accepted of which a change is asked for."""
    if asked := open_requests(annotation_set):
        raise Conflict(
            f"Changes are asked for ({asked}) in what {annotation_set.person} handed in. "
            "Return that, or approve those marks as they are."
        )


def open_requests(annotation_set: AnnotationSet) -> int:
    return Thread.objects.asking().filter(annotation_set=annotation_set).count()
