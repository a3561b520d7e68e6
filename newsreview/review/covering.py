"""Which marks reviewers look at, where a project does not want all of them seen. What is left out is right by rule."""

from collections.abc import Iterator
from hashlib import sha256
from uuid import UUID

from newsreview.annotation.models import AnnotationSet, Origin
from newsreview.labels.models import Attribute
from newsreview.projects.models import Project


def left_out(annotation_set: AnnotationSet) -> set[UUID]:
    """The spans and links that nobody has to look at."""
    project = annotation_set.task.project
    if project.review_coverage == Project.Coverage.ALL:
        return set()
    marks = {*annotation_set.spans.values_list("pk", flat=True), *annotation_set.links.values_list("pk", flat=True)}
    if project.review_coverage == Project.Coverage.DOUBTFUL:
        return marks.difference(doubtful(annotation_set))
    return {mark for mark in marks if not is_drawn(mark, project.review_share)}


def is_drawn(mark: UUID, percent: int) -> bool:
    """By its id alone: so the same marks are in the share for everybody, each time, whatever else is marked."""
    return int.from_bytes(sha256(mark.bytes).digest()[:8]) % 100 < percent


def doubtful(annotation_set: AnnotationSet) -> Iterator[UUID]:
    """What its person was not sure of, and what is the app's guess: links by themselves, and who a source is."""
    yield from annotation_set.links.filter(origin=Origin.INFERRED).values_list("pk", flat=True)
    guessed = {
        label.pk: {asks.key for asks in label.attributes.all() if asks.kind == Attribute.Kind.SUGGESTION}
        for label in annotation_set.labels.values()
    }
    spans = annotation_set.spans.values_list("pk", "label", "attributes", "given", "unsure", "origin")
    for span, label, attributes, given, unsure, origin in spans:
        if unsure or origin == Origin.INFERRED or guessed[label].intersection(attributes).difference(given):
            yield span
