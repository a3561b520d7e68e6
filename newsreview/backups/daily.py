"""A backup a day, of the database that comes with the app: a job, asked for each hour and done when it is due."""

import logging
from contextlib import suppress
from datetime import datetime
from functools import partial
from threading import Event

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from newsreview.background import in_a_thread, refuse_when
from newsreview.backups import keeping
from newsreview.backups.errors import BackupError, in_words
from newsreview.backups.making import Made, make_backup
from newsreview.backups.watching import UntilStopped, Watching

log = logging.getLogger(__name__)


@app.periodic(cron="23 * * * *")
@app.task(name="back_up_daily", queueing_lock="back_up_daily", lock="back_up_daily")
async def back_up_daily(timestamp: int) -> None:  # noqa: ARG001 -- the hour it belongs to, which periodic jobs are told
    if settings.BACKUPS_DAILY and settings.USES_EMBEDDED_DATABASE:
        await in_a_thread(back_up_if_due)


def back_up_if_due(stopped: Event) -> None:
    there = keeping.kept()
    if keeping.is_due(timezone.localtime(), there[0].made_at if there else None):
        try:
            back_up(UntilStopped(partial(refuse_when, stopped)))
        except BackupError as error:
            log.error("The daily backup failed. %s", error)  # noqa: TRY400 -- the sentence says it all


def back_up(watching: Watching) -> Made:
    """Into the folder of backups, proved; then those that are too old go. Raises a BackupError, and notes it."""
    try:
        made = make_backup(keeping.make_folder() / keeping.name_at(_now()), watching=watching)
    except (BackupError, OSError) as error:
        with suppress(OSError):  # the disk may be so full that not even this can be noted
            keeping.note(done=False, words=str(error))
        if isinstance(error, OSError):
            raise BackupError(str(error)) from error
        raise
    keeping.remove_superfluous()
    keeping.note(done=True, words=told(made))
    return made


def told(made: Made) -> str:
    """In a sentence for each thing that an administrator should know."""
    counts = made.manifest.contents.tables
    rows = {name: counts[table].rows for name, table in TABLES.items() if table in counts}
    listed = ", ".join(f"{number} {name}" for name, number in rows.items())
    files = sum(files.number for files in made.manifest.files.values())
    words = f"{made.path} is written: {in_words(made.bytes)}, {listed}, {files} files."
    words += " It was restored to try it, and is the same." if made.proved else " It was not tried."
    if missing := made.manifest.missing:
        words += f" {len(missing)} files which the database names are missing or damaged on this machine: "
        words += ", ".join(missing[:3]) + (" …" if len(missing) > 3 else ".")
    return words


TABLES = {
    "projects": "projects_project",
    "articles": "corpus_article",
    "annotation sets": "annotation_annotationset",
    "spans": "annotation_span",
    "edits": "annotation_edit",
}


def _now() -> datetime:
    return timezone.now()
