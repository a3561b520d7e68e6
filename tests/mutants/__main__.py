"""`make mutants`: take guards out one by one, and see that the tests notice.

    python -m tests.mutants             every mutant of tests/mutants/table.py
    python -m tests.mutants S5 D13      those of these promises

Works in a copy of what git knows of this folder. First the tests have to pass as the code is. The exit code is 1 where
a mutant lives: where the tests pass without the guard.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.mutants.table import MUTANTS, Mutant

ROOT = Path(__file__).parents[2]
ALL_PASSED, SOME_FAILED = 0, 1  # what pytest ends with; with others it could not try them


class Ended(NamedTuple):
    """How pytest ended."""

    code: int
    words: str


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.mutants", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("promises", nargs="*", help="such as S5; all of them where none is named")
    given = parser.parse_args()
    chosen = [mutant for mutant in MUTANTS if not given.promises or mutant.promise in given.promises]
    with tempfile.TemporaryDirectory(prefix="newsreview-mutants-") as folder:
        copied = copy_of_the_code(Path(folder) / "code")
        for tests in dict.fromkeys(mutant.tests for mutant in chosen):
            ended = run(copied, tests.split())
            say(f"as the code is: {tests}", ended, good=ended.code == ALL_PASSED)
            if ended.code != ALL_PASSED:
                sys.stdout.write(ended.words)
                return 1
        living = [mutant for mutant in chosen if not dies(copied, mutant)]
    sys.stdout.write(f"{len(chosen)} guards taken out, {len(chosen) - len(living)} noticed\n")
    return 1 if living or not chosen else 0


def copy_of_the_code(folder: Path) -> Path:
    known = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, known.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


def dies(copied: Path, mutant: Mutant) -> bool:
    file = copied / mutant.file
    sound = file.read_text(encoding="utf-8")
    file.write_text(sound.replace(mutant.guard, mutant.instead, 1), encoding="utf-8")
    try:
        ended = run(copied, mutant.tests.split(), "--exitfirst")
    finally:
        file.write_text(sound, encoding="utf-8")
    noticed = ended.code == SOME_FAILED
    say(f"{mutant.promise}: {mutant.what}", ended, good=noticed)
    return noticed


def run(copied: Path, tests: list[str], *more: str) -> Ended:
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "--tb=short", *more, *tests]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}  # a file that changes twice a second keeps its date
    done = subprocess.run(command, cwd=copied, env=environment, check=False, capture_output=True, text=True)
    return Ended(done.returncode, done.stdout or done.stderr)


def say(what: str, ended: Ended, *, good: bool) -> None:
    sys.stdout.write(f"{'ok  ' if good else 'FAIL'} {what}\n     {ended.words.strip().rpartition(chr(10))[2]}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
