"""Bringing articles in by browser: files are kept and read at once, checked by a person, then imported."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import msgspec
from django.db import transaction

from newsreview.accounts.models import User
from newsreview.corpus.models import Outlet, Story
from newsreview.intake import keeping
from newsreview.intake.details import FIELDS, check_details
from newsreview.intake.filenames import BadName, check_name, shown
from newsreview.intake.finding import Found
from newsreview.intake.foreign_labels import LabelMap, Tally, check_map, labels_in
from newsreview.intake.keeping import Kept
from newsreview.intake.kinds import kind_of
from newsreview.intake.languages import with_language
from newsreview.intake.matching import Fate, Matches
from newsreview.intake.models import Upload, UploadedFile
from newsreview.intake.naming import ids_to_be
from newsreview.intake.reading import NotRead, Read, read_file, within
from newsreview.intake.records import Details, Record, Refusal, count_names
from newsreview.intake.storing import digest_of, facts_of, look_up
from newsreview.projects.models import Project
from newsreview.titles import first_line_title

PASTED = "pasted.txt"
NAMED_REFUSALS = 100  # of one file, on the page where it is checked


def start_upload(
    *,
    project: Project,
    by: User,
    files: Iterable[tuple[str, BinaryIO]],
    outlet: str = "",
    story: str = "",
    chosen: LabelMap = LabelMap(),  # noqa: B008 -- frozen
    utf16: bool = False,
) -> Upload:
    """Keeps and reads the files, given with their names; what cannot be read is noted with its reason.

    What their labels become and what their offsets count can be said here, or later.
    """
    defaults = check_details({"outlet": outlet, "story": story})
    read = [_read(name, file) for name, file in files]
    with transaction.atomic():
        upload = Upload.objects.create(
            project=project,
            by=by,
            outlet=defaults.outlet,
            story=defaults.story,
            labels=msgspec.to_builtins(chosen),
        )
        for number, file in enumerate(read, start=1):
            file.upload, file.number, file.utf16 = upload, number, utf16
        UploadedFile.objects.bulk_create(read)
    return upload


def _read(name: str, file: BinaryIO) -> UploadedFile:
    row = UploadedFile(name=shown(name)[:255])
    try:
        kind = kind_of(check_name(name))
    except BadName as error:
        _refuse(row, Refusal(reason=str(error)))
        return row
    tally = Tally()
    for item in read_file(file, name=name):
        if isinstance(item, NotRead):
            _refuse(row, msgspec.structs.replace(item.refusal, file=within(row.name, shown(item.entry))))
        else:
            _note(row, item, tally)
    if tally.sets:
        row.marks = msgspec.to_builtins(tally)
    if kind.archive:  # to be read once more when it is imported
        row.raw_sha256 = keeping.keep(file, name=row.name).sha256
    return row


def _note(row: UploadedFile, read: Read, tally: Tally) -> None:
    row.records += 1
    count_names(row.into_metadata, read.record.into_metadata)
    tally.add(read.record)
    row.raw_sha256 = read.kept.sha256
    if read.is_one_article and not read.entry:
        row.text_sha256 = digest_of(read.record.text)
        row.first_line = first_line_title(read.record.text)
        for field, value in msgspec.structs.asdict(with_language(read.record.details, read.record.text)).items():
            setattr(row, field, value)
        # A line that had to be cut is no headline; the person may write one.
        row.title = row.title or ("" if row.first_line.endswith("…") else row.first_line)


def _refuse(row: UploadedFile, refusal: Refusal) -> None:
    row.refused += 1
    row.raw_sha256 = refusal.raw_sha256 or row.raw_sha256
    if len(row.refusals) < NAMED_REFUSALS:
        row.refusals.append(msgspec.to_builtins(msgspec.structs.replace(refusal, file=refusal.file or row.name)))


def describe(*, upload: Upload, outlet: str, story: str, labels: LabelMap, files: Iterable[UploadedFile]) -> None:
    """Stores what a person has said about the upload and its files. Raises BadField for a label that there is not."""
    upload.outlet, upload.story = outlet, story
    upload.labels = msgspec.to_builtins(check_map(labels, labels_in(upload.project)))
    with transaction.atomic():
        upload.save(update_fields=["outlet", "story", "labels"])
        UploadedFile.objects.bulk_update(files, [*FIELDS, "left_out", "utf16"])


def tally_of(file: UploadedFile) -> Tally:
    return msgspec.convert(file.marks, Tally)


def chosen_for(upload: Upload) -> LabelMap:
    return msgspec.convert(upload.labels, LabelMap)


def fates(upload: Upload, files: Iterable[UploadedFile]) -> dict[int, Fate]:
    """What would become of each plain text now, by the file's number; those left out have no fate."""
    texts = [file for file in files if file.is_text and not file.left_out]
    described = {file: details_of(file).or_else(defaults_of(upload)) for file in texts}
    outlets = ids_to_be(Outlet, (details.outlet for details in described.values()))
    stories = ids_to_be(Story, (details.story for details in described.values()))
    matches = Matches(look_up([file.text_sha256 for file in texts], project=upload.project))
    nothing = Record(text="", byte_start=0, byte_end=0)
    return {
        file.number: matches.place(
            Found(nothing, Kept(file.raw_sha256, file.name, 0), details),
            file.text_sha256,
            facts_of(details, outlets=outlets, stories=stories),
        )
        for file, details in described.items()
    }


def details_of(file: UploadedFile) -> Details:
    return Details(**{field: getattr(file, field) for field in FIELDS})


def defaults_of(upload: Upload) -> Details:
    return Details(outlet=upload.outlet, story=upload.story)


def text_of(file: UploadedFile) -> str:
    """The text of a plain text file as it will be stored."""
    with keeping.open_kept(file.raw_sha256) as kept:
        return next((item.record.text for item in read_file(kept, name=file.name) if isinstance(item, Read)), "")


def found_in(upload: Upload) -> Iterator[Found | Refusal]:
    for file in upload.files.filter(left_out=False).order_by("number"):
        if not file.raw_sha256:
            yield from (msgspec.convert(refusal, Refusal) for refusal in file.refusals)
            continue
        with keeping.open_kept(file.raw_sha256) as kept:
            for item in read_file(kept, name=file.name):
                if isinstance(item, NotRead):
                    yield msgspec.structs.replace(item.refusal, file=within(file.name, shown(item.entry)))
                else:
                    # What a page says of itself stood in the form, and the person may have changed it.
                    own = Details() if file.is_text else item.record.details
                    yield Found(item.record, item.kept, own.or_else(details_of(file)), utf16=file.utf16)
