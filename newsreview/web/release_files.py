"""The files of a release, as they are or packed while they are sent."""

import zlib
from collections.abc import Iterable, Iterator

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from newsreview.exports.models import Release
from newsreview.exports.shelving import MANIFEST, SUMS, open_file
from newsreview.web.releasing import releases_seen_by
from newsreview.web.requests import person_of

CHUNK = 64 * 1024
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
    release = get_object_or_404(releases_seen_by(person_of(request)).built(), project__slug=slug, number=number)
    plain = name.removesuffix(".gz")
    manifest = release.outcome.manifest
    if plain not in {SUMS, MANIFEST, *(file["name"] for part in ("files", "beside") for file in manifest[part])}:
        raise Http404
    chunks = chunks_of(release, plain)
    content_type = TYPES.get(name.rpartition(".")[2], "text/plain; charset=utf-8")
    response = StreamingHttpResponse(chunks if plain == name else packed(chunks), content_type=content_type)
    disposition = content_disposition_header(as_attachment=True, filename=f"{slug}-{number}-{name}")
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def chunks_of(release: Release, name: str) -> Iterator[bytes]:
    """The file is opened when the first of them is sent."""
    with open_file(release, name) as file:
        while chunk := file.read(CHUNK):
            yield chunk


def packed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    press = zlib.compressobj(wbits=GZIP)
    for chunk in chunks:
        yield press.compress(chunk)
    yield press.flush()
