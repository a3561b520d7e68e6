"""A record that could not be taken: its bytes as they came, and bringing it in once a person has put it right."""

import json
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from newsreview.accounts.models import User
from newsreview.intake import keeping
from newsreview.intake.filenames import BadName
from newsreview.intake.finding import described
from newsreview.intake.foreign_labels import LabelMap
from newsreview.intake.importing import Summary, import_at_once
from newsreview.intake.kinds import kind_of
from newsreview.intake.models import Import, Mending, RefusedRecord, Upload
from newsreview.intake.readers.delimited import cells_of
from newsreview.intake.reading import NotRead, Read, read_file
from newsreview.intake.records import Details, Refusal
from newsreview.intake.uploading import chosen_for, defaults_of

MOST_BYTES = 1_000_000  # in a field of a page
ROW_BYTES = 20_000  # of a row, beside the field
DELIMITERS = {".csv": ",", ".tsv": "\t"}


class Mended(Exception):
    """Somebody has put it right already."""


def is_kept(record: RefusedRecord) -> bool:
    has_place = record.byte_start is not None and record.byte_end is not None
    return has_place and keeping.is_there(record.raw_sha256)


def bytes_of(record: RefusedRecord) -> bytes:
    if record.byte_start is None or record.byte_end is None:
        return b""
    with keeping.open_kept(record.raw_sha256) as raw:
        raw.seek(record.byte_start)
        return raw.read(record.byte_end - record.byte_start)


def words_of(record: RefusedRecord) -> str:
    """To be put right in a field; bytes that are no UTF-8 are shown as U+FFFD."""
    if not is_kept(record) or (record.byte_end or 0) - (record.byte_start or 0) > MOST_BYTES:
        return ""
    if delimiter := DELIMITERS.get(PurePosixPath(record.file).suffix.lower()):
        return row_as_record(record, delimiter)
    return bytes_of(record).decode(errors="replace").removeprefix("\ufeff")


def row_of(record: RefusedRecord) -> str:
    """What stands in a table, which is put right as a record; blank for all else."""
    is_row = PurePosixPath(record.file).suffix.lower() in DELIMITERS and is_kept(record)
    return bytes_of(record)[:ROW_BYTES].decode(errors="replace").removeprefix("\ufeff") if is_row else ""


def row_as_record(record: RefusedRecord, delimiter: str) -> str:
    """A row under the names of its columns; cells beyond the last are called by their numbers."""
    with keeping.open_kept(record.raw_sha256) as raw:
        columns = cells_of(raw.readline(MOST_BYTES), delimiter=delimiter)
    cells = cells_of(bytes_of(record), delimiter=delimiter)
    names = columns + [str(number) for number in range(len(columns) + 1, len(cells) + 1)]
    return json.dumps(dict(zip(names, cells, strict=False)), ensure_ascii=False, indent=1)


@transaction.atomic
def mend(*, record: RefusedRecord, raw: bytes, by: User) -> Summary:
    """An import of its own. Where it is refused again, its summary says why, and nothing is stored. Raises Mended."""
    of = Import.objects.select_for_update(of=("self",)).select_related("upload").get(pk=record.of_id)
    if Mending.objects.filter(refused=record).exists():
        raise Mended(_("This record has been put right already."))
    items = list(read_file(BytesIO(raw), name=name_for(record)))
    refusals = [item.refusal for item in items if isinstance(item, NotRead)]
    if refusals or not items:
        again = Summary()
        for refusal in refusals or [Refusal(reason=_("There is no record here."))]:
            again.refuse(refusal)
        return again
    defaults, chosen, utf16 = said_of_upload(of.upload, record.file) if of.upload else said_of(of)
    found = [msgspec.structs.replace(described(each, None), utf16=utf16) for each in items if isinstance(each, Read)]
    brought = Import.objects.create(project=record.of.project, by=by)
    summary = import_at_once(found, of=brought, defaults=defaults, chosen=chosen)
    if summary.refused:
        transaction.set_rollback(True)
    else:
        Mending.objects.create(refused=record, brought=brought)
    return summary


def said_of(of: Import) -> tuple[Details, LabelMap, bool]:
    """What whoever began it has said of all, and whether offsets count UTF-16 units."""
    said: dict[str, Any] = of.said
    defaults = Details(outlet=said.get("outlet", ""), story=said.get("story", ""))
    return defaults, msgspec.convert(said.get("labels", {}), LabelMap), said.get("utf16", False)


def said_of_upload(upload: Upload, name: str) -> tuple[Details, LabelMap, bool]:
    """What a person has said of all, and how the file of this name counts offsets."""
    utf16 = any(name == file.name or name.startswith(f"{file.name}/") for file in upload.files.filter(utf16=True))
    return defaults_of(upload), chosen_for(upload), utf16


def name_for(record: RefusedRecord) -> str:
    """What is one article is put right as that; of anything else one record as JSON, which may have many lines."""
    name = PurePosixPath(record.file).name
    try:
        kind = kind_of(name)
    except BadName:
        return "record.txt"
    if kind.is_one_article:
        return name.removesuffix(kind.packing)
    return f"{PurePosixPath(name).stem or 'record'}.json"
