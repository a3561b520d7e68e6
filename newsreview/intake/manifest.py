"""The manifest: a CSV file with one row a file, for what a plain text cannot say about itself."""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from newsreview.intake import limits
from newsreview.intake.details import FIELDS, BadField, check_details, told_apart
from newsreview.intake.records import Details, Refusal

FILE = "file"


class BadManifest(ValueError):
    """A manifest that cannot be used at all; nothing is imported."""


@dataclass(slots=True)
class Row:
    line: int
    details: Details = field(default_factory=Details)
    metadata: dict[str, object] = field(default_factory=dict)
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
        _check_columns(path.name, list(table.fieldnames or ()))
        for values in table:
            _add(manifest, values, table.line_num)
    except csv.Error as error:
        raise BadManifest(
            _("%(file)s, line %(line)d: this is no CSV: %(reason)s.")
            % {"file": path.name, "line": table.reader.line_num, "reason": error}
        ) from None
    return manifest


def _check_columns(manifest: str, columns: list[str]) -> None:
    if FILE not in columns:
        fields = {"file": manifest, "columns": ",".join((FILE, *FIELDS))}
        raise BadManifest(_("%(file)s must begin with the names of its columns, such as %(columns)s.") % fields)
    if "" in columns or len(set(columns)) < len(columns):
        raise BadManifest(_("%(file)s must name every column, and each by a name of its own.") % {"file": manifest})


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
    file = str(values.get(FILE) or "").strip()
    if not file:
        manifest.refusals.append(Refusal(file=manifest.name, line=line, reason=_("The row names no file.")))
    elif first := manifest.rows.get(file):
        reason = _("“%(file)s” has a row already, on line %(line)d.") % {"file": file, "line": first.line}
        manifest.refusals.append(Refusal(file=manifest.name, line=line, reason=reason))
    elif None in values or None in values.values():
        manifest.rows[file] = Row(line, reason=_("the row has not as many columns as the first line."))
    else:
        fields, others = told_apart({name: cell for name, cell in values.items() if name and cell}, {FILE, *FIELDS})
        try:
            manifest.rows[file] = Row(line, check_details(fields), others)
        except BadField as error:
            manifest.rows[file] = Row(line, reason=str(error))
