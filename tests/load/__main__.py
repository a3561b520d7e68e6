"""`make load`: fifty virtual editors at ten times human speed on a desk of its own, with exports running beside them.

    python -m tests.load                            five minutes
    python -m tests.load --speed 1                  as fast as people are
    python -m tests.load --minutes 1 --editors 10   a quick look

A person marks something about every six seconds; a virtual editor sends an operation every 0.6 seconds. Prints the
time of each kind of request, and the memory and processor time of the server's processes. The exit code is 1 when a
request failed or memory grew.
"""

import argparse
import csv
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from tests.commands.serving import ROOT, Served, data_folder, manage, serving
from tests.faults.killing import job_worker

SECONDS_BETWEEN_LOOKS = 2.0
TASKS_A_MINUTE = 3  # of each editor at ten times human speed: no fewer than they hand in
GROWTH = 1.05  # of the last third to the middle one; above it memory is not flat
MEGABYTE = 2**20

MAKE_DESK = """
import json
from datetime import timedelta
from newsreview.accounts import signing_in, tokens
from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.corpus.models import Article
from newsreview.projects import setting_up
from tests.load.article import TEXT
project = setting_up.create_project(slug="load")
ml = User.objects.create_user("ml@example.org", name="ML")
setting_up.set_role(project=project, person=ml, role="ml")
_, token = tokens.make_token(person=ml, name="load", scopes=["export"], lifetime=timedelta(hours=1))
editors = []
for number in range({editors}):
    person = User.objects.create_user(f"editor{{number}}@example.org", name=f"Editor {{number}}")
    setting_up.set_role(project=project, person=person, role="annotator")
    held = []
    for nth in range({tasks}):
        article = Article.objects.create(text=f"{{TEXT}} {{number}} {{nth}}", first_line="Load")
        [task] = setting_up.add_tasks(project=project, articles=[article])
        held.append([str(task.pk), str(taking.take(task=task, person=person).pk)])
    editors.append(dict(link="/sign-in/" + signing_in.make_link(person) + "/", held=held))
print("made", json.dumps(dict(editors=editors, token=token)))
"""


class Memory(threading.Thread):
    """Of each process that answers requests, and of the one that carries out jobs: megabytes, every two seconds."""

    def __init__(self, served: Served) -> None:
        super().__init__(daemon=True)
        jobs = job_worker(served)
        web = [process for process in served.workers() if process != jobs]
        self.watched = {"jobs": jobs} | {f"web {number}": process for number, process in enumerate(web, start=1)}
        self.seen: dict[str, list[float]] = {name: [] for name in self.watched}
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(SECONDS_BETWEEN_LOOKS):
            for name, process in self.watched.items():
                self.seen[name].append(process.memory_info().rss / MEGABYTE)

    def processor_seconds(self) -> float:
        """Of the processes that answer requests, so far: what a busy machine does not change."""
        spent = [process.cpu_times() for name, process in self.watched.items() if name != "jobs"]
        return sum(times.user + times.system for times in spent)

    def thirds(self) -> dict[str, tuple[float, float, float]]:
        """Medians."""
        of = {}
        for name, seen in self.seen.items():
            third = len(seen) // 3
            parts = seen[:third], seen[third : 2 * third], seen[2 * third :]
            of[name] = (statistics.median(parts[0]), statistics.median(parts[1]), statistics.median(parts[2]))
        return of


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.load", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--editors", type=int, default=50)
    parser.add_argument("--speed", type=float, default=10, help="times that of a person")
    given = parser.parse_args()
    with data_folder() as folder, serving(folder) as served, tempfile.TemporaryDirectory() as notes:
        make_desk(
            served, Path(notes), given.editors, tasks=int(TASKS_A_MINUTE * given.minutes * max(given.speed / 10, 1)) + 2
        )
        memory = Memory(served)
        memory.start()
        before = memory.processor_seconds()
        rows = drive(served, Path(notes), given)
        spent = memory.processor_seconds() - before
        memory.ended.set()
        memory.join()
        thirds = memory.thirds()
    sys.stdout.write(report(rows, thirds, given))
    requests = sum(int(row["Request Count"]) for row in rows)
    sys.stdout.write(f"\nThe server's processors were at work for {1000 * spent / requests:.1f} ms a request.\n")
    failed = sum(int(row["Failure Count"]) for row in rows)
    grown = [name for name, (_, middle, last) in thirds.items() if last > middle * GROWTH]
    return 1 if failed or grown or not rows else 0


def make_desk(served: Served, notes: Path, editors: int, tasks: int) -> None:
    made = manage(served.data_dir, "shell", "-c", MAKE_DESK.format(editors=editors, tasks=tasks))
    found = re.search(r"^made (.*)$", made.stdout, re.MULTILINE)
    if not found:
        raise RuntimeError(made.stderr)
    (notes / "desk.json").write_text(json.dumps(json.loads(found[1])))


def drive(served: Served, notes: Path, given: argparse.Namespace) -> list[dict[str, str]]:
    """Locust in a process of its own, since it puts its own sockets in place of Python's. The rows of its table."""
    command = [sys.executable, "-m", "locust", "-f", "tests/load/people.py", "--headless", "--only-summary"]
    command += ["--users", str(given.editors + 1), "--spawn-rate", "10", "--run-time", f"{int(given.minutes * 60)}s"]
    command += ["--stop-timeout", "20", "--host", served.url, "--csv", str(notes / "load"), "--exit-code-on-error", "0"]
    environment = os.environ | {"LOAD_DESK": str(notes / "desk.json"), "LOAD_SPEED": str(given.speed)}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    with (notes / "load_failures.csv").open() as failures:
        for row in csv.DictReader(failures):
            sys.stdout.write(f"FAILED {row['Occurrences']} × {row['Method']} {row['Name']}: {row['Error']}\n")
    with (notes / "load_stats.csv").open() as stats:
        return [row for row in csv.DictReader(stats) if row["Name"] != "Aggregated"]


def report(rows: list[dict[str, str]], thirds: dict[str, tuple[float, float, float]], given: argparse.Namespace) -> str:
    gigabytes, load = psutil.virtual_memory().total / 2**30, psutil.getloadavg()[1]
    where = f"{psutil.cpu_count()} processors and {gigabytes:.0f} GB of memory, which the editors share"
    who = f"{given.editors} editors at {given.speed:g} times human speed for {given.minutes:g} minutes"
    lines = [
        f"{time.strftime('%Y-%m-%d')}: {who}; {where}; load {load:.1f}",
        "",
        "| request | count | errors | a second | median ms | p95 ms | p99 ms |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row['Name']} | {row['Request Count']} | {row['Failure Count']} | {float(row['Requests/s']):.1f} "
        f"| {row['50%']} | {row['95%']} | {row['99%']} |"
        for row in rows
    ]
    lines += ["", "| process | first third, MB | middle | last |", "|---|---|---|---|"]
    lines += [f"| {name} | {a:.1f} | {b:.1f} | {c:.1f} |" for name, (a, b, c) in sorted(thirds.items())]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
