"""The folder of daily backups: their names, which of them stay, and how the last one went."""

import re
from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec
from django.conf import settings

from newsreview.exports.saving import whole_or_not_at_all

NAME = re.compile(r"newsreview-(\d{4}-\d\d-\d\dT\d{6}Z)\.tar")
WRITTEN = "%Y-%m-%dT%H%M%SZ"
LAST = "last.json"


class Kept(NamedTuple):
    made_at: datetime
    path: Path


class Last(msgspec.Struct, frozen=True):
    """How the last attempt at a daily backup went."""

    at: datetime
    done: bool
    words: str


def folder() -> Path:
    """NEWSREVIEW_BACKUP_DIR, or “backups” in the data folder."""
    return Path(settings.BACKUP_DIR)


def make_folder() -> Path:
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder()


def name_at(moment: datetime) -> str:
    return f"newsreview-{moment.astimezone(UTC).strftime(WRITTEN)}.tar"


def kept() -> list[Kept]:
    """The daily backups that are there, newest first. Each of them was proved before it got its name."""
    there = folder().iterdir() if folder().is_dir() else []
    return sorted((Kept(moment, path) for path in there if (moment := _moment(path.name))), reverse=True)


def _moment(name: str) -> datetime | None:
    match = NAME.fullmatch(name)
    try:
        return datetime.strptime(match.group(1), WRITTEN).replace(tzinfo=UTC) if match else None
    except ValueError:
        return None


def superfluous(made: Iterable[datetime], *, daily: int, weekly: int) -> set[datetime]:
    """Which of these backups may go: all but the newest of each of so many days, and of each of so many weeks, that
    have one; the newest of all stays whatever the numbers say."""
    newest_first = sorted(made, reverse=True)
    staying = set(newest_first[:1])
    staying |= set(_newest_of(newest_first, lambda moment: moment.date())[: max(0, daily)])
    staying |= set(_newest_of(newest_first, lambda moment: moment.isocalendar()[:2])[: max(0, weekly)])
    return set(newest_first) - staying


def _newest_of(newest_first: list[datetime], period: Callable[[datetime], Hashable]) -> list[datetime]:
    found: dict[Hashable, datetime] = {}
    for moment in newest_first:
        found.setdefault(period(moment), moment)
    return list(found.values())


def remove_superfluous() -> list[Path]:
    """Only files that have a name of ours, and never the newest."""
    there = {one.made_at: one.path for one in kept()}
    gone = superfluous(there, daily=settings.BACKUPS_DAILY, weekly=settings.BACKUPS_WEEKLY)
    paths = [there[moment] for moment in sorted(gone)]
    for path in paths:
        path.unlink(missing_ok=True)
    return paths


def is_due(now: datetime, newest: datetime | None, *, hour: int = 3) -> bool:
    """Once a day, from this hour of its time zone on; a desk that sleeps then makes it when it wakes."""
    return newest is None or _day(now, hour) > _day(newest.astimezone(now.tzinfo), hour)


def _day(moment: datetime, hour: int) -> date:
    return (moment - timedelta(hours=hour)).date()


def note(*, done: bool, words: str) -> None:
    with whole_or_not_at_all(make_folder() / LAST) as file:
        file.write(msgspec.json.encode(Last(datetime.now(UTC), done, words)))


def last() -> Last | None:
    """None before the first, and where it cannot be read."""
    try:
        return msgspec.json.decode((folder() / LAST).read_bytes(), type=Last)
    except (OSError, msgspec.MsgspecError):
        return None


def told_of_last() -> str:
    """How the last daily backup went, in a sentence."""
    if (attempt := last()) is None:
        return f"No daily backup was made yet. They are kept in {folder()}."
    went = "The last daily backup" if attempt.done else "The last daily backup failed"
    return f"{went} ({attempt.at:%Y-%m-%d %H:%M} UTC). {attempt.words}"
