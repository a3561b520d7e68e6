"""How much room is left on a disk, as `df` tells it."""

import shutil
from pathlib import Path

import pytest

from newsreview import room


def test_the_share_counts_only_what_may_be_used(tmp_path: Path) -> None:
    disk = shutil.disk_usage(tmp_path)
    assert room.share_in_use(tmp_path) == pytest.approx(1 - disk.free / (disk.used + disk.free), abs=0.01)
    assert room.megabytes_left(tmp_path) == pytest.approx(disk.free / 2**20, rel=0.05)


def test_short_comes_before_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = shutil.disk_usage(tmp_path).free
    monkeypatch.setattr(room, "SHORT", 0.0)
    monkeypatch.setattr(room, "LEAST", free // 2)
    assert (room.is_short(tmp_path), room.is_full(tmp_path)) == (True, False)
    monkeypatch.setattr(room, "LEAST", free * 2)
    assert room.is_full(tmp_path)
