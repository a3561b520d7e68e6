"""The bench itself: that a small run measures every row, and leaves nothing behind."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
FIELDS = ["name", "unit", "ours", "floor", "ratio", "target", "met"]
UNITS = [
    *("articles/s", "articles/s", "MB"),
    *("ms", "ms", "ms", "ms", "operations/s"),
    *("ms", "ms", "ms", "ms", "ms", "KB"),
]


def test_a_small_run_measures_every_row_and_ends_what_it_started(tmp_path: Path) -> None:
    out = tmp_path / "bench.json"
    command = [sys.executable, "-m", "tests.bench", "--scale", "0.005", "--out", str(out)]
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    tmp_path.chmod(0o711)
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert (ended.returncode, ended.stderr if ended.returncode else "") == (0, "")
    rows = json.loads(out.read_text())
    assert [row["unit"] for row in rows] == UNITS
    for row in rows:
        assert list(row) == FIELDS
        assert row["ours"] > 0
        assert (row["ratio"] is None) == (row["floor"] is None)
        assert (row["met"] is None) == (row["target"] is None)
        assert row["name"] in ended.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["bench.json"]
    assert [p.pid for p in psutil.process_iter(["cmdline"]) if str(tmp_path) in " ".join(p.info["cmdline"] or ())] == []
