"""S19: a backup from anywhere is read, and believed only as far as its digests go. No name in it becomes a path."""

import io
import os
import tarfile
from pathlib import Path
from random import Random

import pytest

from newsreview.backups.errors import BackupError, Damaged, FromNewerCode, NotABackup
from newsreview.backups.packing import DUMP, MANIFEST, SUMS, packing
from newsreview.backups.reading import opened

BLOCK = tarfile.BLOCKSIZE
MANIFEST_WORDS = b"""{"format": 1, "made_at": "2026-11-23T03:00:00Z", "newsreview": "0", "secret": "",
"postgresql": 180006, "database_bytes": 0, "migrations": [],
"contents": {"tables": {}, "guards": {}}, "files": {}, "missing": []}"""
MEMBERS = {
    DUMP: Random(7).randbytes(3000),
    "raw/ab/abcdef": b"",
    f"releases/{'long' * 60}/export — ü.jsonl": b"{}\n" * 400,
    MANIFEST: MANIFEST_WORDS,
}


def packed(path: Path, members: dict[str, bytes] = MEMBERS) -> Path:
    with path.open("w+b") as file, packing(file, moment=1_700_000_000.5) as pack:
        for name, content in members.items():
            pack.add(name, [content[:700], content[700:]])
    return path


def check(path: Path) -> None:
    with opened(path) as backup:
        backup.check(lambda _: None)


def test_every_member_comes_back_byte_for_byte(tmp_path: Path) -> None:
    path = packed(tmp_path / "desk.tar")
    check(path)
    with opened(path) as backup:
        assert b"".join(backup.dump(lambda _: None)) == MEMBERS[DUMP]
        assert {f"{folder}/{name}": file.read() for folder, name, file in backup.files()} == {
            name: content for name, content in MEMBERS.items() if "/" in name
        }
    with tarfile.open(path) as tar:  # so does any other program
        assert [member.name for member in tar] == [*MEMBERS, SUMS]
        assert {member.mode for member in tar} == {0o600}


def test_each_byte_of_a_member_counts(tmp_path: Path) -> None:
    whole = packed(tmp_path / "desk.tar").read_bytes()
    with tarfile.open(tmp_path / "desk.tar") as tar:
        places = {member.name: member.offset_data + member.size // 2 for member in tar if member.size}
    for name, place in places.items():
        spoiled = bytearray(whole)
        spoiled[place] ^= 1
        (tmp_path / "spoiled.tar").write_bytes(spoiled)
        with pytest.raises(BackupError) as refusal:
            check(tmp_path / "spoiled.tar")
        assert name == SUMS or name in str(refusal.value), refusal.value


def test_no_beginning_of_a_backup_is_taken_for_the_whole(tmp_path: Path) -> None:
    whole = packed(tmp_path / "desk.tar").read_bytes()
    with tarfile.open(tmp_path / "desk.tar") as tar:
        *_, sums = tar
    end = sums.offset_data + sums.size
    lengths = {*range(0, end, BLOCK), *range(0, end, 701), end - 1}
    for length in sorted(lengths):
        (tmp_path / "cut.tar").write_bytes(whole[:length])
        with pytest.raises((Damaged, NotABackup)):
            check(tmp_path / "cut.tar")


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "/etc/passwd",
        "raw/../../x",
        "raw/./x",
        "raw//x",
        "raw",
        "raw/",
        "releases/..",
        "raw/a\\..\\b",
        "other/x",
    ],
)
def test_names_that_would_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    path = packed(tmp_path / "desk.tar", {name: b"x", MANIFEST: MANIFEST_WORDS})
    with pytest.raises(NotABackup, match="it has a member"):
        check(path)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_only_files_are_taken(tmp_path: Path, kind: bytes) -> None:
    link = tarfile.TarInfo("raw/ab/abcdef")
    link.type, link.linkname = kind, "/etc/passwd"
    with tarfile.open(tmp_path / "desk.tar", "w") as tar:
        tar.addfile(link)
        tar.addfile(manifest := tarfile.TarInfo(MANIFEST), io.BytesIO(MANIFEST_WORDS))
        assert manifest.size == 0
    with pytest.raises(NotABackup, match="it has a member"):
        check(tmp_path / "desk.tar")


def test_members_that_nobody_wrote_are_noticed(tmp_path: Path) -> None:
    path = packed(tmp_path / "desk.tar")
    with tarfile.open(path) as tar:
        members = [(member, tar.extractfile(member)) for member in tar]
        for left_out in ("raw/ab/abcdef", DUMP):
            with tarfile.open(tmp_path / "fewer.tar", "w") as fewer:
                for member, content in members:
                    if member.name != left_out:
                        content.seek(0)  # type: ignore[union-attr]
                        fewer.addfile(member, content)
            with pytest.raises(Damaged):
                check(tmp_path / "fewer.tar")


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (b"", NotABackup),
        (b"[]", NotABackup),
        (b"\xff", NotABackup),
        (b'{"format": 1}', Damaged),
        (MANIFEST_WORDS.replace(b'"format": 1', b'"format": 2'), FromNewerCode),
    ],
)
def test_manifests_that_say_something_else_are_refused(
    tmp_path: Path, words: bytes, refusal: type[BackupError]
) -> None:
    with pytest.raises(refusal):
        check(packed(tmp_path / "desk.tar", {MANIFEST: words}))


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "desk.tar").write_bytes(os.urandom(5000))
    with pytest.raises(NotABackup):
        check(tmp_path / "desk.tar")
    with tarfile.open(tmp_path / "packed.tar.gz", "w:gz") as tar:
        tar.add(__file__, arcname=MANIFEST)
    with pytest.raises(NotABackup):
        check(tmp_path / "packed.tar.gz")
