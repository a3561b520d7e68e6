"""Where a model differs most from what is settled, in words: what it has in a place, and what is right there."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.utils.functional import Promise

from newsreview.agreement.disagreeing import Disagreement
from newsreview.agreement.readings import Reading
from newsreview.agreement.scoring import differences
from newsreview.annotation.models import Edit
from newsreview.annotation.predicting import VERB
from newsreview.offsets import paragraphs
from newsreview.projects.models import Task
from newsreview.review.reading import read
from newsreview.review.scoring import Passage
from newsreview.web.disagreements import KINDS, spans_of
from newsreview.web.naming_labels import Names


class Side(NamedTuple):
    label: str
    """Empty where there is nothing."""
    quotes: list[str]
    """The words of the span; of a link, those of both its ends."""
    sure: float | None
    """How sure the model was, if it said so."""


class Mistake(NamedTuple):
    kind: str | Promise
    model: Side
    settled: Side


class Row(NamedTuple):
    task: Task
    paragraph: int
    mistakes: list[Mistake]


def as_rows(passages: Sequence[Passage], names: Names) -> list[Row]:
    readings = read({annotation_set for each in passages for annotation_set, _version in each.beside.sets})
    settled = {passage.beside.settled.task for passage in passages}
    tasks = Task.objects.select_related("article__outlet").in_bulk(settled)
    scores = scores_in(passages)
    rows = []
    for beside, paragraph, _differences in passages:
        task, two = tasks[beside.settled.task], beside.readings(readings)
        found = differences(*two, paragraphs(task.article.text))[paragraph]
        rows.append(Row(task, paragraph, [mistake(each, two, names, scores) for each in found]))
    return rows


def scores_in(passages: Sequence[Passage]) -> dict[str, float]:
    """How sure the models were, by the ids of their marks."""
    sets = {passage.beside.predicted for passage in passages}
    results = Edit.objects.filter(annotation_set__in=sets, verb=VERB).values_list("result", flat=True)
    return {mark: score for result in results for mark, score in result["scores"].items()}


def mistake(
    difference: Disagreement, readings: Sequence[Reading], names: Names, scores: Mapping[str, float]
) -> Mistake:
    model, settled = (
        Side(names.label(marked.label), [span.quote for span in spans_of(marked, reading)], sure_of(marked, scores))
        if marked
        else Side("", [], None)
        for marked, reading in zip(difference.sides, readings, strict=True)
    )
    return Mistake(KINDS[difference.kind], model, settled)


def sure_of(marked: object, scores: Mapping[str, float]) -> float | None:
    return scores.get(str(getattr(marked, "id", "")))
