"""D13: a backup is proved by restoring it. What is restored is the desk that was backed up: rows, files, exports."""

import shutil
import signal
import tarfile
from pathlib import Path
from threading import Event
from typing import Any

import msgspec
import pytest

from newsreview import embedded
from newsreview.background import Interrupted
from newsreview.backups import daily, keeping, manifest, putting_aside
from newsreview.backups.contents import contents_of
from newsreview.backups.databases import ONE_AT_A_TIME
from newsreview.backups.errors import (
    AtWork,
    BackupError,
    Damaged,
    FromNewerCode,
    FromNewerServer,
    InUse,
    NoRoom,
    NotEmpty,
    NotTheSame,
    ProgramFailed,
)
from newsreview.backups.making import make_backup
from newsreview.backups.manifest import Manifest
from newsreview.backups.restoring import restore, try_out
from newsreview.backups.watching import Watching
from newsreview.exports.saving import held_alone
from tests.backups.desks import connected, databases_in, exports_of, files_in, packed_anew, run_until_killed
from tests.commands.serving import data_folder, manage, run
from tests.intake.test_full_disk import no_room

pytestmark = pytest.mark.xdist_group("serve")  # they begin with a copy of the same first start
SESSION = """INSERT INTO accounts_session (session_key, session_data, expire_date, named, began_at, seen_at, device)
VALUES ('secret-session-key', 'x', now(), gen_random_uuid(), now(), now(), '')"""
KILLED = -signal.SIGKILL
RELEASE = """
import django
django.setup()
from newsreview.accounts.models import User
from newsreview.exports.building import build
from newsreview.exports.choosing import Choices
from newsreview.exports.releasing import request_release
from newsreview.projects.models import Project
who, project = User.objects.get(name="Samir Vance"), Project.objects.get(slug="kelder-gates")
build(request_release(project=project, by=who, name="First", choices=Choices(sets="submitted", votes="all")).pk)
"""


def told_by(path: Path) -> Manifest:
    with tarfile.open(path) as tar:
        content = tar.extractfile("manifest.json")
        assert content is not None
        return manifest.read(content.read())


def telling(path: Path, to: Path, **changed: Any) -> Path:
    """The same backup, which says other things of itself."""
    told = msgspec.structs.replace(told_by(path), **changed)
    return packed_anew(path, to, manifest=manifest.written(told))


def test_desk_that_is_restored_elsewhere_is_the_desk_that_was_backed_up(own_desk: Path, target: Path) -> None:
    """By the commands, as an administrator types them; release, raw files and every export included."""
    done = run(own_desk, "-c", RELEASE, DJANGO_SETTINGS_MODULE="newsreview.settings")
    assert done.returncode == 0, done.stderr
    with connected(own_desk) as connection:
        connection.execute(SESSION)
    secret = (own_desk / "secret_key").read_bytes()

    made = manage(own_desk, "backup", str(target))

    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.startswith(f"{target} is written: ")
    assert "6 articles, 2 annotation sets" in made.stdout
    assert made.stdout.endswith("It was restored to try it, and is the same.\n")
    assert target.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert b"secret-session-key" not in target.read_bytes()
    assert secret not in target.read_bytes()
    assert databases_in(own_desk) == ["newsreview"]
    with data_folder() as other:
        restored = manage(other, "restore", str(target))
        assert restored.returncode == 0, restored.stderr
        first, second = restored.stdout.splitlines()
        assert first.endswith(f" UTC is restored; {len(files_in(own_desk))} files were put back.")
        assert second.startswith("This installation has another secret key than the desk had")
        shutil.copy(own_desk / "secret_key", other)
        assert exports_of(other) == exports_of(own_desk) != {}
        assert files_in(other) == files_in(own_desk)
        with connected(other) as there, connected(own_desk) as here:
            here.execute("DELETE FROM accounts_session")
            assert contents_of(there).guards == contents_of(here).guards
            assert there.execute("SELECT count(*) FROM accounts_session").fetchone() == (0,)
        assert databases_in(other) == ["newsreview"]
        assert manage(other, "check_journal").returncode == 0
        embedded.leave(other)


