"""`make bench`: speed as ratios against a floor which the same run measures on the same PostgreSQL.

    python -m tests.bench                            everything; writes bench.json
    python -m tests.bench --only queue --scale 0.1   a quick look

A missed target is marked in the table and is no failure of the run.
"""

import argparse
import importlib
import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from types import FrameType
from typing import NoReturn

import msgspec

from tests.bench import ground
from tests.bench.rows import Row, table

# In this order: what needs no server comes first.
GROUPS = {
    "import": "importing_articles",
    "reading": "reading_articles",
    "copies": "comparing_copies",
    "search": "searching_articles",
    "stories": "sorting_stories",
    "export": "exporting_articles",
    "release": "releases",
    "operation": "operations_over_http",
    "clients": "many_clients",
    "api": "api_requests",
    "workbench": "workbench_pages",
    "queue": "queue_pages",
    "next": "next_tasks",
    "agreement": "agreement_pages",
    "weight": "page_weight",
    "browser": "in_the_browser",
}
WHOLE_RUN = Path("bench.json")


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=GROUPS, default=list(GROUPS), help="groups of rows to measure")
    parser.add_argument("--scale", type=float, default=1.0, help="0.1: a tenth of everything (default: %(default)g)")
    parser.add_argument("--out", type=Path, help=f"file for the rows as JSON (default: {WHOLE_RUN} for a whole run)")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, end)  # in order, with everything that was started
    whole = given.only == list(GROUPS) and given.scale >= 1
    rows = measure(given.only, given.scale)
    sys.stdout.write(table(rows) + "\n")
    if out := given.out or (WHOLE_RUN if whole else None):
        out.write_bytes(msgspec.json.format(msgspec.json.encode(rows)) + b"\n")


def measure(groups: list[str], scale: float) -> list[Row]:
    rows = []
    with ground.own_database(), ExitStack() as ending:
        from tests.bench.bench import Bench  # needs Django set up

        bench = Bench(scale, ending)
        for name in groups:
            began = perf_counter()
            group = importlib.import_module(f"tests.bench.{GROUPS[name]}")
            rows += list(group.rows(bench))
            sys.stderr.write(f"{name}: measured in {perf_counter() - began:.0f} s\n")
    return rows


def end(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(128 + signal.SIGTERM)


if __name__ == "__main__":
    main()
