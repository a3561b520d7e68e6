"""Bringing articles into a project."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import msgspec
from django.db import DatabaseError, transaction
from django.db.models import Max, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from newsreview.accounts.models import User
from newsreview.intake import keeping, limits
from newsreview.intake.batches import Batch, Batches
from newsreview.intake.bringing_marks import Brought, refusal_of, take
from newsreview.intake.details import BadField, check_details
from newsreview.intake.filenames import LONGEST, BadName, check_name, shown
from newsreview.intake.finding import Found, described, read_sources, sources
from newsreview.intake.foreign_labels import LabelMap, labels_in
from newsreview.intake.holding import alone
from newsreview.intake.languages import with_language
from newsreview.intake.manifest import Manifest, read_manifest
from newsreview.intake.models import MARKS, Import, ImportBatch, ImportEnd, RefusedRecord
from newsreview.intake.reading import NotRead, Progress, read_file, within
from newsreview.intake.records import Details, Refusal, Refusals, count_names
from newsreview.intake.storing import store
from newsreview.projects.models import Project


class Summary(Refusals, kw_only=True):
    """What became of every record; the first refused are named. Of what was imported, `revised` took the place of
    another text. `into_metadata`: how many records have a field that articles do not, by its name. `without_row`: files
    which the manifest lacks."""

    imported: int = 0
    revised: int = 0
    present: int = 0
    completed: int = 0
    sets: int = 0
    sets_present: int = 0
    spans: int = 0
    links: int = 0
    into_metadata: dict[str, int] = {}
    without_row: list[str] = []

    def add(self, counts: Mapping[str, int], batch: Batch) -> None:
        for name, count in counts.items():
            setattr(self, name, getattr(self, name) + count)
        for refusal in batch.refused:
            self.refuse(refusal)
        for each in batch.found:
            count_names(self.into_metadata, each.record.into_metadata)


def import_paths(
    *,
    paths: Iterable[Path],
    project: Project,
    by: User | None = None,
    outlet: str | None = None,
    story: str | None = None,
    manifest: Path | None = None,
    chosen: LabelMap = LabelMap(),  # noqa: B008 -- frozen
    utf16: bool = False,
    progress: Progress = lambda _read: None,
) -> Summary:
    """Imports files, and the files of folders, into the project. One bad record never stops the rest.

    Every batch is a transaction of its own: an import that is killed can simply be run again, since what is there is
    not added twice. `outlet` and `story` are for records that name none; `progress` is told how many more bytes have
    been read. `chosen` says what the labels of marks become, `utf16` that their offsets count UTF-16 units. Raises
    BadManifest before anything is imported, BadField when the outlet or story cannot be one.
    """
    table = read_manifest(manifest) if manifest else Manifest()
    files = sources(paths, but=manifest)
    defaults = check_details({"outlet": outlet, "story": story})

    def found() -> Iterator[Found | Refusal]:
        for item in read_sources(files, manifest=table, progress=progress):
            yield msgspec.structs.replace(item, utf16=utf16) if utf16 and isinstance(item, Found) else item
        yield from table.refusals + table.rows_without_file()

    of = begin(project=project, by=by, defaults=defaults, chosen=chosen, utf16=utf16)
    summary = import_at_once(found(), of=of, defaults=defaults, chosen=chosen)
    if manifest:
        described_files = table.files()
        summary.without_row = [shown(file.name) for file in files if file.name not in described_files]
    return summary


def import_files(
    files: Iterable[tuple[str, BinaryIO]],
    *,
    project: Project,
    by: User,
    defaults: Details,
    chosen: LabelMap = LabelMap(),  # noqa: B008 -- frozen
    utf16: bool = False,
) -> Summary:
    """Imports open files, given with their names, as a program sends them."""
    found = (item for name, file in files for item in found_in(name, file, utf16=utf16))
    of = begin(project=project, by=by, defaults=defaults, chosen=chosen, utf16=utf16)
    return import_at_once(found, of=of, defaults=defaults, chosen=chosen)


def begin(*, project: Project, by: User | None, defaults: Details, chosen: LabelMap, utf16: bool) -> Import:
    """With what was said, which holds for what is put right later as well."""
    said = {"outlet": defaults.outlet, "story": defaults.story, "labels": msgspec.to_builtins(chosen), "utf16": utf16}
    return Import.objects.create(project=project, by=by, said=said)


def found_in(name: str, file: BinaryIO, *, utf16: bool) -> Iterator[Found | Refusal]:
    try:
        for item in read_file(file, name=check_name(name)):
            if isinstance(item, NotRead):
                yield msgspec.structs.replace(item.refusal, file=shown(within(name, item.entry)))
            else:
                yield msgspec.structs.replace(described(item, None), utf16=utf16)
    except BadName as error:
        yield Refusal(file=shown(name)[:LONGEST], reason=str(error))


def import_at_once(
    found: Iterable[Found | Refusal],
    *,
    of: Import,
    defaults: Details,
    chosen: LabelMap = LabelMap(),  # noqa: B008 -- frozen
) -> Summary:
    """While whoever asked waits. Whatever breaks it off, what is stored by then stays, and its end says so."""
    with alone(of):
        try:
            summary = import_found(found, of=of, defaults=defaults, chosen=chosen)
        except BaseException as error:
            with suppress(DatabaseError):  # which may be what broke it off
                ImportEnd.objects.create(of=of, why=why(error))
            raise
        ImportEnd.objects.create(of=of)
        return summary


def why(error: BaseException) -> str:
    """Why an import could not go on, for who asked for it."""
    if keeping.is_full(error):
        return keeping.no_room()
    if keeping.is_away(error):
        return keeping.nobody_answers()
    if isinstance(error, Exception):
        return f"{type(error).__name__}: {error}"
    return _("It was broken off.")


def import_found(
    found: Iterable[Found | Refusal],
    *,
    of: Import,
    defaults: Details,
    chosen: LabelMap = LabelMap(),  # noqa: B008 -- frozen
    go_on: Callable[[], bool] = lambda: True,
) -> Summary:
    """What the batches that are stored already have not seen, batch by batch while it is to go on.

    A batch is one transaction with the row that tells of it, so that nothing is taken in or counted twice. `found` is
    the same each time, from its beginning. `chosen` says what the labels of its marks become.
    """
    begun = of.batches.aggregate(number=Coalesce(Max("number"), 0), seen=Coalesce(Sum("seen"), 0))
    summary = Summary()
    batches = Batches(islice(found, begun["seen"], None))
    for number, batch in enumerate(batches, start=begun["number"] + 1):
        seen = len(batch)
        with transaction.atomic():
            counts = take_batch(batch, batches.read_on, of=of, defaults=defaults, chosen=chosen)
            note(batch, number, counts, seen=seen, of=of)
        summary.add(counts, batch)
        if not go_on():
            break
    return summary


def take_batch(
    batch: Batch, meanwhile: Callable[[], object], *, of: Import, defaults: Details, chosen: LabelMap
) -> dict[str, int]:
    """Stores what is sound; a record of which a mark cannot stay goes over to those that are refused."""
    plain, marked = [], []
    for each in batch.found:
        details = each.details.or_else(defaults)
        if each.record.answers:
            marked.append(msgspec.structs.replace(each, details=details))
        else:
            plain.append(msgspec.structs.replace(each, details=with_language(details, each.record.text)))
    brought = Brought(fates=store(plain, project=of.project, meanwhile=meanwhile).fates)
    labels = labels_in(of.project) if marked else {}
    for each in marked:
        try:
            brought.add(take(each, project=of.project, by=of.by, labels=labels, chosen=chosen))
        except BadField as error:
            batch.refused.append(refusal_of(each, str(error)))
    fates = brought.fates
    return {
        "imported": fates["new"] + fates["revised"],
        **{name: fates[name] for name in ("revised", "present", "completed")},
        **{name: getattr(brought, name) for name in MARKS},
    }


def note(batch: Batch, number: int, counts: Mapping[str, int], *, seen: int, of: Import) -> None:
    ImportBatch.objects.create(of=of, number=number, seen=seen, refused=len(batch.refused), **counts)
    before = of.refused_records.count() if batch.refused else 0
    RefusedRecord.objects.bulk_create(
        RefusedRecord(of=of, number=place, **msgspec.to_builtins(refusal))
        for place, refusal in enumerate(batch.refused[: limits.NAMED_REFUSALS - before], start=before + 1)
    )
