"""Fetching a release from a server: every file by its digest, the whole folder or none under its name.

What the server says is not trusted: names stay in the folder, no file is longer than announced, and nobody is followed
to another address, where the token would be seen.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from time import sleep
from typing import Any, NamedTuple, cast
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import msgspec

from newsreview.exports.manifest import sums
from newsreview.exports.saving import folder_that_goes_on_growing
from newsreview.exports.shelving import MANIFEST, SUMS, Kept

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
ADDRESS = re.compile(
    r"(https?://[^/?#@\s]+(?:/[^?#\s]+)??)/(?:projects/)?([-\w]+)/(?:releases/)?([0-9]{1,9})/?", re.ASCII
)
BLOCK = 64 * 1024
LONGEST_MANIFEST = 256 * 1024 * 1024
SECONDS_TO_ANSWER = 60
LATER = {429, 502, 503, 504}  # as if nothing had answered
TRIES = 5
SECONDS_BETWEEN_TRIES = 2.0

Told = Callable[[int], object]
"""How many bytes more have come."""


class NotPulled(RuntimeError):
    """Why there is no folder, in a sentence."""


class Address(NamedTuple):
    """Of a release: as `SITE/SLUG/NUMBER`, or that of its page."""

    site: str
    slug: str
    number: str

    @classmethod
    def read(cls, given: str) -> "Address":
        """Raises ValueError."""
        found = ADDRESS.fullmatch(given)
        if found is None:
            raise ValueError(f"{given} is no address of a release, such as https://desk.example/ferry/3.")
        return cls(*found.groups())

    def file(self, name: str, *, withdrawn: bool) -> str:
        also = "?withdrawn=true" if withdrawn else ""
        return f"{self.site}/api/v1/projects/{self.slug}/releases/{self.number}/files/{name}{also}"


class File(msgspec.Struct):
    name: str
    bytes: int
    sha256: str


class Manifest(msgspec.Struct):
    """What of a manifest tells which files there are."""

    digest: str
    files: list[File]
    beside: list[File]

    @property
    def all(self) -> list[File]:
        return [*self.files, *self.beside]


class NotFollowing(HTTPRedirectHandler):
    def redirect_request(self, *_about: Any, **_more: Any) -> None:
        return None


class Server:
    """Asks for the files of one release, with a token."""

    def __init__(self, address: Address, token: str, *, withdrawn: bool = False) -> None:
        self._address, self._withdrawn = address, withdrawn
        self._headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
        self._opener = build_opener(NotFollowing)

    @contextmanager
    def opened(self, name: str, start: int = 0) -> Iterator[HTTPResponse]:
        """The file from this byte on. Raises NotPulled for a refusal, and what `cut` names where nothing answers."""
        part = {"Range": f"bytes={start}-"} if start else {}
        address = self._address.file(name, withdrawn=self._withdrawn)
        request = Request(address, headers=self._headers | part)  # noqa: S310 -- Address lets http and https through
        try:
            answer = cast("HTTPResponse", self._opener.open(request, timeout=SECONDS_TO_ANSWER))
        except HTTPError as error:
            if error.code in LATER:
                raise
            with error:
                raise NotPulled(refusal(error)) from error
        with answer:
            if start and answer.headers.get("Content-Range", "").partition("-")[0] != f"bytes {start}":
                raise NotPulled(
                    f"The connection was cut at byte {start} of {name}, and the server does not go on there."
                )
            yield answer


class Problem(msgspec.Struct):
    detail: str


def refusal(error: HTTPError) -> str:
    try:
        said = msgspec.json.decode(error.read(BLOCK), type=Problem).detail
    except (OSError, HTTPException, msgspec.DecodeError, UnicodeDecodeError):
        said = error.reason
    return f"The server answers with {error.code}: {' '.join(said.split())}"


def pull(server: Server, out: Path, *, digest: str = "", begin: Callable[[int], Told]) -> str:
    """Make the folder; the release's digest. `begin` learns how many bytes there are. Raises NotPulled and OSError."""
    raw = manifest_of(server)
    manifest = read_manifest(raw)
    if digest and manifest.digest != digest:
        raise NotPulled(f"This release has another digest: {manifest.digest}.")
    tell = begin(sum(file.bytes for file in manifest.all))
    with folder_that_goes_on_growing(out) as growing:
        for other in {path.name for path in growing.iterdir()} - {file.name for file in manifest.all}:
            (growing / other).unlink()
        for file in manifest.all:
            fetch(server, file, growing / file.name, tell)
        (growing / SUMS).write_bytes(sums_of(manifest))
        (growing / MANIFEST).write_bytes(raw)
    return manifest.digest


def manifest_of(server: Server) -> bytes:
    try:
        with server.opened(MANIFEST) as answer:
            raw, etag = answer.read(LONGEST_MANIFEST), answer.headers.get("ETag", "")
    except (OSError, HTTPException) as error:
        raise NotPulled(f"The server does not answer: {getattr(error, 'reason', error)}.") from error
    if etag.strip('"') != sha256(raw).hexdigest():
        raise NotPulled(f"{MANIFEST} did not come as the server has it.")
    return raw


def read_manifest(raw: bytes) -> Manifest:
    """Whose names stay in the folder, and whose digest is that of its files."""
    try:
        manifest = msgspec.json.decode(raw, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotPulled(f"{MANIFEST} is not that of a release: {error}.") from error
    names = [SUMS, MANIFEST, *(file.name for file in manifest.all)]
    if bad := [name for name in names if not NAME.fullmatch(name)]:
        raise NotPulled(f"The server names a file that is none: {bad[0]!r}.")
    if len({name.lower() for name in names}) < len(names):
        raise NotPulled("The server names a file twice.")
    if sha256(sums_of(manifest)).hexdigest() != manifest.digest:
        raise NotPulled("The release's digest is not that of its files.")
    return manifest


def sums_of(manifest: Manifest) -> bytes:
    return sums(Kept(file.name, file.bytes, file.sha256) for file in manifest.files)


def fetch(server: Server, file: File, path: Path, tell: Told) -> None:
    """All of it, on from what is there already. What comes out otherwise than it should does not stay."""
    digest = sha256()
    with path.open("a+b") as into:
        into.truncate(min(into.tell(), file.bytes))
        into.seek(0)
        while block := into.read(BLOCK):
            digest.update(block)
            tell(len(block))
        for block in rest(server, file, into.tell()):
            into.write(block)
            digest.update(block)
            tell(len(block))
    if digest.hexdigest() != file.sha256:
        path.unlink()
        raise NotPulled(f"{file.name} came with another digest than the release says.")


def rest(server: Server, file: File, have: int) -> Iterator[bytes]:
    """From this byte on; where the connection is cut, on from there, as long as something comes."""
    in_vain = 0
    while have < file.bytes:
        if in_vain == TRIES:
            raise NotPulled(f"The connection was cut at byte {have} of {file.name}. Try again: it goes on there.")
        if in_vain:
            sleep(SECONDS_BETWEEN_TRIES)
        in_vain += 1
        for block in blocks(server, file, have):
            have, in_vain = have + len(block), 0
            yield block


def blocks(server: Server, file: File, start: int) -> Iterator[bytes]:
    """From this byte on, until all have come or the connection is cut."""
    have = start
    with suppress(OSError, HTTPException), server.opened(file.name, start) as answer:
        while block := answer.read(min(BLOCK, file.bytes - have)):
            have += len(block)
            yield block
