"""Bringing in articles that were marked elsewhere: each record whole, with all its marks, or not at all."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
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
from newsreview.intake.foreign_labels import LabelMap, Labels, labels_in, renamed
from newsreview.intake.marked import Answer, Entry, Marks
from newsreview.intake.matching import Fate
from newsreview.intake.packing import PACKINGS
from newsreview.intake.readers import doccano, label_studio, native
from newsreview.intake.reading import Progress
from newsreview.intake.records import Record, Refusal, Refusals
from newsreview.intake.storing import store
from newsreview.labels.models import Attribute
from newsreview.offsets import BadOffsets, Offsets, Utf16
from newsreview.projects.models import Project, Task

READERS: dict[str, Callable[[BinaryIO], Iterator[Record | Refusal]]] = {
    "jsonl": native.read,
    "label-studio": label_studio.read,
    "doccano": doccano.read,
}
YES_OR_NO = {"true": True, "false": False}


class Brought(msgspec.Struct):
    """What became of articles with their sets: how many of these are new, with their marks, and how many were there."""

    fates: Counter[Fate] = msgspec.field(default_factory=Counter)
    sets: int = 0
    sets_present: int = 0
    spans: int = 0
    links: int = 0

    def add(self, other: "Brought") -> None:
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


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
    chosen: LabelMap = LabelMap(),  # noqa: B008 -- frozen
    progress: Progress = lambda _read: None,
) -> Summary:
    """Imports a file of one of READERS. `utf16` says that its offsets count UTF-16 units, and not code points.

    A record is a transaction of its own: run again, what is there is not stored twice. Raises OSError.
    """
    summary, labels = Summary(), labels_in(project)
    with path.open("rb") as file:
        kept = keeping.keep(file, name=shown(path.name))
    with keeping.open_kept(kept.sha256) as stored:
        for item in READERS[form](stored):
            if isinstance(item, Refusal):
                summary.refuse(msgspec.structs.replace(item, file=kept.name))
                continue
            found = Found(item, kept, item.details, utf16=utf16)
            try:
                brought = take(found, project=project, by=by, labels=labels, chosen=chosen)
            except BadField as error:
                summary.refuse(refusal_of(found, str(error)))
            else:
                summary.articles += 1
                summary.sets += brought.sets
                summary.present += brought.sets_present
            progress(item.byte_end - item.byte_start)
    return summary


def refusal_of(found: Found, reason: str) -> Refusal:
    """With the bytes to be put right; of a packed file the places are those of what is in it."""
    record, name = found.record, found.name or found.kept.name
    where = Refusal(file=name, line=record.line, reason=reason, raw_sha256=found.kept.sha256)
    if PurePosixPath(found.kept.name.lower()).suffix in PACKINGS:
        return where
    return msgspec.structs.replace(where, byte_start=record.byte_start, byte_end=record.byte_end)


@transaction.atomic
def take(found: Found, *, project: Project, by: User | None, labels: Labels, chosen: LabelMap) -> Brought:
    """Stores the article and its sets. Raises BadField for the first mark that cannot stay, and stores nothing."""
    answers = [answer for each in found.record.answers if (answer := renamed(each, labels, chosen))]
    matches = store([found], project=project)
    brought = Brought(fates=matches.fates)
    if not answers:
        return brought
    if by is None:
        raise BadField("record", _("it is marked, and nobody is named who brings its marks in (--by)."))
    task = Task.objects.select_related("project", "article").get(project=project, article=matches.placed[0])
    for answer in answers:
        if bring_in(task, by, answer, labels, utf16=found.utf16):
            brought.sets += 1
            brought.spans += len(answer.spans.entries)
            brought.links += len(answer.links.entries)
        else:
            brought.sets_present += 1
    return brought


def bring_in(task: Task, by: User, answer: Answer, labels: Labels, *, utf16: bool) -> bool:
    """Whether it is new. Raises BadField."""
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
    units, ids = Utf16(text), set()
    for entry, field in zip(spans.entries, spans.fields, strict=True):
        if entry["id"] in ids:
            raise BadField(field, _("another span has the same id, “%(id)s”.") % {"id": str(entry["id"])[:50]})
        ids.add(entry["id"])
        try:
            place = place_of(entry, units, utf16=utf16)
            stands = place.quote(text)
        except BadOffsets as error:
            raise BadField(field, f"{error}{perhaps_utf16(entry, text, units)}") from error
        if entry["quote"] not in {None, stands}:
            words = {"start": place.start, "end": place.end, "stands": stands[:80], "quote": entry["quote"][:80]}
            why = _("the text at [%(start)d, %(end)d) is “%(stands)s”, not “%(quote)s”.") % words
            raise BadField(field, f"{why}{perhaps_utf16(entry, text, units)}")
        yield entry | {"start": place.start, "end": place.end, "quote": stands}


def place_of(entry: Entry, units: Utf16, *, utf16: bool) -> Offsets:
    start, end = (units.to_points(entry[name]) if utf16 else entry[name] for name in ("start", "end"))
    return Offsets(start, end)


def perhaps_utf16(entry: Entry, text: str, units: Utf16) -> str:
    """What to say where offsets that do not fit would fit as UTF-16 units."""
    with suppress(BadOffsets):
        stands = place_of(entry, units, utf16=True).quote(text)
        if entry["quote"] in {None, stands}:
            words = _("It fits in UTF-16 units: say so where the files are checked, or by “--offsets utf-16”.")
            return f" {words}"
    return ""


def typed(entry: Entry, labels: Labels) -> Entry:
    """With yes and no as such, where a file can only say them in words."""
    asked = labels[entry["label"]].attributes.all() if entry["label"] in labels else ()
    flags = {attribute.key for attribute in asked if attribute.kind == Attribute.Kind.FLAG}
    answers = entry.get("attributes", {})
    return entry | {"attributes": {key: YES_OR_NO.get(v, v) if key in flags else v for key, v in answers.items()}}
