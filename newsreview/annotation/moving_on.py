"""Publishing the next version of a label set: its projects work with it from then on, and their drafts move to it.

Each draft moves in a transaction of its own, so that nobody who is marking waits for the others. What was submitted
keeps its version.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet

from newsreview.accounts.models import User
from newsreview.annotation.carrying_over import Becomes, carry_over
from newsreview.annotation.models import AnnotationSet, AnnotationSetQuerySet, ArticleLabel, Link, Span
from newsreview.annotation.refusals import Refusal
from newsreview.labels.comparing import Gone
from newsreview.labels.models import Label, LabelSetVersion
from newsreview.labels.publishing import publish
from newsreview.projects import changing

ROWS: dict[str, type[Span | Link | ArticleLabel]] = {
    Label.Kind.SPAN: Span,
    Label.Kind.LINK: Link,
    Label.Kind.ARTICLE: ArticleLabel,
}


@dataclass
class Moved:
    """How many drafts moved, and which did not, each with the reason."""

    count: int = 0
    kept: list[tuple[AnnotationSet, str]] = field(default_factory=list)


def drafts_behind(version: LabelSetVersion) -> AnnotationSetQuerySet:
    """People's drafts on earlier versions of its label set, those that were taken back too."""
    earlier = {"label_set_version__label_set": version.label_set_id, "label_set_version__number__lt": version.number}
    return AnnotationSetQuerySet(AnnotationSet).by_people().drafts().filter(**earlier)


def used(what: Gone, drafts: QuerySet[AnnotationSet]) -> int:
    """In how many marks of these drafts."""
    marks = ROWS[what.label.kind].objects.filter(annotation_set__in=drafts.values("pk"), label__key=what.label.key)
    if what.attribute:
        marks = marks.filter(attributes__contains={what.attribute.key: what.value})
    return marks.count()


def publish_next(*, version: LabelSetVersion, by: User, becomes: Becomes, stay: Sequence[str]) -> Moved:
    """Publish it, and carry everything over. Raises BadScheme. Done again, it carries over what is left."""
    with transaction.atomic():
        published = publish(version=version, by=by)
        changing.move_projects(version=published)
    moved = Moved()
    for draft in drafts_behind(published).select_related("task__article", "person").order_by("pk"):
        try:
            carry_over(annotation_set=draft, by=by, version=published.pk, becomes=becomes, stay=list(stay))
        except Refusal as refusal:
            moved.kept.append((draft, str(refusal)))
        else:
            moved.count += 1
    return moved
