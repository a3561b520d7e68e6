"""Bringing articles into a project."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import msgspec
from django.db import transaction
from django.db.models import Max, Sum
from django.db.models.functions import Coalesce

from newsreview.accounts.models import User
from newsreview.intake import limits
from newsreview.intake.batches import Batch, Batches
from newsreview.intake.details import check_details
from newsreview.intake.filenames import shown
from newsreview.intake.finding import Found, described, read_sources, sources
from newsreview.intake.languages import with_language
from newsreview.intake.manifest import Manifest, read_manifest
from newsreview.intake.matching import Fate
from newsreview.intake.models import Import, ImportBatch, ImportEnd, RefusedRecord
from newsreview.intake.reading import NotRead, Progress, read_file
from newsreview.intake.records import Details, Refusal, Refusals
from newsreview.intake.storing import store
from newsreview.projects.models import Project

SENT = "sent.jsonl"  # what such lines are called


class Summary(Refusals, kw_only=True):
    """What became of every record; the first refused are named. Of what was imported, `revised` took the place of
    another text. `without_row`: files which the manifest lacks."""

    imported: int = 0
    revised: int = 0
    present: int = 0
    completed: int = 0
    without_row: list[str] = []

    def add(self, fates: Counter[Fate], refused: Iterable[Refusal]) -> None:
        self.imported += fates["new"] + fates["revised"]
        self.revised += fates["revised"]
        self.present += fates["present"]
        self.completed += fates["completed"]
        for refusal in refused:
            self.refuse(refusal)


def import_paths(
    *,
    paths: Iterable[Path],
    project: Project,
    by: User | None = None,
    outlet: str | None = None,
    story: str | None = None,
    manifest: Path | None = None,
    progress: Progress = lambda _read: None,
) -> Summary:
    """Imports files, and the files of folders, into the project. One bad record never stops the rest.

    Every batch is a transaction of its own: an import that is killed can simply be run again, since what is there is
    not added twice. `outlet` and `story` are for records that name none; `progress` is told how many more bytes have
    been read. Raises BadManifest before anything is imported, BadField when the outlet or story cannot be one.
    """
    table = read_manifest(manifest) if manifest else Manifest()
    files = sources(paths, but=manifest)
    defaults = check_details({"outlet": outlet, "story": story})

    def found() -> Iterator[Found | Refusal]:
        yield from read_sources(files, manifest=table, progress=progress)
        yield from table.refusals + table.rows_without_file()

    summary = import_at_once(found(), of=Import.objects.create(project=project, by=by), defaults=defaults)
    if manifest:
        described_files = table.files()
        summary.without_row = [shown(file.name) for file in files if file.name not in described_files]
    return summary


def import_lines(lines: BinaryIO, *, project: Project, by: User, defaults: Details) -> Summary:
    """Imports one record a line, as a program sends them."""
    items = read_file(lines, name=SENT)
    found = (
        msgspec.structs.replace(item.refusal, file=SENT) if isinstance(item, NotRead) else described(item, None)
        for item in items
    )
    return import_at_once(found, of=Import.objects.create(project=project, by=by), defaults=defaults)


def import_at_once(found: Iterable[Found | Refusal], *, of: Import, defaults: Details) -> Summary:
    """While whoever asked waits."""
    summary = import_found(found, of=of, defaults=defaults)
    ImportEnd.objects.create(of=of)
    return summary


def import_found(
    found: Iterable[Found | Refusal], *, of: Import, defaults: Details, go_on: Callable[[], bool] = lambda: True
) -> Summary:
    """What the batches that are stored already have not seen, batch by batch while it is to go on.

    A batch is one transaction with the row that tells of it, so that nothing is taken in or counted twice. `found` is
    the same each time, from its beginning.
    """
    begun = of.batches.aggregate(number=Coalesce(Max("number"), 0), seen=Coalesce(Sum("seen"), 0))
    summary = Summary()
    batches = Batches(islice(found, begun["seen"], None))
    for number, batch in enumerate(batches, start=begun["number"] + 1):
        complete = [
            msgspec.structs.replace(each, details=with_language(each.details.or_else(defaults), each.record.text))
            for each in batch.found
        ]
        with transaction.atomic():
            fates = store(complete, project=of.project, meanwhile=batches.read_on).fates
            note(batch, number, fates, of=of)
        summary.add(fates, batch.refused)
        if not go_on():
            break
    return summary


def note(batch: Batch, number: int, fates: Counter[Fate], *, of: Import) -> None:
    ImportBatch.objects.create(
        of=of,
        number=number,
        seen=len(batch),
        imported=fates["new"] + fates["revised"],
        revised=fates["revised"],
        present=fates["present"],
        completed=fates["completed"],
        refused=len(batch.refused),
    )
    before = of.refused_records.count() if batch.refused else 0
    RefusedRecord.objects.bulk_create(
        RefusedRecord(of=of, number=place, **msgspec.to_builtins(refusal))
        for place, refusal in enumerate(batch.refused[: limits.NAMED_REFUSALS - before], start=before + 1)
    )
