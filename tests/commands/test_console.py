"""The console script, as a shell runs it."""

import io
import json
import os
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from newsreview.commands import console
from newsreview.native_format import check
from tests.commands.serving import ROOT, environment
from tests.exports.formats.story import story

pytestmark = pytest.mark.xdist_group("serve")  # its servers are started once, by one worker

SCRIPT = "import sys; from newsreview.commands.console import main; sys.argv[0] = 'newsreview'; main()"


def newsreview(data_dir: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        cwd=ROOT,
        env=environment(data_dir),
        input=given,
        capture_output=True,
        check=False,
        timeout=90,
    )


def test_the_package_installs_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, function = project["scripts"]["newsreview"].split(":")

    assert callable(getattr(import_module(module), function))


def test_it_says_what_it_does_and_what_it_does_not(empty: Path) -> None:
    helped, unknown = newsreview(empty, "--help"), newsreview(empty, "exprot")

    assert helped.returncode == 0
    assert helped.stdout.startswith(b"usage: newsreview COMMAND ...")
    assert (unknown.returncode, unknown.stdout, unknown.stderr) == (2, b"", helped.stdout)
    assert b"newsreview export ferry --format csv --out ferry.csv" in newsreview(empty, "export", "--help").stdout


def test_whoever_ends_it_is_shown_no_code() -> None:
    with pytest.raises(SystemExit) as ended, console.ready():
        raise KeyboardInterrupt

    assert ended.value.code == 130


def test_a_cut_export_is_noticed_without_a_database(empty: Path) -> None:
    whole = newsreview(empty, "check", "-", given=story())
    cut = newsreview(empty, "check", "-", given=story()[:-40])

    assert (whole.returncode, whole.stderr) == (0, b"")
    assert whole.stdout == b"whole: 1 article, 1 annotation set, 7 spans, 5 links, 1 article label\n"
    assert (cut.returncode, cut.stdout) == (1, b"")
    assert cut.stderr == b"CommandError: - is not whole. Line 3 is cut off.\n"
    assert newsreview(empty, "check", "nowhere.jsonl").returncode == 2


def test_a_release_is_pulled_without_a_database(empty: Path) -> None:
    token = empty.parent / "token"
    token.write_text("nr_secret")
    arguments = ("--token-file", str(token), "--out", str(empty.parent / "out"))
    nobody = newsreview(empty, "pull", "http://127.0.0.1:1/ferry/1", *arguments)
    nowhere = newsreview(empty, "pull", "ferry/1", *arguments)

    assert (nobody.returncode, nobody.stdout) == (1, b"")
    assert nobody.stderr.startswith(b"CommandError: The release was not pulled. The server does not answer: ")
    assert (nowhere.returncode, nowhere.stdout) == (2, b"")
    assert [path.name for path in empty.parent.iterdir() if path != empty] == ["token"]


def test_an_export_can_be_piped_on(with_demo: Path) -> None:
    native = newsreview(with_demo, "export", "kelder-gates")
    claims = newsreview(with_demo, "export", "kelder-gates", "--format", "attributions")

    assert (native.returncode, native.stderr) == (0, b"")
    counted = check(io.BytesIO(native.stdout))
    assert (counted["articles"], counted["annotation_sets"]) == (6, 2)
    rows = [json.loads(line) for line in claims.stdout.decode().split("\n")[:-1]]
    assert {row["label"] for row in rows} == {"claim"}
    assert newsreview(with_demo, "export", "nothing").returncode == 2
    assert without_a_reader(with_demo, "export", "kelder-gates") == (1, b"")
    assert without_a_reader(with_demo, "--help") == (1, b"")


def without_a_reader(data_dir: Path, *arguments: str) -> tuple[int, bytes]:
    """As before a `head` that has ended: the exit code, and what it complains of."""
    nobody, pipe = os.pipe()
    os.close(nobody)
    try:
        command = [sys.executable, "-c", SCRIPT, *arguments]
        ended = subprocess.run(
            command, cwd=ROOT, env=environment(data_dir), stdout=pipe, stderr=subprocess.PIPE, check=False, timeout=90
        )
    finally:
        os.close(pipe)
    return ended.returncode, ended.stderr
