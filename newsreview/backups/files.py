"""The files that a database names, out of Django's storages and back into them; so object storage will do as well."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

import psycopg
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from newsreview.backups.errors import Damaged
from newsreview.backups.packing import BLOCK

STORAGES = {"raw": "default", "releases": "releases"}
RELEASES = """
SELECT release_id::text, manifest -> 'files' FROM exports_outcome WHERE why = '' ORDER BY release_id
"""


class Named(NamedTuple):
    """A file that the database names."""

    folder: str
    name: str
    sha256: str  # as the database knows it; empty where it does not

    def blocks(self) -> Iterator[bytes]:
        with storage_of(self.folder).open(self.name, "rb") as file:
            while block := file.read(BLOCK):
                yield block


def storage_of(folder: str) -> Storage:
    return storages[STORAGES[folder]]


def is_on_disk(folder: str) -> bool:
    return isinstance(storage_of(folder), FileSystemStorage)


def named_in(connection: psycopg.Connection) -> Iterator[Named]:
    """Every raw file, and every file of a release that was built, as the connection's transaction sees it."""
    with connection.cursor("raw_files") as cursor:
        for (sha256,) in cursor.execute("SELECT sha256 FROM corpus_rawfile ORDER BY sha256"):
            yield Named("raw", f"{sha256[:2]}/{sha256}", sha256)
    for release, files in connection.execute(RELEASES).fetchall():
        known = {file["name"]: file["sha256"] for file in files or []}
        for name in sorted(known.keys() | names_in(release)):
            yield Named("releases", f"{release}/{name}", known.get(name, ""))


def names_in(release: str) -> set[str]:
    try:
        return set(storage_of("releases").listdir(release)[1])
    except FileNotFoundError:
        return set()


def put_back(folder: str, name: str, content: IO[bytes]) -> bool:
    """Into its storage, unless the same is there; whether it was not.

    Names are made of digests or random ids: what is there under the same name is the same, or damaged.
    """
    storage = storage_of(folder)
    if storage.exists(name):
        with storage.open(name, "rb") as there:
            if digest_of(there) == digest_of(content):
                return False
        content.seek(0)
        storage.delete(name)
    if is_on_disk(folder):
        Path(storage.path(name)).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if storage.save(name, File(content)) != name:
        raise Damaged(f"{folder}/{name} cannot be kept under this name.")
    return True


def digest_of(content: IO[bytes]) -> bytes:
    digest = hashlib.sha256()
    while block := content.read(BLOCK):
        digest.update(block)
    return digest.digest()
