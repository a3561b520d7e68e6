"""What a model marked in many articles, as a program sends it: each article with all its marks, or not at all."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _
from msgspec import Meta, field

from newsreview.accounts.models import User
from newsreview.annotation import predicting
from newsreview.annotation.bringing_in import BadMark, Entries
from newsreview.annotation.operations import Offset
from newsreview.annotation.refusals import Refusal as NotStored
from newsreview.intake.details import BadField
from newsreview.projects.models import Project, Task

Name = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=80)]
Key = Annotated[str, Meta(min_length=1, max_length=80)]
Score = Annotated[float, Meta(ge=0, le=1, description="How sure the model is.")]
Answers = dict[str, str | bool | None]
# One article; a text of 64 KB has about a thousand sentences.
MOST_MARKS = 5_000


class PredictedSpan(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A label on [start, end) of the text, in code points. The id is for links to name."""

    id: Key
    label: str
    start: Offset
    end: Offset
    quote: str
    score: Score | None = None
    attributes: Answers = {}


class PredictedLink(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """From one span of the article to another."""

    label: str
    from_span: Key = field(name="from")
    to_span: Key = field(name="to")
    score: Score | None = None
    attributes: Answers = {}


class PredictedArticle(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Everything that the model marked in one article, which may be nothing."""

    article: UUID
    sha256: Annotated[str, Meta(description="Of the text that the model read.", max_length=64)]
    spans: Annotated[list[PredictedSpan], Meta(max_length=MOST_MARKS)] = []
    links: Annotated[list[PredictedLink], Meta(max_length=MOST_MARKS)] = []


class Predictions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Many articles, marked by one version of a model."""

    model: Name
    version: Name
    articles: Annotated[list[PredictedArticle], Meta(min_length=1, max_length=500)]


class RefusedRow(msgspec.Struct, frozen=True):
    """Why an article was not stored; rows count from 0."""

    row: int
    article: UUID
    field: str
    reason: str


class Received(msgspec.Struct):
    """What became of the articles."""

    stored: int = 0
    present: int = 0
    refused: list[RefusedRow] = []


def receive(predictions: Predictions, *, project: Project, by: User) -> Received:
    """Each article is a transaction of its own: sent again, what is there is not stored twice."""
    predicting.refuse_bad_names(predictions.model, predictions.version)
    received = Received()
    tasks = tasks_by_article(project, predictions.articles)
    for number, row in enumerate(predictions.articles):
        try:
            is_new = take(row, tasks.get(row.article), model=predictions.model, version=predictions.version, by=by)
        except BadField as error:
            received.refused.append(RefusedRow(number, row.article, error.field, error.message))
        else:
            received.stored += is_new
            received.present += not is_new
    return received


def tasks_by_article(project: Project, rows: Sequence[PredictedArticle]) -> dict[UUID, Task]:
    tasks = Task.objects.filter(project=project, article__in=[row.article for row in rows])
    named = tasks.select_related("project", "article").defer("article__text", "article__metadata")
    return {task.article_id: task for task in named}


@transaction.atomic
def take(row: PredictedArticle, task: Task | None, *, model: str, version: str, by: User) -> bool:
    """Whether it is new. Raises BadField for the first thing that is wrong, and stores nothing: a version of which
    nothing is stored is not known either."""
    if task is None:
        raise BadField("article", _("there is no such article in this project."))
    if row.sha256 != task.article.sha256:
        raise BadField("sha256", _("the text of this article has another one: it is not what the model has read."))
    refuse_doubles(row.spans)
    known = predicting.known_version(project=task.project, model=model, version=version, by=by)
    try:
        predicting.predict(model_version=known, task=task, by=by, spans=entries(row.spans), links=entries(row.links))
    except predicting.PredictedBefore:
        return False
    except BadMark as error:
        raise BadField(f"{error.kind}[{error.number}]", str(error)) from error
    except NotStored as error:
        raise BadField("article", str(error)) from error
    return True


def refuse_doubles(spans: Sequence[PredictedSpan]) -> None:
    """Two spans of one id could not be told apart by links; of two that are the same, one would be too many."""
    ids = Counter(span.id for span in spans)
    places = Counter((span.label, span.start, span.end) for span in spans)
    for number, span in enumerate(spans):
        if ids[span.id] > 1:
            raise BadField(f"spans[{number}].id", _("another span has this id too."))
        if places[span.label, span.start, span.end] > 1:
            raise BadField(f"spans[{number}]", _("the same span is there twice."))


def entries(marks: Sequence[PredictedSpan | PredictedLink]) -> Entries:
    """By the names that the request has for them."""
    told: Entries = msgspec.to_builtins(marks)
    return told
