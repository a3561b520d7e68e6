"""The manifest: a CSV file with one row a file, for what a plain text cannot say about itself."""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from newsreview.intake import limits
from newsreview.intake.details import FIELDS, BadField, check_details
from newsreview.intake.records import Details, Refusal

COLUMNS = ("file", *FIELDS)


class BadManifest(ValueError):
    """A manifest that cannot be used at all; nothing is imported."""


@dataclass(slots=True)
class Row:
    line: int
    details: Details = field(default_factory=Details)
    reason: str = ""  # why the row cannot be used; then its file is not imported


@dataclass(slots=True)
class Manifest:
    """Rows by the file's name as it is found under the imported folders; a name is only looked up, never opened."""

    name: str = ""
    rows: dict[str, Row] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def row_of(self, file: str) -> Row | None:
        self.asked.add(file)
        return self.rows.get(file)

    def files(self) -> set[str]:
        """Those with a row, and the archives in which they are."""
        return {str(path) for row in self.rows for path in (row, *PurePosixPath(row).parents)}

    def rows_without_file(self) -> list[Refusal]:
        """What is left over when every file has been asked for."""
        return [
            Refusal(file=self.name, line=row.line, reason=_("There is no file “%(file)s” here.") % {"file": file})
            for file, row in self.rows.items()
            if file not in self.asked
        ]


def read_manifest(path: Path) -> Manifest:
    """Raises BadManifest when the file is no such table; a bad row is only marked."""
    manifest = Manifest(name=path.name)
    table = csv.DictReader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        if sorted(table.fieldnames or ()) != sorted(COLUMNS):
            columns = {"file": path.name, "columns": ",".join(COLUMNS)}
            raise BadManifest(_("%(file)s must begin with the columns %(columns)s.") % columns)
        for values in table:
            _add(manifest, values, table.line_num)
    except csv.Error as error:
        raise BadManifest(
            _("%(file)s, line %(line)d: this is no CSV: %(reason)s.")
            % {"file": path.name, "line": table.reader.line_num, "reason": error}
        ) from None
    return manifest


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > limits.MANIFEST_BYTES:
            raise BadManifest(_("%(file)s is too large for a manifest.") % {"file": path.name})
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadManifest(
            _("%(file)s cannot be read: %(reason)s.") % {"file": path.name, "reason": error.strerror}
        ) from None
    except UnicodeDecodeError:
        raise BadManifest(_("%(file)s is not UTF-8. Save it as “CSV UTF-8”.") % {"file": path.name}) from None
    if "\0" in text:
        raise BadManifest(_("%(file)s has a NUL character in it. Save it as “CSV UTF-8”.") % {"file": path.name})
    return text


def _add(manifest: Manifest, values: dict[str | None, str | list[str] | None], line: int) -> None:
    file = str(values.get("file") or "").strip()
    if not file:
        manifest.refusals.append(Refusal(file=manifest.name, line=line, reason=_("The row names no file.")))
    elif first := manifest.rows.get(file):
        reason = _("“%(file)s” has a row already, on line %(line)d.") % {"file": file, "line": first.line}
        manifest.refusals.append(Refusal(file=manifest.name, line=line, reason=reason))
    elif None in values or None in values.values():
        manifest.rows[file] = Row(line, reason=_("the row has not as many columns as the first line."))
    else:
        try:
            manifest.rows[file] = Row(line, check_details({name: values[name] for name in FIELDS}))
        except BadField as error:
            manifest.rows[file] = Row(line, reason=str(error))
