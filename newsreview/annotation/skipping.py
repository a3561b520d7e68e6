"""Leaving a task with a reason, so that others can have it."""

from django.db import transaction
from django.db.models.functions import Now

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.refusals import Conflict, Unacceptable
from newsreview.projects.models import Skip


@transaction.atomic
def skip(*, annotation_set: AnnotationSet, reason: str, note: str = "") -> Skip:
    """Its person leaves the task. What they marked stays, with its journal."""
    if reason not in Skip.Reason:
        raise Unacceptable("A task is skipped for one of the reasons that the page names.")
    AnnotationSet.objects.select_for_update().only("pk").get(pk=annotation_set.pk)
    held = AnnotationSet.objects.by_people().held().filter(pk=annotation_set.pk).select_related("person").first()
    if held is None or held.person is None:
        raise Conflict("This article is no longer yours.")
    taking.take_back(annotation_set=held, by=held.person)
    return Skip.objects.create(task_id=held.task_id, person=held.person, reason=reason, note=note)


@transaction.atomic
def put_back(*, skip: Skip, by: User) -> Skip:
    """The reason does not hold: the person can be given the task again."""
    standing = Skip.objects.select_for_update(of=("self",)).get(pk=skip.pk)
    if standing.ended_at is None:
        Skip.objects.filter(pk=standing.pk).update(ended_at=Now(), ended_by=by)
    return standing
