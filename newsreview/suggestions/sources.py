"""From which annotation sets marks are carried over to another article."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from newsreview.annotation.models import AnnotationSet, Submission
from newsreview.corpus.copies import copies_of
from newsreview.corpus.models import Article
from newsreview.corpus.revisions import earlier_texts
from newsreview.review.models import Acceptance
from newsreview.suggestions.models import Way

# The nearest; beyond them there is hardly anything that these do not have.
MOST = 8


class Source(NamedTuple):
    annotation_set: AnnotationSet
    """With its task and article."""
    way: Way
    own: bool
    """Whether it is the person's own work."""

    @property
    def article(self) -> Article:
        return self.annotation_set.task.article


def sources(annotation_set: AnnotationSet) -> list[Source]:
    """Of each other text of the same project that this one shares much with, one set: what the person marked there
    themselves, else what was settled.

    Where people annotate blind they are led by nobody else's marks, not even settled ones.
    """
    task = annotation_set.task
    mine = Q(kind=AnnotationSet.Kind.PERSON, person=annotation_set.person_id)
    wanted = mine if task.project.blind else mine | settled()
    earlier, copies = earlier_texts(task.article), copies_of(task.article)
    sets = AnnotationSet.objects.held().filter(wanted, task__project=task.project_id)
    there = sets.filter(Q(task__article__in=earlier) | Q(task__article__in=copies), spans__isnull=False).distinct()
    revised = set(earlier.values_list("pk", flat=True)) if (found := ordered(there)) else set()
    chosen: dict[UUID, Source] = {}
    for one in found:
        way = Way.REVISION if one.task.article_id in revised else Way.NEAR_COPY
        own = one.kind == AnnotationSet.Kind.PERSON and one.person_id == annotation_set.person_id
        known = chosen.get(one.task_id)
        if known is None or (rank(own, one) < rank(known.own, known.annotation_set)):
            chosen[one.task_id] = Source(one, way, own)
    return sorted(chosen.values(), key=lambda each: (each.way != Way.REVISION, not each.own))[:MOST]


def ordered(sets: QuerySet[AnnotationSet]) -> list[AnnotationSet]:
    """The latest article first: an earlier revision is nearest which came last."""
    return list(sets.select_related("task__article__outlet").order_by("-task__article__id", "pk"))


def rank(own: bool, annotation_set: AnnotationSet) -> int:  # noqa: FBT001 -- one of two columns
    return 0 if own else 1 if annotation_set.kind == AnnotationSet.Kind.ADJUDICATED else 2


def settled() -> Q:
    """What an adjudication has settled, or a reviewer has accepted."""
    standing = Submission.objects.standing().filter(annotation_set=OuterRef("pk"))
    adjudicated = Q(Exists(standing), kind=AnnotationSet.Kind.ADJUDICATED)
    accepted = Acceptance.objects.filter(submission__annotation_set=OuterRef("pk"), submission__reopening=None)
    return adjudicated | Q(Exists(accepted), kind=AnnotationSet.Kind.PERSON)
