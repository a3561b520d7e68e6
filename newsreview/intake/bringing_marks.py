"""Bringing in articles that were marked elsewhere: each record whole, with all its marks, or not at all."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from newsreview.accounts.models import User
from newsreview.annotation import bringing_in
from newsreview.annotation.refusals import Refusal as NotStored
from newsreview.intake import keeping
from newsreview.intake.details import BadField
from newsreview.intake.filenames import shown
from newsreview.intake.finding import Found
from newsreview.intake.keeping import Kept
from newsreview.intake.marked import Answer, Entry, Marked, Marks
from newsreview.intake.readers import doccano, label_studio, native
from newsreview.intake.reading import Progress
from newsreview.intake.records import Refusal, Refusals
from newsreview.intake.storing import store
from newsreview.labels.models import Attribute, Label
from newsreview.offsets import BadOffsets, Offsets, Utf16
from newsreview.projects.models import Project, Task

READERS: dict[str, Callable[[BinaryIO], Iterator[Marked | Refusal]]] = {
    "jsonl": native.read,
    "label-studio": label_studio.read,
    "doccano": doccano.read,
}
Labels = Mapping[str, Label]
YES_OR_NO = {"true": True, "false": False}


class Summary(Refusals, kw_only=True):
    """What became of the records, and of the sets of marks in those that were taken."""

    articles: int = 0
    sets: int = 0
    present: int = 0


def import_marked(
    *,
    path: Path,
    form: str,
    project: Project,
    by: User,
    utf16: bool = False,
    progress: Progress = lambda _read: None,
) -> Summary:
    """Imports a file of one of READERS. `utf16` says that its offsets count UTF-16 units, and not code points.

    A record is a transaction of its own: run again, what is there is not stored twice. Raises OSError.
    """
    summary = Summary()
    with path.open("rb") as file:
        kept = keeping.keep(file, name=shown(path.name))
    with keeping.open_kept(kept.sha256) as stored:
        for item in READERS[form](stored):
            if isinstance(item, Refusal):
                summary.refuse(msgspec.structs.replace(item, file=kept.name))
                continue
            try:
                fates = take(item, kept, project=project, by=by, utf16=utf16)
            except BadField as error:
                summary.refuse(Refusal(file=kept.name, line=item.line, reason=str(error)))
            else:
                summary.articles += 1
                summary.sets += fates.count(True)
                summary.present += fates.count(False)
            progress(item.record.byte_end - item.record.byte_start)
    return summary


@transaction.atomic
def take(item: Marked, kept: Kept, *, project: Project, by: User, utf16: bool) -> list[bool]:
    """For each answer whether it is new. Raises BadField for the first mark that cannot stay, and stores nothing."""
    [article] = store([Found(item.record, kept, item.record.details)], project=project).placed
    task = Task.objects.select_related("project").get(project=project, article=article)
    labels = {label.key: label for label in Label.objects.with_questions().filter(version=project.label_set_version_id)}
    return [bring_in(task, by, answer, labels, utf16=utf16) for answer in item.answers]


def bring_in(task: Task, by: User, answer: Answer, labels: Labels, *, utf16: bool) -> bool:
    spans = [typed(entry, labels) for entry in placed(task.article.text, answer.spans, utf16=utf16)]
    said = [typed(entry, labels) for entry in answer.article_labels.entries]
    links = answer.links.entries
    try:
        bringing_in.bring_in(task=task, by=by, spans=spans, links=links, article_labels=said, complete=answer.complete)
    except bringing_in.BroughtBefore:
        return False
    except bringing_in.BadMark as error:
        raise BadField(getattr(answer, error.kind).fields[error.number], str(error)) from error
    except NotStored as error:
        raise BadField(answer.field, str(error)) from error
    return True


def placed(text: str, spans: Marks, *, utf16: bool) -> Iterator[Entry]:
    """The spans in code points, each with the words that stand there. Raises BadField where it says others."""
    units = Utf16(text)
    for entry, field in zip(spans.entries, spans.fields, strict=True):
        try:
            start, end = (units.to_points(entry[name]) if utf16 else entry[name] for name in ("start", "end"))
            stands = Offsets(start, end).quote(text)
        except BadOffsets as error:
            raise BadField(field, str(error)) from error
        if entry["quote"] not in {None, stands}:
            words = {"start": start, "end": end, "stands": stands[:80], "quote": entry["quote"][:80]}
            raise BadField(field, _("the text at [%(start)d, %(end)d) is “%(stands)s”, not “%(quote)s”.") % words)
        yield entry | {"start": start, "end": end, "quote": stands}


def typed(entry: Entry, labels: Labels) -> Entry:
    """With yes and no as such, where a file can only say them in words."""
    asked = labels[entry["label"]].attributes.all() if entry["label"] in labels else ()
    flags = {attribute.key for attribute in asked if attribute.kind == Attribute.Kind.FLAG}
    answers = entry.get("attributes", {})
    return entry | {"attributes": {key: YES_OR_NO.get(v, v) if key in flags else v for key, v in answers.items()}}
