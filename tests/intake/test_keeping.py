import hashlib
import os
import stat
from io import BytesIO
from pathlib import Path

import pytest

from newsreview.intake import keeping


def test_a_file_is_kept_under_its_digest_and_can_be_read_back(raw_folder: Path) -> None:
    raw = os.urandom(3 * keeping.CHUNK + 17)
    kept = keeping.keep(BytesIO(raw), name="../../etc/passwd")
    digest = hashlib.sha256(raw).hexdigest()
    assert kept == keeping.Kept(digest, "../../etc/passwd", len(raw))
    assert [path.relative_to(raw_folder).as_posix() for path in raw_folder.rglob("*") if path.is_file()] == [
        f"{digest[:2]}/{digest}"
    ]
    with keeping.open_kept(digest) as file:
        assert file.read() == raw


def test_a_kept_file_is_readable_by_its_owner_only(raw_folder: Path) -> None:
    kept = keeping.keep(BytesIO(b"a"), name="a.txt")
    assert stat.S_IMODE((raw_folder / keeping.place(kept.sha256)).stat().st_mode) == 0o600


def test_the_same_bytes_are_written_once(raw_folder: Path) -> None:
    first = keeping.keep(BytesIO(b"same"), name="a.txt")
    path = raw_folder / keeping.place(first.sha256)
    written = path.stat().st_mtime_ns
    assert keeping.keep(BytesIO(b"same"), name="b.txt").sha256 == first.sha256
    assert path.stat().st_mtime_ns == written


def test_a_file_that_was_cut_short_is_written_anew(raw_folder: Path) -> None:
    path = raw_folder / keeping.place(hashlib.sha256(b"whole").hexdigest())
    path.parent.mkdir(parents=True)
    path.write_bytes(b"wh")
    keeping.keep(BytesIO(b"whole"), name="a.txt")
    assert path.read_bytes() == b"whole"


def test_a_write_that_fails_leaves_nothing(raw_folder: Path) -> None:
    class Failing(BytesIO):
        reads = 0

        def read(self, size: int | None = -1) -> bytes:
            self.reads += 1
            if self.reads > 3:
                raise OSError("the disk went away")
            return super().read(size)

    with pytest.raises(OSError, match="the disk went away"):
        keeping.keep(Failing(b"a" * (keeping.CHUNK + 1)), name="a.txt")
    assert [path for path in raw_folder.rglob("*") if path.is_file()] == []
