"""Releases for whoever reads them: which a person sees, what files one has, and the bytes of each."""

from collections.abc import Iterator
from hashlib import sha256
from itertools import chain

from newsreview import access
from newsreview.accounts.models import User
from newsreview.exports.models import Release, ReleaseQuerySet
from newsreview.exports.shelving import MANIFEST, SUMS, Kept, open_file

CHUNK = 64 * 1024


def releases_seen_by(person: User) -> ReleaseQuerySet:
    return ReleaseQuerySet(Release).filter(project__in=access.exportable_projects(person)).with_end()


def file_called(release: Release, name: str) -> Kept | None:
    """None where the release has no such file; before it is built it has none."""
    if not release.is_built:
        return None
    if name in {SUMS, MANIFEST}:  # small; they tell of all others, and nothing tells of them
        with open_file(release, name) as file:
            content = file.read()
        return Kept(name, len(content), sha256(content).hexdigest())
    manifest = release.outcome.manifest
    told = (Kept(**file) for part in ("files", "beside") for file in manifest[part])
    return next((kept for kept in told if kept.name == name), None)


def chunks_of(release: Release, name: str, part: range) -> Iterator[bytes]:
    """These bytes of the file. The first are read at once: what is in the way can still be told instead of them."""
    chunks = _chunks_of(release, name, part)
    return chain([next(chunks, b"")], chunks)


def _chunks_of(release: Release, name: str, part: range) -> Iterator[bytes]:
    with open_file(release, name) as file:
        file.seek(part.start)
        left = len(part)
        while chunk := file.read(min(CHUNK, left)):
            yield chunk
            left -= len(chunk)