def test_backup_takes_the_place_only_where_it_is_told_to(own_desk: Path, of_the_demo: Path) -> None:
    with connected(own_desk) as connection:
        connection.execute("UPDATE projects_project SET name = 'Of now' WHERE NOT is_practice")
        with pytest.raises(InUse, match=r"in use by 1 connections\. Stop the app"):
            restore(of_the_demo, replace=True)
    with pytest.raises(NotEmpty, match="With --replace"):
        restore(of_the_demo)

    before = files_in(own_desk)
    lost = next(iter(before))
    (own_desk / lost).write_bytes(b"spoiled")
    done = restore(of_the_demo, replace=True)

    assert (done.files, files_in(own_desk)) == (1, before)
    assert databases_in(own_desk) == ["newsreview", done.kept_as]
    names = "SELECT name FROM projects_project WHERE NOT is_practice"
    with connected(own_desk) as now, connected(own_desk, done.kept_as) as then:
        assert (now.execute(names).fetchall(), then.execute(names).fetchall()) == (
            [("Kelder Gates (demo)",)],
            [("Of now",)],
        )
    assert putting_aside.kept_before() == [done.kept_as]
    for other in ("newsreview", "postgres", "newsreview_before_restore_"):
        with pytest.raises(BackupError, match="No restore has put a database"):
            putting_aside.drop_old(other)
    putting_aside.drop_old(done.kept_as)
    assert databases_in(own_desk) == ["newsreview"]


