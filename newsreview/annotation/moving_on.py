"""Publishing the next version of a label set: its projects work with it from then on, and their drafts move to it.

Each draft moves in a transaction of its own, so that nobody who is marking waits for the others. What was submitted
keeps its version.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic

from django.db import connection, transaction
from django.db.models import QuerySet

from newsreview.accounts.models import User
from newsreview.annotation.carrying_over import Becomes, carry_over
from newsreview.annotation.models import AnnotationSet, AnnotationSetQuerySet
from newsreview.annotation.refusals import Refusal
from newsreview.labels.models import LabelSetVersion
from newsreview.labels.publishing import publish
from newsreview.projects import changing

PATIENCE = 10  # seconds that a person waits for an answer

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


@dataclass
class Moved:
    """How many drafts moved, which did not, each with the reason, and how many were not come to."""

    count: int = 0
    kept: list[tuple[AnnotationSet, str]] = field(default_factory=list)
    left: int = 0


def drafts_behind(version: LabelSetVersion) -> AnnotationSetQuerySet:
    """People's drafts on earlier versions of its label set, those that were taken back too."""
    earlier = {"label_set_version__label_set": version.label_set_id, "label_set_version__number__lt": version.number}
    return AnnotationSetQuerySet(AnnotationSet).by_people().drafts().filter(**earlier)


def used(drafts: QuerySet[AnnotationSet]) -> dict[str, int]:
    """How many marks of these drafts use each label and each value, by its place among them (comparing.place_of)."""
    with connection.cursor() as cursor:
        cursor.execute(USED, {"drafts": list(drafts.values_list("pk", flat=True))})
        return dict(cursor.fetchall())


def publish_next(
    *, version: LabelSetVersion, by: User, becomes: Becomes, stay: Sequence[str], seconds: float = PATIENCE
) -> Moved:
    """Publish it, and carry over what can be in so many seconds. Raises BadScheme. Done again, it goes on.

    A draft that is left works on in its version.
    """
    with transaction.atomic():
        published = publish(version=version, by=by)
        changing.move_projects(version=published)
    moved, until = Moved(), monotonic() + seconds
    drafts = list(
        drafts_behind(published).select_related("task__article", "person").defer("task__article__text").order_by("pk")
    )
    for place, draft in enumerate(drafts):
        if monotonic() > until:
            moved.left = len(drafts) - place
            break
        try:
            carry_over(annotation_set=draft, by=by, version=published.pk, becomes=becomes, stay=list(stay))
        except Refusal as refusal:
            moved.kept.append((draft, str(refusal)))
        else:
            moved.count += 1
    return moved
