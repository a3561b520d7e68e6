"""T15: files made to take much are refused soon, and with little memory: measured in a process of its own."""

import gzip
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.bench.serving import ROOT
from tests.intake.packed import PACKERS, tar_of, zip_of

MEGABYTE = 1_000_000
ZEROS = b" " * 100 * MEGABYTE
BRACKETS = b"[]," * (50 * MEGABYTE // 3 - 100)


def bomb_in_bombs(levels: int = 6) -> bytes:
    """Each level holds ten of the one below."""
    raw = zip_of({"a.txt": b" " * MEGABYTE})
    for _ in range(levels):
        raw = zip_of({f"{number}.zip": raw for number in range(10)})
    return raw


class Costly(NamedTuple):
    """`most` is in megabytes beyond what stands before anything is read, the file itself included."""

    make: Callable[[], bytes]
    records: int
    refusals: int
    most: int = 150


FILES = {
    "line.jsonl": Costly(lambda: b'{"text": "' + ZEROS[: 50 * MEGABYTE] + b'"}\n{"text": "next"}\n', 1, 1),
    "line.csv": Costly(lambda: b"text\n" + ZEROS[: 50 * MEGABYTE] + b"\nnext\n", 1, 1),
    "quote.csv": Costly(lambda: b'text\n"' + (b"a" * 999 + b"\n") * 7000, 899, 1),
    "columns.csv": Costly(lambda: b"text," + b",".join(b"a%d" % n for n in range(600_000)), 0, 0, 250),
    "values.json": Costly(lambda: b'[{"text": [' + BRACKETS + b"1]}]", 0, 1, 400),
    "value.json": Costly(lambda: b'{"text": [' + BRACKETS + b"1]}", 0, 1, 300),
    "deep.json": Costly(lambda: b"[" * 50 * MEGABYTE, 0, 1, 300),
    "values.jsonl": Costly(lambda: b'{"text": [' + BRACKETS[: 5 * MEGABYTE] + b"1]}\n", 0, 1, 400),
    "spaces.txt": Costly(lambda: ZEROS[: 50 * MEGABYTE], 0, 1),
    "elements.html": Costly(lambda: b"<b><p>" * 660_000, 0, 1),
    "bomb.zip": Costly(lambda: zip_of({"a.txt": ZEROS, "b.txt": b"b"}), 0, 1),
    "bomb.jsonl.gz": Costly(lambda: gzip.compress(ZEROS), 0, 1),
    "bomb.csv.zst": Costly(lambda: PACKERS[".zst"](ZEROS * 3), 0, 1),
    "bomb.tar.gz": Costly(lambda: gzip.compress(tar_of({"a.txt": ZEROS})), 0, 1),
    "nested.zip": Costly(bomb_in_bombs, 0, 10),
    "many.zip": Costly(lambda: zip_of({f"{n}.txt": b"" for n in range(20_001)}), 0, 1),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_made_to_take_much_takes_little(tmp_path: Path, name: str) -> None:
    path, costly = tmp_path / name, FILES[name]
    path.write_bytes(costly.make())
    folder = str(tmp_path / "data")
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "newsreview.settings", "NEWSREVIEW_DATA_DIR": folder}
    command = [sys.executable, "-m", "tests.intake.peak_of_reading", str(path)]
    ended = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    records, refusals, megabytes, seconds = map(int, ended.stdout.split())
    assert (records, refusals) == (costly.records, costly.refusals)
    assert megabytes < costly.most + path.stat().st_size // MEGABYTE
    assert seconds < 20
