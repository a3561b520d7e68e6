"""Publishing the next version of a label set: its projects work with it from then on, and their drafts move to it.

Drafts move in the background, each in a transaction of its own, so that nobody who is marking waits for the others.
What was submitted keeps its version.
"""

from collections.abc import Sequence
from time import monotonic
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from newsreview.accounts.models import User
from newsreview.annotation.carrying_over import Becomes, carry_over
from newsreview.annotation.models import AnnotationSet, AnnotationSetQuerySet
from newsreview.annotation.refusals import Refusal
from newsreview.labels.models import LabelSetVersion, Move
from newsreview.labels.publishing import publish
from newsreview.projects import changing

SECONDS_A_JOB = 5

USED = """
SELECT place, count(*)
  FROM (
    SELECT annotation_set_id, label_id, attributes FROM annotation_span
     UNION ALL SELECT annotation_set_id, label_id, attributes FROM annotation_link
     UNION ALL SELECT annotation_set_id, label_id, attributes FROM annotation_articlelabel
  ) AS mark
  JOIN labels_label label ON label.id = mark.label_id
 CROSS JOIN LATERAL (
    SELECT label.key
     UNION ALL SELECT concat_ws('.', label.key, answer.key, answer.value) FROM jsonb_each_text(mark.attributes) answer
  ) AS used (place)
 WHERE mark.annotation_set_id = ANY (%(drafts)s)
 GROUP BY place
"""


def drafts_behind(version: LabelSetVersion) -> AnnotationSetQuerySet:
    """People's drafts on earlier versions of its label set, those that were taken back too."""
    earlier = {"label_set_version__label_set": version.label_set_id, "label_set_version__number__lt": version.number}
    return AnnotationSetQuerySet(AnnotationSet).by_people().drafts().filter(**earlier)


def used(drafts: QuerySet[AnnotationSet]) -> dict[str, int]:
    """How many marks of these drafts use each label and each value, by its place among them (comparing.place_of)."""
    with connection.cursor() as cursor:
        cursor.execute(USED, {"drafts": list(drafts.values_list("pk", flat=True))})
        return dict(cursor.fetchall())


@transaction.atomic
def publish_next(*, version: LabelSetVersion, by: User, becomes: Becomes, stay: Sequence[str]) -> Move:
    """Publish it, move its projects, and have their drafts moved. Raises BadScheme. Asked again, it moves what is left.

    A draft that is not moved works on in its version.
    """
    published = publish(version=version, by=by)
    changing.move_projects(version=published)
    behind = drafts_behind(published).count()
    move = Move.objects.create(version=published, by=by, becomes=becomes, stay=list(stay), drafts=behind)
    # One after another where several are asked for: the later one takes what the earlier one left.
    move_drafts.configure(lock=f"drafts of label set {published.label_set_id}").defer(move=str(move.pk))
    return move


@app.task(name="move_drafts", retry=RetryStrategy(max_attempts=12, exponential_wait=2), pass_context=True)
async def move_drafts(context: JobContext, move: str) -> None:
    """As many as whoever stops the worker may wait for; another job goes on with the rest."""
    if await sync_to_async(carry_on)(UUID(move)):
        await move_drafts.configure(lock=context.job.lock).defer_async(move=move)


def carry_on(move_id: UUID) -> bool:
    """Carry over what is left, one draft at least; whether there is more to do."""
    move = Move.objects.select_related("version", "by").get(pk=move_id)
    until = monotonic() + SECONDS_A_JOB
    left = drafts_behind(move.version).exclude(pk__in=move.kept).order_by("pk").values_list("pk", flat=True)
    for draft in list(left):
        try:
            carry_over(annotation_set=draft, by=move.by, version=move.version_id, becomes=move.becomes, stay=move.stay)
        except Refusal as refusal:
            move.kept[str(draft)] = str(refusal)
            move.save(update_fields=["kept"])
        if monotonic() > until:
            return True
    move.ended_at = timezone.now()
    move.save(update_fields=["ended_at"])
    return False
