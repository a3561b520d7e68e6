"""Each thing that may be ill is made so, and the doctor finds it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from pytest_django import Settings

from newsreview import room
from newsreview.accounts.models import User
from newsreview.backups import keeping
from newsreview.commands import doctoring
from newsreview.commands.doctoring import State
from tests import issuer as issuers


def states() -> dict[str, State]:
    """The worst of each."""
    order = list(State)
    found: dict[str, State] = {}
    for finding in doctoring.examine():
        found[finding.about] = max(found.get(finding.about, State.WELL), finding.state, key=order.index)
    return found


def test_a_healthy_desk_is_told_so(person: Callable[..., User], settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    person("administrator", is_superuser=True)
    heard_of(timezone.now())
    found = states()

    assert {
        about: found[about] for about in ("migrations", "clock", "worker", "jobs", "people", "addresses")
    } == dict.fromkeys(("migrations", "clock", "worker", "jobs", "people", "addresses"), State.WELL)


def test_who_is_missing_is_named(db: None) -> None:
    heard_of(timezone.now() - timedelta(minutes=5))
    found = {finding.about: finding for finding in doctoring.examine()}

    assert (found["worker"].state, found["people"].state) == (State.ILL, State.ILL)
    assert "procrastinate worker" in found["worker"].advice
    assert "--first-administrator" in found["people"].advice


@pytest.mark.parametrize(
    ("status", "minutes", "said"),
    [("failed", 0, "1 failed and wait for you."), ("todo", 11, "1 wait for more than ten minutes.")],
)
def test_jobs_that_failed_or_wait_are_counted(db: None, status: str, minutes: int, said: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('default', 'tried', %s)", [status]
        )
        cursor.execute("UPDATE procrastinate_events SET at = now() - %s * interval '1 minute'", [minutes])

    assert ProcrastinateJob.objects.count() == 1
    assert doctoring.jobs().said == said


def test_a_disk_that_runs_full_and_a_mail_server_that_is_away_are_ill(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "LEAST", 2**60)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert [next(look()).state for look in (doctoring.disk, doctoring.mail)] == [State.ILL, State.ILL]


def test_a_backup_that_is_missing_old_or_failed_is_told(settings: Settings, tmp_path: Path) -> None:
    settings.BACKUP_DIR = tmp_path

    def told() -> tuple[State, str]:
        [finding] = doctoring.backups()
        return finding.state, finding.said

    assert told() == (State.CARE, "There is none yet.")
    (tmp_path / keeping.name_at(datetime(2026, 1, 2, 3, 4, tzinfo=UTC))).touch()
    assert told() == (State.CARE, "The newest is of 2026-01-02 03:04 UTC.")
    (tmp_path / keeping.name_at(timezone.now())).touch()
    assert told()[0] is State.WELL
    keeping.note(done=False, words="No room.")
    assert told()[0] is State.ILL


def test_who_looks_after_backups_of_another_server_is_told(settings: Settings, tmp_path: Path) -> None:
    settings.BACKUP_DIR, settings.USES_EMBEDDED_DATABASE = tmp_path, False
    [finding] = doctoring.backups()
    assert "`manage.py backup --daily` with DATABASE_OWNER_URL" in finding.advice
    settings.BACKUPS_DAILY = 0
    assert [*doctoring.backups()] == []


def test_the_first_administrator_is_made_by_a_link_that_opens(settings: Settings, db: None) -> None:
    assert "sign_in_link --first-administrator" in doctoring.administrators().advice
    settings.HTTPS = True
    assert "createsuperuser" in doctoring.administrators().advice
    settings.HTTPS, settings.ALLOWED_HOSTS = False, ["desk.example"]
    assert "createsuperuser" in doctoring.administrators().advice


def test_names_without_https_need_care(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["desk.example"]
    assert next(doctoring.addresses()).state is State.CARE
    settings.HTTPS = True
    assert next(doctoring.addresses()).state is State.WELL


def test_the_exit_code_tells_whether_anything_is_ill(
    person: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = StringIO()
    monkeypatch.setattr(doctoring, "durability", lambda: iter(()))  # the tests' own database spares the disk
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=said)
    assert ended.value.code == 1
    assert "ILL   worker" in said.getvalue()

    person("administrator", is_superuser=True)
    heard_of(timezone.now())
    call_command("doctor", stdout=said)


def heard_of(when: datetime) -> None:
    ProcrastinateWorker.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [when])


def test_an_issuer_of_single_sign_on_is_tried(db: None, settings: Settings) -> None:
    def told() -> list[tuple[State, str]]:
        return [(found.state, found.said) for found in doctoring.single_sign_on()]

    assert told() == []
    with issuers.running() as issuer:
        issuers.set_up(settings, issuer)
        assert told() == [(State.WELL, f"{issuer.address} answers.")]
        issuer.described = {"token_endpoint": "https://elsewhere.example.org/token"}
        assert [state for state, said in told() if "elsewhere.example.org" in said] == [State.ILL]
        issuer.described = {"issuer": "https://elsewhere.example.org"}
        assert told() == [(State.ILL, f"{issuer.address}: another issuer.")]
    assert [state for state, _said in told()] == [State.ILL]
