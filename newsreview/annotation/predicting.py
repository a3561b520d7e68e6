"""Storing what a model marked: a whole set of kind model at once, as it was sent, or not at all.

Nobody hands such a set in, and no door lets anybody change it: it stays what the model said.
"""

from uuid import UUID

from django.db import transaction

from newsreview.accounts.models import User
from newsreview.annotation import seating
from newsreview.annotation.bringing_in import Entries, put_each, put_link, put_span
from newsreview.annotation.journal import Draft, Result, request_digest, verb
from newsreview.annotation.model_versions import NAME, ModelVersion, Prediction
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.refusals import AlreadyThere, Unacceptable
from newsreview.projects.models import Project, Task

VERB = "predict"


class PredictedBefore(AlreadyThere):
    """The very same was stored before."""

    code = "predicted-before"


class PredictedOtherwise(AlreadyThere):
    code = "predicted-otherwise"


def refuse_bad_names(model: str, version: str) -> None:
    """Raises Unacceptable."""
    for what, name in (("model", model), ("version", version)):
        if not NAME.fullmatch(name):
            raise Unacceptable(
                f"The {what} is called by 1 to 80 of the letters a to z, digits and . _ -, a letter or digit first; "
                f"not {name!r}."
            )


def known_version(*, project: Project, model: str, version: str, by: User) -> ModelVersion:
    """As the project knows it, or new to it. Raises Unacceptable."""
    refuse_bad_names(model, version)
    known, _new = ModelVersion.objects.get_or_create(project=project, model=model, version=version, defaults={"by": by})
    return known


@transaction.atomic
def predict(*, model_version: ModelVersion, task: Task, by: User, spans: Entries, links: Entries) -> AnnotationSet:
    """What this version of a model marked in this article.

    Spans and links are those of `bringing_in`; each may have a {score}. Raises PredictedBefore where the same was
    stored before, PredictedOtherwise where other marks were, BadMark where one mark is wrong.
    """
    seating.lock_task(task.pk)
    if earlier := Prediction.objects.filter(model_version=model_version, task=task).first():
        digest = request_digest(VERB, {"spans": spans, "links": links})
        if earlier.annotation_set.edits.filter(request_digest=digest).exists():
            raise PredictedBefore("This was stored before.")
        raise PredictedOtherwise(
            f"{model_version} has marked this article otherwise before. Send it as another version."
        )
    made = AnnotationSet.objects.create(
        task=task, kind=AnnotationSet.Kind.MODEL, label_set_version_id=task.project.label_set_version_id
    )
    Prediction.objects.create(annotation_set=made, model_version=model_version, task=task)
    store(annotation_set=made, by=by, spans=spans, links=links)
    return made


@verb(VERB)
def store(draft: Draft, *, spans: Entries, links: Entries) -> Result:
    """Where a label lies on another that excludes it, it stays: that is the model's mistake, and will be counted."""
    scores = scores_of(spans, put_each(draft, "spans", spans, put_span))
    scores |= scores_of(links, put_each(draft, "links", links, put_link))
    return {"spans": len(spans), "links": len(links), "scores": scores}


def scores_of(entries: Entries, ids: list[UUID]) -> dict[str, float]:
    """By the id of the mark; of those that have one."""
    given = zip(ids, (entry.get("score") for entry in entries), strict=True)
    return {str(mark): score for mark, score in given if score is not None}
