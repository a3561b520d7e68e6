"""What a model marked as a file: one article a line, each as the API takes it."""

from pathlib import Path
from typing import NamedTuple

import msgspec

from newsreview.accounts.models import User
from newsreview.annotation.predicting import refuse_bad_names
from newsreview.intake.details import BadField
from newsreview.intake.predictions import PredictedArticle, take, tasks_by_article
from newsreview.intake.readers import json_lines
from newsreview.intake.readers.json_record import read_object
from newsreview.intake.reading import Progress
from newsreview.intake.records import Refusal, Refusals
from newsreview.projects.models import Project


class Line(NamedTuple):
    number: int
    article: PredictedArticle
    size: int


class Summary(Refusals, kw_only=True):
    """What became of the lines."""

    stored: int = 0
    present: int = 0


def import_predictions(
    *, path: Path, project: Project, by: User, model: str, version: str, progress: Progress = lambda _read: None
) -> Summary:
    """A line is a transaction of its own: run again, what is there is not stored twice.

    Raises OSError, and Unacceptable for a name that models cannot have.
    """
    refuse_bad_names(model, version)
    summary = Summary()
    with path.open("rb") as file:
        for item in json_lines.each(file, read_line):
            if isinstance(item, Refusal):
                summary.refuse(item)
                continue
            task = tasks_by_article(project, [item.article]).get(item.article.article)
            try:
                is_new = take(item.article, task, model=model, version=version, by=by)
            except BadField as error:
                summary.refuse(Refusal(line=item.number, reason=str(error)))
            else:
                summary.stored += is_new
                summary.present += not is_new
            progress(item.size)
    return summary


def read_line(raw: bytes, *, line: int, byte_start: int, byte_end: int) -> Line | Refusal:
    def article(value: dict[str, object]) -> Line:
        return Line(line, msgspec.convert(value, PredictedArticle), byte_end - byte_start)

    return read_object(raw, line=line, make=article)
