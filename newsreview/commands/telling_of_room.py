"""The log tells in time that the disk fills up."""

import logging
from pathlib import Path

from django.conf import settings
from procrastinate.contrib.django import app

from newsreview import room

log = logging.getLogger(__name__)


@app.periodic(cron="*/10 * * * *")
@app.task(name="tell_of_room", queueing_lock="tell_of_room")
def tell_of_room(timestamp: int) -> None:  # noqa: ARG001 -- the minute it belongs to, which every periodic job is told
    folder = Path(settings.DATA_DIR)
    if room.is_short(folder):
        log.warning(
            "%.0f %% of the disk of %s are in use, %d MB are left. Once it is full, nothing can be saved: make room.",
            100 * room.share_in_use(folder),
            folder,
            room.megabytes_left(folder),
        )
