"""The bench itself: that a small run measures every row, and leaves nothing behind."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[2]
FIELDS = ["name", "unit", "ours", "floor", "ratio", "target", "met"]
IN_CHROMIUM = ["ms", "requests", "KB", "ms", "ms", "ms", "ms"]
UNITS = {
    "import": ["articles/s", "MB"] * 3,
    "reading": ["articles/s"] * 3,
    "copies": ["ms"] * 3,
    "search": ["ms"] * 15,
    "stories": ["ms"] * 3,
    "export": ["articles/s", "MB"],
    "release": ["articles/s"] * 5 + ["MB"],
    "operation": ["ms"] * 4,
    "clients": ["operations/s"],
    "api": ["ms"] * 2,
    "workbench": ["ms"] * 3,
    "queue": ["ms"] * 4,
    "next": ["ms"] * 2,
    "agreement": ["ms"] * 2,
    "weight": ["KB"],
    "browser": IN_CHROMIUM * 2,
}


@pytest.fixture
def folder() -> Iterator[Path]:
    """Of a short name: Chromium's sockets lie in it, and their paths may have a hundred letters."""
    with tempfile.TemporaryDirectory(prefix="nr-") as made:
        yield Path(made)


@pytest.mark.faults
def test_a_small_run_measures_every_row_and_ends_what_it_started(folder: Path) -> None:
    groups = list(UNITS)
    out = folder / "bench.json"
    command = [sys.executable, "-m", "tests.bench", "--scale", "0.005", "--out", str(out), "--only", *groups]
    environment = os.environ | {"TMPDIR": str(folder)}
    folder.chmod(0o711)
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert (ended.returncode, ended.stderr if ended.returncode else "") == (0, "")
    rows = json.loads(out.read_text())
    assert [row["unit"] for row in rows] == [unit for group in groups for unit in UNITS[group]]
    for row in rows:
        assert list(row) == FIELDS
        assert row["ours"] > 0
        assert (row["ratio"] is None) == (row["floor"] is None)
        assert (row["met"] is None) == (row["target"] is None)
        assert row["name"] in ended.stdout
    assert [path.name for path in folder.iterdir()] == ["bench.json"]
    assert [p.pid for p in psutil.process_iter(["cmdline"]) if str(folder) in " ".join(p.info["cmdline"] or ())] == []
