"""What an administrator is told by `manage.py doctor`: what is well, what is not, and what to do about it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.core.mail import get_connection
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob, ProcrastinateWorker

from newsreview import embedded, room
from newsreview.accounts import issuer, signing_in
from newsreview.accounts.models import User
from newsreview.accounts.single_sign_on import NotLetIn
from newsreview.backups import keeping
from newsreview.commands import starting
from newsreview.commands.database_checks import Findings, judge_settings, read_settings, unapplied_migrations
from newsreview.object_storage import StorageAway

BACKUP_MISSING = timedelta(hours=36)
CLOCKS_APART = 2.0  # seconds
WORKER_SILENT = timedelta(seconds=60)
JOB_WAITS = timedelta(minutes=10)


class State(StrEnum):
    WELL = "well"
    CARE = "care"
    ILL = "ill"


@dataclass(frozen=True)
class Finding:
    about: str
    state: State
    said: str
    advice: str = ""


def examine() -> Iterator[Finding]:
    """Everything that can be looked at, the next as soon as it is known. Nothing is changed."""
    yield from disk()
    yield from files()
    yield from backups()
    yield from mail()
    yield from single_sign_on()
    yield from addresses()
    try:
        if settings.USES_EMBEDDED_DATABASE:
            embedded.use(Path(settings.DATA_DIR))
        else:
            starting.refuse_unreachable_database()
    except (embedded.EmbeddedError, starting.NotReadyError) as error:
        yield Finding("database", State.ILL, str(error), "Nothing that needs it was looked at.")
        return
    yield from durability()
    missing = unapplied_migrations(connection)
    yield migrations(missing)
    if not missing:
        for look in NEEDING_ROWS:
            yield look()


def disk() -> Iterator[Finding]:
    folder = Path(settings.DATA_DIR)
    said = f"{folder}: {room.share_in_use(folder):.0%} in use, {room.megabytes_left(folder)} MB left."
    state = State.ILL if room.is_full(folder) else State.CARE if room.is_short(folder) else State.WELL
    advice = "" if state is State.WELL else "Make room: a full disk stops the database, and saving with it."
    yield Finding("disk", state, said, advice)


def files() -> Iterator[Finding]:
    """Where they are kept in a bucket; the disk is looked at anyway."""
    if not settings.S3_BUCKET:
        return
    bucket: Any = storages["default"]
    try:
        bucket.ask()
    except StorageAway as error:
        advice = "Check NEWSREVIEW_S3_* and the keys: nothing is imported or released meanwhile (docs/operations.md)."
        yield Finding("files", State.ILL, str(error), advice)
    else:
        yield Finding("files", State.WELL, f"The bucket {settings.S3_BUCKET} answers.")


def backups() -> Iterator[Finding]:
    """Of the daily ones. Whoever wants none of them makes backups in another way."""
    if not settings.BACKUPS_DAILY:
        return
    newest = next((kept.made_at for kept in keeping.kept()), None)
    last = keeping.last()
    if last and not last.done:
        yield Finding(
            "backups",
            State.ILL,
            keeping.told_of_last(),
            f"Put that right, then run `manage.py backup --daily`{as_owner()}.",
        )
    elif newest is None or timezone.now() - newest > BACKUP_MISSING:
        said = f"The newest is of {newest:%Y-%m-%d %H:%M} UTC." if newest else "There is none yet."
        yield Finding("backups", State.CARE, said, how_backups_are_made())
    else:
        yield Finding("backups", State.WELL, f"The newest is of {newest:%Y-%m-%d %H:%M} UTC.")


def as_owner() -> str:
    return " with DATABASE_OWNER_URL" if settings.EXPORT_ROLE and not settings.DATABASE_OWNER else ""


def how_backups_are_made() -> str:
    if settings.USES_EMBEDDED_DATABASE:
        return "One is made each night while a worker runs: see `worker` below."
    return (
        "Let a timer run `manage.py backup --daily` with DATABASE_OWNER_URL (docs/operations.md), "
        "or set NEWSREVIEW_BACKUPS_DAILY=0 where your server is backed up in another way."
    )


def mail() -> Iterator[Finding]:
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        advice = "Set NEWSREVIEW_MAIL_URL, so that invitations and notices reach people."
        yield Finding("mail", State.CARE, "No mail server is set: what would be mailed is printed.", advice)
        return
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    server = get_connection(timeout=5)
    try:
        server.open()
    except (OSError, SMTPException) as error:
        yield Finding("mail", State.ILL, f"{where} does not take mail: {error}", "Check NEWSREVIEW_MAIL_URL.")
    else:
        server.close()
        yield Finding("mail", State.WELL, f"{where} answers.")


def single_sign_on() -> Iterator[Finding]:
    """Only where there is an issuer; with what it must not be led astray by."""
    if not settings.SINGLE_SIGN_ON:
        return
    named = settings.SINGLE_SIGN_ON["issuer"]
    try:
        with issuer.listening():
            told = issuer.description()
            beyond = sorted({told[name] for name in issuer.ENDPOINTS if not issuer.is_of_the_issuer(told[name])})
    except NotLetIn as refusal:
        yield Finding("single sign-on", State.ILL, f"{named}: {refusal.why}.", "Check NEWSREVIEW_OIDC_ISSUER.")
        return
    if beyond:
        said = f"{named} works with hosts that are not allowed: {', '.join(beyond)}"
        yield Finding("single sign-on", State.ILL, said, "Name their origins in NEWSREVIEW_OIDC_ALSO.")
    else:
        yield Finding("single sign-on", State.WELL, f"{named} answers.")


def addresses() -> Iterator[Finding]:
    served = ", ".join(settings.ALLOWED_HOSTS)
    beyond = set(settings.ALLOWED_HOSTS) - {"localhost", "127.0.0.1", "[::1]"}
    if beyond and not settings.HTTPS:
        advice = "Put a proxy that speaks HTTPS in front and set NEWSREVIEW_HTTPS=1 (docs/operations.md)."
        yield Finding("addresses", State.CARE, f"{served}, without HTTPS: passwords travel in the clear.", advice)
    else:
        yield Finding("addresses", State.WELL, f"{served}{', with HTTPS' if settings.HTTPS else ''}")


def durability() -> Iterator[Finding]:
    found = read_settings(connection)
    findings: Findings = judge_settings(found, embedded=settings.USES_EMBEDDED_DATABASE)
    major, minor = divmod(int(found["server_version_num"]), 10_000)
    if not findings.refusals:
        yield Finding("database", State.WELL, f"PostgreSQL {major}.{minor}, keeps what it acknowledges.")
    for sentence in findings.refusals:
        yield Finding("database", State.ILL, sentence)
    for sentence in findings.warnings:
        yield Finding("database", State.CARE, sentence)


def migrations(missing: list[str]) -> Finding:
    if missing:
        said = f"{len(missing)} are not applied ({', '.join(missing[:3])})."
        first = "Make a backup, then run" if connection.introspection.table_names() else "Run"
        return Finding("migrations", State.ILL, said, f"{first} `manage.py migrate`{as_owner()}.")
    return Finding("migrations", State.WELL, "All are applied.")


def clock() -> Finding:
    before = time.time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float")
        theirs: float = cursor.fetchone()[0]
    apart = theirs - (before + time.time()) / 2
    said = f"{abs(apart):.1f} s from the database's."
    if abs(apart) > CLOCKS_APART:
        return Finding("clock", State.CARE, said, "Set both machines by NTP: sign-in codes and expiries go by it.")
    return Finding("clock", State.WELL, said)


def worker() -> Finding:
    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gt=timezone.now() - WORKER_SILENT).count()
    if alive:
        return Finding("worker", State.WELL, f"{alive} carry out jobs.")
    advice = "What serves the app brings one: start it; elsewhere run `manage.py procrastinate worker`."
    return Finding("worker", State.ILL, "Nobody carries out jobs: imports, releases and mail wait.", advice)


def jobs() -> Finding:
    failed = ProcrastinateJob.objects.filter(status="failed").count()
    deferred = ProcrastinateEvent.objects.filter(type="deferred", at__lt=timezone.now() - JOB_WAITS)
    late = deferred.filter(job__status="todo", job__scheduled_at=None)
    if failed:
        advice = "`manage.py procrastinate shell`: list_jobs status=failed, then retry."
        return Finding("jobs", State.CARE, f"{failed} failed and wait for you.", advice)
    if waiting := late.count():
        return Finding("jobs", State.CARE, f"{waiting} wait for more than ten minutes.", "Run another worker.")
    return Finding("jobs", State.WELL, "None failed, none waits long.")


def administrators() -> Finding:
    number = User.objects.filter(is_superuser=True, is_active=True).count()
    if number:
        return Finding("people", State.WELL, f"{number} administrators.")
    by_link = "`manage.py sign_in_link --first-administrator` prints a link that makes one."
    advice = by_link if signing_in.links_open_here() else "`manage.py createsuperuser` makes one."
    return Finding("people", State.ILL, "There is no administrator.", advice)


NEEDING_ROWS: tuple[Callable[[], Finding], ...] = (clock, worker, jobs, administrators)
