"""A release: built where nobody else can see the rows, and read with the standard library alone."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from newsreview import native_format
from newsreview.exports.models import Release
from newsreview.exports.shelving import open_file
from tests.exports.plain_reader import Export, read


@contextmanager
def this_transaction(*, besides: int = 0) -> Iterator[list[BaseDatabaseWrapper]]:
    """Instead of a moment of the database: what a test has not committed, no other connection sees."""
    del besides
    with transaction.atomic():
        yield [connections[DEFAULT_DB_ALIAS]]


def content(release: Release, name: str) -> bytes:
    with open_file(release, name) as file:
        return file.read()


def rows(release: Release, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content(release, name).splitlines()]


def sides(release: Release) -> dict[str, str]:
    return {row["article"]: row["split"] for row in rows(release, "splits.jsonl")}


def article_files(release: Release) -> dict[str, Export]:
    """By their names without the ending, each found to be what docs/export-format.md promises."""
    names = [file["name"] for file in release.outcome.manifest["files"]]
    native = [name for name in names if name.split(".")[0] in {"articles", "train", "validation", "test"}]
    for name in native:
        native_format.check([content(release, name)])
    return {name.split(".")[0]: read(content(release, name)) for name in native}


def check_digests(release: Release) -> dict[str, str]:
    """What docs/releases.md tells an ML engineer to check; the digests of the files by name."""
    manifest = json.loads(content(release, "manifest.json"))
    sums = content(release, "SHA256SUMS")
    assert hashlib.sha256(sums).hexdigest() == manifest["digest"]
    digests = {name: digest for digest, name in (line.split("  ") for line in sums.decode().splitlines())}
    for name, digest in digests.items():
        assert hashlib.sha256(content(release, name)).hexdigest() == digest
    assert manifest["files"] == [
        {"name": name, "bytes": len(content(release, name)), "sha256": digests[name]} for name in sorted(digests)
    ]
    return digests
