"""D8: room held back on the disk, so that a database that ran out of it can start again."""

import pytest

from newsreview import embedded, room
from newsreview.embedded import ballast
from newsreview.embedded.errors import DiskFullError, StartFailedError


def blocks(path):
    return path.stat().st_blocks * 512 if path.exists() else None


def test_every_start_lays_it_in_with_blocks_of_its_own(data_dir):
    embedded.start(data_dir)
    held_back = data_dir / "pg18.ballast"
    assert blocks(held_back) >= ballast.BYTES
    embedded.stop(data_dir)
    with held_back.open("wb") as copied:  # by something that skips what is empty
        copied.truncate(ballast.BYTES)
    assert blocks(held_back) == 0
    embedded.start(data_dir)
    assert blocks(held_back) >= ballast.BYTES


def test_it_is_not_laid_in_where_little_would_be_left(data_dir, monkeypatch):
    monkeypatch.setattr(ballast, "BYTES", 2**60)
    embedded.start(data_dir)
    assert not (data_dir / "pg18.ballast").exists()


def test_a_database_that_cannot_start_is_given_it_only_when_the_disk_is_full(data_dir, monkeypatch):
    embedded.start(data_dir)
    embedded.stop(data_dir)
    held_back, conf = data_dir / "pg18.ballast", data_dir / "pg18" / "postgresql.conf"
    good = conf.read_text()
    conf.write_text("shared_buffers = what\n")
    with pytest.raises(StartFailedError):
        embedded.start(data_dir)
    assert held_back.exists()

    monkeypatch.setattr(room, "LEAST", 2**60)
    with pytest.raises(StartFailedError):  # tried again with the room, in vain
        embedded.start(data_dir)
    assert not held_back.exists()
    with pytest.raises(DiskFullError, match=f"The disk of {data_dir}/pg18 is full"):
        embedded.start(data_dir)

    conf.write_text(good)
    embedded.start(data_dir)
    assert held_back.exists()
