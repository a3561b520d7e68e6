"""Bringing articles into a project."""

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import msgspec

from newsreview.accounts.models import User
from newsreview.intake.batches import Batches
from newsreview.intake.details import check_details
from newsreview.intake.filenames import shown
from newsreview.intake.finding import Found, Progress, read_file, read_sources, sources
from newsreview.intake.manifest import Manifest, read_manifest
from newsreview.intake.models import Import, Upload
from newsreview.intake.records import Details, Refusal, Refusals
from newsreview.intake.storing import store
from newsreview.projects.models import Project

SENT = "sent.jsonl"  # what such lines are called


class Summary(Refusals, kw_only=True):
    """What became of every record; the first refused are named. `without_row`: files which the manifest lacks."""

    imported: int = 0
    present: int = 0
    completed: int = 0
    without_row: list[str] = []


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
    found = read_sources(files, manifest=table, progress=progress)
    summary = import_found(found, project=project, defaults=check_details({"outlet": outlet, "story": story}))
    for refusal in table.refusals + table.rows_without_file():
        summary.refuse(refusal)
    if manifest:
        summary.without_row = [shown(file.name) for file in files if file.name not in table.rows]
    record_import(summary, project=project, by=by)
    return summary


def import_lines(lines: BinaryIO, *, project: Project, by: User, defaults: Details) -> Summary:
    """Imports one record a line, as a program sends them."""
    items = read_file(lines, name=SENT)
    found = (item if isinstance(item, Refusal) else Found(*item, item[0].details) for item in items)
    summary = import_found(found, project=project, defaults=defaults)
    record_import(summary, project=project, by=by)
    return summary


def import_found(found: Iterable[Found | Refusal], *, project: Project, defaults: Details) -> Summary:
    summary = Summary()
    batches = Batches(found, refuse=summary.refuse)
    for batch in batches:
        described = [msgspec.structs.replace(each, details=each.details.or_else(defaults)) for each in batch]
        fates = store(described, project=project, meanwhile=batches.read_on).fates
        summary.imported += fates["new"]
        summary.present += fates["present"]
        summary.completed += fates["completed"]
    return summary


def record_import(summary: Summary, *, project: Project, by: User | None, upload: Upload | None = None) -> Import:
    return Import.objects.create(
        project=project,
        by=by,
        upload=upload,
        imported=summary.imported,
        present=summary.present,
        completed=summary.completed,
        refused=summary.refused,
        refusals=msgspec.to_builtins(summary.refusals),
    )