def test_backups_that_cannot_be_this_desks_are_refused(elsewhere: Path, of_the_demo: Path, target: Path) -> None:
    told, before = told_by(of_the_demo), files_in(elsewhere)
    newer = telling(of_the_demo, target, migrations=[*told.migrations, "corpus.9999_later"])
    with pytest.raises(FromNewerCode, match=r"1 migrations that this one lacks \(corpus.9999_later\)"):
        restore(newer)
    with pytest.raises(FromNewerServer, match="backup of PostgreSQL 99; this server is 18"):
        restore(telling(of_the_demo, target, postgresql=990001))
    with pytest.raises(NoRoom, match="the restored desk needs about"):
        restore(telling(of_the_demo, target, database_bytes=10**16))
    spoiled = bytearray(of_the_demo.read_bytes())
    spoiled[len(spoiled) // 2] ^= 1
    target.write_bytes(spoiled)
    with pytest.raises(Damaged, match=r"database\.dump is not what was written"):
        restore(target)

    assert files_in(elsewhere) == before
    assert databases_in(elsewhere) == ["newsreview"]


def test_what_is_restored_is_compared_row_by_row(elsewhere: Path, of_the_demo: Path, target: Path) -> None:
    told = told_by(of_the_demo)
    spans = told.contents.tables["annotation_span"]
    digest = f"{int(spans.digest, 16) ^ 1:032x}"
    tables = told.contents.tables | {"annotation_span": manifest.Table(spans.rows, digest)}
    guards = told.contents.guards | {"triggers": told.contents.guards["triggers"] + 1}
    with pytest.raises(NotTheSame) as refusal:
        restore(telling(of_the_demo, target, contents=manifest.Contents(tables, guards)))
    assert f"The table annotation_span has other content in its {spans.rows} rows." in str(refusal.value)
    assert f"instead of {guards['triggers']}." in str(refusal.value)

    dump = packed_anew(of_the_demo, target, **{"database.dump": b"PGDMP but no dump"})
    with pytest.raises(ProgramFailed, match="pg_restore failed"):
        try_out(dump)
    with connected(elsewhere) as connection:
        assert contents_of(connection).tables == {}


def test_desk_whose_journal_contradicts_it_gives_no_backup(own_desk: Path, target: Path) -> None:
    target.write_bytes(b"the backup of before")
    with connected(own_desk) as connection:
        connection.execute("ALTER TABLE annotation_span DISABLE TRIGGER USER")
        connection.execute("UPDATE annotation_span SET note = 'x' WHERE id = (SELECT id FROM annotation_span LIMIT 1)")
    with pytest.raises(ProgramFailed, match=r"(?s)`check_journal` failed.*1 contradictions"):
        make_backup(target)

    assert target.read_bytes() == b"the backup of before"
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_what_is_missing_or_damaged_on_this_machine_is_said(own_desk: Path, target: Path) -> None:
    gone, spoiled, *_ = sorted(files_in(own_desk))
    (own_desk / gone).unlink()
    (own_desk / spoiled).write_bytes(b"spoiled")

    done = manage(own_desk, "backup", str(target), "--no-verify")

    assert done.returncode == 3
    assert done.stdout.splitlines()[-1].endswith(
        f"It was not tried. 2 files which the database names are missing or damaged on this machine: {gone}, {spoiled}."
    )
    assert told_by(target).missing == [gone, spoiled]


@pytest.mark.parametrize(
    ("step", "block"), [("Dumping the database", 1), ("Adding the files", 3), ("Comparing it, row by row", 0)]
)
def test_backup_that_is_killed_leaves_the_old_one(desk: Path, target: Path, step: str, block: int) -> None:
    target.write_bytes(b"the backup of before")
    assert run_until_killed(desk, verb="backup", path=target, step=step, block=block) == KILLED

    assert target.read_bytes() == b"the backup of before"
    make_backup(target, proved=step.startswith("Comparing"))
    assert told_by(target).contents.tables["corpus_article"].rows == 6
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    if step.startswith("Comparing"):
        assert databases_in(desk) == ["newsreview"]


@pytest.mark.parametrize(("step", "block"), [("Putting the files back", 2), ("Loading the database", 1)])
def test_restore_that_is_killed_leaves_the_old_state(desk: Path, of_the_demo: Path, step: str, block: int) -> None:
    with connected(desk) as connection:
        connection.execute("UPDATE projects_project SET name = %s WHERE NOT is_practice", [step])
        before = contents_of(connection)
    gone = max(files_in(desk))
    (desk / gone).unlink()
    assert run_until_killed(desk, verb="restore", path=of_the_demo, step=step, block=block) == KILLED

    with connected(desk) as connection:
        assert contents_of(connection) == before
    done = restore(of_the_demo, replace=True)
    assert databases_in(desk) == ["newsreview", done.kept_as]
    putting_aside.drop_old(done.kept_as)
    with connected(desk) as connection:
        assert contents_of(connection).tables != before.tables
    assert gone in files_in(desk)


def test_two_do_not_write_or_restore_at_once(desk: Path, of_the_demo: Path, target: Path) -> None:
    with held_alone(target.parent), pytest.raises(AtWork, match="Another backup is being written"):
        make_backup(target, proved=False)
    with connected(desk, "postgres") as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        with pytest.raises(AtWork, match="Another backup or restore is at work"):
            restore(of_the_demo, replace=True)


def test_full_disk_is_said_and_leaves_the_old_backup(desk: Path, target: Path) -> None:
    target.write_bytes(b"the backup of before")
    embedded.use(desk)
    with no_room(), pytest.raises(NoRoom, match=r"The disk of .* is full. Make room"):
        make_backup(target, proved=False)
    assert target.read_bytes() == b"the backup of before"
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_app_backs_up_once_a_day_and_notes_how_it_went(desk: Path, settings: Any) -> None:
    told_to_end = Event()
    told_to_end.set()
    with pytest.raises(Interrupted):
        daily.back_up_if_due(told_to_end)
    assert (keeping.kept(), keeping.last()) == ([], None)

    settings.BACKUPS_DAILY, settings.BACKUPS_WEEKLY = 1, 0
    (desk / "backups" / "newsreview-2020-01-01T030000Z.tar").touch()
    daily.back_up_if_due(Event())
    daily.back_up_if_due(Event())

    [kept] = keeping.kept()
    last = keeping.last()
    assert last is not None
    assert (last.done, last.words.startswith(f"{kept.path} is written: ")) == (True, True)
    assert told_by(kept.path).contents.tables["corpus_article"].rows == 6

    with no_room(), pytest.raises(NoRoom):
        daily.back_up(Watching())
    assert keeping.told_of_last().startswith("The last daily backup failed (")
    assert [one.path for one in keeping.kept()] == [kept.path]
