"""The files of a release, as they are or packed while they are sent."""

import zlib
from collections.abc import Iterable, Iterator

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from newsreview.exports.reading import chunks_of, file_called, releases_seen_by
from newsreview.exports.stopping import while_allowed
from newsreview.web.exporting import still_theirs
from newsreview.web.requests import person_of

GZIP = 16 + zlib.MAX_WBITS  # with gzip's header and without a time in it: packed twice it is the same
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "gz": "application/gzip",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "zip": "application/zip",
}


@require_GET
@login_required
def release_file(request: HttpRequest, slug: str, number: int, name: str) -> StreamingHttpResponse:
    """A name that the manifest has; with .gz behind it, packed."""
    release = get_object_or_404(releases_seen_by(person_of(request)), project__slug=slug, number=number)
    plain = name.removesuffix(".gz")
    file = file_called(release, plain)
    if file is None:
        raise Http404
    chunks = while_allowed(chunks_of(release, plain, range(file.bytes)), still_theirs(request, release.project))
    content_type = TYPES.get(name.rpartition(".")[2], "text/plain; charset=utf-8")
    response = StreamingHttpResponse(chunks if plain == name else packed(chunks), content_type=content_type)
    disposition = content_disposition_header(as_attachment=True, filename=f"{slug}-{number}-{name}")
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def packed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    press = zlib.compressobj(wbits=GZIP)
    for chunk in chunks:
        yield press.compress(chunk)
    yield press.flush()
