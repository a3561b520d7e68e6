"""D13: which daily backups stay, when the next is due, and how the last one went."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from procrastinate.contrib.django import app

from newsreview.backups import daily, keeping
from newsreview.backups.errors import NoRoom, in_words, refuse_without_room

NOW = datetime(2026, 11, 23, 3, 23, tzinfo=UTC)  # a Monday
DAYS = [NOW - timedelta(days=number) for number in range(60)]


def test_seven_days_and_four_weeks_stay() -> None:
    staying = set(DAYS) - keeping.superfluous(DAYS, daily=7, weekly=4)

    ages = sorted((NOW - moment).days for moment in staying)
    # The newest of each week: today, and the three Sundays before.
    assert ages == [0, 1, 2, 3, 4, 5, 6, 8, 15]


def test_days_without_a_backup_do_not_count() -> None:
    made = [NOW - timedelta(days=30 * number) for number in range(10)]

    assert keeping.superfluous(made, daily=7, weekly=4) == set(made[7:])


def test_of_one_day_the_newest_stays() -> None:
    twice = [NOW, NOW - timedelta(hours=1)]

    assert keeping.superfluous(twice, daily=7, weekly=4) == {twice[1]}


@pytest.mark.parametrize(("daily", "weekly"), [(0, 0), (1, 0), (0, 1), (-3, -1)])
def test_the_newest_stays_whatever_the_numbers_say(daily: int, weekly: int) -> None:
    assert keeping.superfluous(DAYS, daily=daily, weekly=weekly) >= set(DAYS[2:])
    assert NOW not in keeping.superfluous(DAYS, daily=daily, weekly=weekly)
    assert keeping.superfluous([NOW], daily=daily, weekly=weekly) == set()


@pytest.mark.parametrize(
    ("now", "newest", "due"),
    [
        ("2026-11-23 09:00", None, True),
        ("2026-11-23 02:59", "2026-11-22 03:10", False),
        ("2026-11-23 03:00", "2026-11-22 03:10", True),
        ("2026-11-23 23:59", "2026-11-23 03:10", False),
        ("2026-11-24 02:59", "2026-11-23 23:10", False),
        ("2026-11-24 09:00", "2026-11-23 23:10", True),
        ("2026-11-23 09:00", "2026-11-24 09:00", False),
    ],
)
def test_one_a_day_is_due_from_three_o_clock_on(now: str, newest: str | None, due: bool) -> None:  # noqa: FBT001
    here = timezone(timedelta(hours=1))
    made = datetime.fromisoformat(newest).replace(tzinfo=here).astimezone(UTC) if newest else None

    assert keeping.is_due(datetime.fromisoformat(now).replace(tzinfo=here), made) is due


def test_the_app_asks_every_hour_whether_one_is_due() -> None:
    [asked] = [task for task in app.periodic_registry.periodic_tasks.values() if task.task.name == "back_up_daily"]

    assert asked.cron == "23 * * * *"
    assert daily.__name__ in settings.PROCRASTINATE_IMPORT_PATHS


def test_only_files_with_a_name_of_ours_are_removed(tmp_path: Path, settings: Any) -> None:
    settings.BACKUP_DIR, settings.BACKUPS_DAILY, settings.BACKUPS_WEEKLY = tmp_path, 2, 1
    old, newer, newest = (tmp_path / keeping.name_at(moment) for moment in (DAYS[40], DAYS[1], DAYS[0]))
    mine = tmp_path / "newsreview-2020-13-45T000000Z.tar"
    for path in (old, newer, newest, mine, tmp_path / "mine.tar"):
        path.touch()

    assert keeping.remove_superfluous() == [old]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["mine.tar", mine.name, newer.name, newest.name])
    assert [kept.path for kept in keeping.kept()] == [newest, newer]


def test_how_the_last_one_went_is_told(tmp_path: Path, settings: Any) -> None:
    settings.BACKUP_DIR = tmp_path / "backups"
    assert keeping.told_of_last() == f"No daily backup was made yet. They are kept in {tmp_path}/backups."

    keeping.note(done=False, words="The disk is full.")
    assert keeping.told_of_last().startswith("The last daily backup failed (20")
    assert keeping.told_of_last().endswith(" UTC). The disk is full.")

    (tmp_path / "backups" / keeping.LAST).write_text("{")
    assert keeping.last() is None


def test_too_little_room_is_said_in_numbers() -> None:
    refuse_without_room(Path("/backups"), needed=5_000_000, free=5_000_000, what="the backup")
    with pytest.raises(NoRoom) as refusal:
        refuse_without_room(Path("/backups"), needed=5_210_000_000, free=900_000_000, what="the backup")
    assert str(refusal.value) == (
        "There is too little room in /backups: the backup needs about 5.2 GB, 900.0 MB are free. "
        "Make room, or choose another disk."
    )
    assert [in_words(size) for size in (0, 999, 1000, 3.2e12)] == ["0 bytes", "999 bytes", "1.0 kB", "3.2 TB"]
