"""What a backup says of itself: of when and of what it is, and what has to be there once it is restored."""

from collections.abc import Iterator
from datetime import datetime

import msgspec
from django.utils.crypto import salted_hmac

from newsreview.backups.errors import Damaged, FromNewerCode, NotABackup

FORMAT = 1


class Table(msgspec.Struct, frozen=True):
    rows: int
    digest: str  # of all rows, in whatever order they lie; 32 hexadecimal digits


class Contents(msgspec.Struct, frozen=True):
    """What a database holds: its tables, and how many there are of what guards them."""

    tables: dict[str, Table]
    guards: dict[str, int]  # constraints, indexes, triggers, functions


class Files(msgspec.Struct, frozen=True):
    number: int
    bytes: int


class Manifest(msgspec.Struct, frozen=True):
    format: int
    made_at: datetime  # the moment of the database that it shows, by the database's clock
    newsreview: str
    secret: str  # a fingerprint of the secret key, which is not in the backup
    postgresql: int  # the server's version: 180006 is 18.6
    database_bytes: int
    migrations: list[str]  # app.name, in the order of their names
    contents: Contents
    files: dict[str, Files]  # "raw", "releases"
    missing: list[str]  # files that the database names and the storage lacked

    @property
    def file_bytes(self) -> int:
        return sum(files.bytes for files in self.files.values())


class _OnlyFormat(msgspec.Struct):
    format: int


def fingerprint() -> str:
    """Of the secret key: tells another key, and nothing of this one."""
    return salted_hmac("newsreview.backups", "fingerprint", algorithm="sha256").hexdigest()[:16]


def written(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def read(told: bytes) -> Manifest:
    """Raises NotABackup, FromNewerCode and Damaged."""
    try:
        version = msgspec.json.decode(told, type=_OnlyFormat).format
    except msgspec.MsgspecError as error:
        raise NotABackup(f"Its manifest cannot be read: {error}.") from error
    if version > FORMAT:
        raise FromNewerCode(f"It is a backup of format {version}; this newsreview reads {FORMAT}. Install a newer one.")
    try:
        return msgspec.json.decode(told, type=Manifest)
    except msgspec.MsgspecError as error:
        raise Damaged(f"manifest.json is damaged: {error}.") from error


def differences(told: Contents, found: Contents) -> Iterator[str]:
    """Each is a sentence that names the table."""
    for name in sorted(told.tables.keys() | found.tables.keys()):
        before, after = told.tables.get(name), found.tables.get(name)
        if before is None or after is None:
            yield f"The table {name} is {'missing' if after is None else 'more than was there'}."
        elif before.rows != after.rows:
            yield f"The table {name} has {after.rows} rows instead of {before.rows}."
        elif before.digest != after.digest:
            yield f"The table {name} has other content in its {after.rows} rows."
    for name, number in told.guards.items():
        if found.guards.get(name) != number:
            yield f"The database has {found.guards.get(name)} {name} instead of {number}."
