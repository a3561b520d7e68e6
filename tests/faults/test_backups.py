"""D13: a desk of 20,000 articles comes back from its backup as it was; killed at any moment, backup and restore leave
what was there before; and so does carrying a cluster over from a really older PostgreSQL."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from urllib.parse import quote

import pytest

from newsreview import embedded
from newsreview.backups.contents import contents_of
from newsreview.embedded.older import INSTALLED
from tests.backups.conftest import own_desk, target, used, work_on  # noqa: F401 -- fixtures
from tests.backups.desks import connected, databases_in, exports_of, files_in
from tests.backups.old_clusters import make_cluster, pg_ctl
from tests.commands.serving import ROOT, environment, manage, run

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("serve")]
ARTICLES, SETS, KILLS = 20_000, 1_000, 12
SENTENCE = "the harbour council said that crossing fares would rise again before autumn because nobody had asked"
WORDS = SENTENCE.split(" ")

MARK = f"""
import django
django.setup()
from uuid_utils.compat import uuid7
from newsreview.accounts.models import User
from newsreview.annotation import editing, submitting, taking
from newsreview.projects.models import Project, Task
project = Project.objects.get(slug="large")
by = User.objects.get(name="Samir Vance")
for task in Task.objects.filter(project=project).select_related("article")[:{SETS}]:
    mine = taking.deal_out(task=task, person=by, by=by)
    for start in (0, 40, 80):
        editing.add_span(annotation_set=mine, by=by, span=uuid7(), label="source", start=start, end=start + 20,
                         quote=task.article.text[start:start + 20])
"""


def article(number: int) -> str:
    random = Random(number)
    lines = [" ".join(random.choices(WORDS, k=60)) for _ in range(8)]
    text = f"Report {number}\n\n" + "\n\n".join(lines)
    return json.dumps({"text": text, "outlet": f"Outlet {number % 40}", "title": f"Report {number}"})


@pytest.fixture
def large(own_desk: Path, tmp_path: Path) -> Path:  # noqa: F811
    """The demo, and a project of 20,000 articles, of which a twentieth is marked."""
    lines = tmp_path / "articles.jsonl"
    with lines.open("w") as file:
        file.writelines(article(number) + "\n" for number in range(ARTICLES))
    into = ["manage.py", "import_articles", "--project", "large", "--create-project"]
    for command in ([*into, "--manager", "samir.vance@demo.example", str(lines)], ["-c", MARK]):
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment(own_desk, DJANGO_SETTINGS_MODULE="newsreview.settings"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
    return own_desk


def measured(folder: Path, *command: str) -> tuple[float, float]:
    """Seconds, and the most memory of the command's own process, in megabytes."""
    began, peak = time.monotonic(), 0
    process = subprocess.Popen(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environment(folder), stdout=subprocess.DEVNULL
    )
    while process.poll() is None:
        for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                peak = int(line.split()[1])
        time.sleep(0.05)
    assert process.returncode == 0
    return time.monotonic() - began, peak / 1024


def test_large_desk_comes_back_as_it_was(large: Path, target: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    exports = exports_of(large)
    plain = measured(large, "backup", str(target), "--no-verify")
    proved = measured(large, "backup", str(target))
    with used() as other:
        other.mkdir()
        (other / "secret_key").write_bytes((large / "secret_key").read_bytes())
        restored = measured(other, "restore", str(target))
        assert exports_of(other) == exports
        assert files_in(other) == files_in(large)
        assert manage(other, "check_journal").stdout == f"{SETS + 2} annotation sets follow from their journals.\n"
    assert set(exports) == {"kelder-gates", "large"}
    assert plain[1] < 200, "it grows with the desk"
    with capsys.disabled():
        sys.stdout.write(
            f"\nbackup of {target.stat().st_size / 1e6:.1f} MB: {plain[0]:.1f} s, {plain[1]:.0f} MB of memory; "
            f"proved: {proved[0]:.1f} s, {proved[1]:.0f} MB; restored: {restored[0]:.1f} s, {restored[1]:.0f} MB\n"
        )


def killed_after(seconds: float, folder: Path, *command: str) -> int:
    process = subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        return process.wait()


def moments(longest: float) -> Iterator[float]:
    for number in range(KILLS):
        yield longest * (number + 0.5) / KILLS


def test_backup_killed_at_any_moment_leaves_the_old_one(own_desk: Path, target: Path) -> None:  # noqa: F811
    took, _ = measured(own_desk, "backup", str(target))
    old, killed = target.read_bytes(), 0
    for seconds in moments(took):
        killed += killed_after(seconds, own_desk, "backup", str(target)) == -signal.SIGKILL
        assert target.read_bytes() == old or manage(own_desk, "restore", str(target), "--dry-run").returncode == 0
    assert killed > KILLS / 2
    assert manage(own_desk, "backup", str(target)).returncode == 0
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert databases_in(own_desk) == ["newsreview"]


def test_restore_killed_at_any_moment_leaves_the_old_desk_or_the_new_one(own_desk: Path, target: Path) -> None:  # noqa: F811
    assert manage(own_desk, "backup", str(target)).returncode == 0
    with connected(own_desk) as connection:
        of_the_backup = contents_of(connection)
        connection.execute("UPDATE projects_project SET name = 'Of now' WHERE NOT is_practice")
        before = contents_of(connection)
    embedded.leave(own_desk)
    took, _ = measured(own_desk, "restore", str(target), "--replace", "--dry-run")
    files, killed = files_in(own_desk), 0
    for seconds in moments(took * 1.2):
        killed += killed_after(seconds, own_desk, "restore", str(target), "--replace") == -signal.SIGKILL
        with connected(own_desk) as connection:
            now = contents_of(connection)
        embedded.leave(own_desk)
        assert now in (before, of_the_backup)
        assert files_in(own_desk) == files
    assert killed > KILLS / 2
    assert manage(own_desk, "restore", str(target), "--replace").returncode == 0
    with connected(own_desk) as connection:
        assert contents_of(connection) == of_the_backup


def older_programs() -> Path:
    for major in (17, 16, 15):
        for place in INSTALLED:
            if (folder := Path(place.format(major))).joinpath("initdb").is_file():
                return folder
    pytest.fail("This needs an older PostgreSQL, 15 to 17, where systems put them: apt-get install postgresql-15")


def test_cluster_of_an_older_postgresql_is_carried_over(tmp_path_factory: pytest.TempPathFactory) -> None:
    programs = older_programs()
    with used() as folder:
        folder.mkdir(mode=0o711)
        old = folder / f"pg{programs.parent.name}"
        account = make_cluster(old, programs)
        url = f"postgresql://newsreview@{quote(str(old), safe='')}/newsreview"
        pg_ctl(account, old, programs, "start")
        try:
            for command in ("migrate", "load_demo"):
                done = manage(folder, command, DATABASE_URL=url)
                assert done.returncode == 0, done.stderr
        finally:
            pg_ctl(account, old, programs, "stop")
        assert run(folder, "manage.py", "check_journal").returncode == 1

        done = manage(folder, "database", "upgrade")

        assert done.returncode == 0, done.stderr
        assert f"carried over from PostgreSQL {programs.parent.name} to 18" in done.stdout
        assert manage(folder, "check_journal").stdout == "2 annotation sets follow from their journals.\n"
        assert set(exports_of(folder)) == {"kelder-gates"}
        assert (old / "PG_VERSION").read_text().strip() == programs.parent.name
