"""Tables as files for spreadsheets, in which no words are taken for a formula."""

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from newsreview.spreadsheet_cells import as_text

Cell = str | float | None


def as_csv(filename: str, rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    disposition = content_disposition_header(as_attachment=True, filename=filename)
    response.headers["Content-Disposition"] = disposition or "attachment"
    csv.writer(response).writerows([as_text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return response
