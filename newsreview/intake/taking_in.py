"""Taking an upload in, in the background: it can be watched and cancelled, and goes on where it was broken off."""

import logging
from functools import partial
from threading import Event
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Sum
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from newsreview.accounts.models import User
from newsreview.background import Interrupted, in_a_thread, refuse_when
from newsreview.intake.holding import Busy, alone
from newsreview.intake.importing import import_found, why
from newsreview.intake.models import Import, ImportEnd, Upload
from newsreview.intake.uploading import chosen_for, defaults_of, found_in
from newsreview.object_storage import StorageAway

log = logging.getLogger(__name__)


NOT_NOW = (InterfaceError, OperationalError, StorageAway, Interrupted, Busy)
"""The job is tried again."""


@transaction.atomic
def ask_for_import(*, upload: Upload, by: User) -> Import:
    """Once; asked again, it answers with the same."""
    Upload.objects.select_for_update().get(pk=upload.pk)
    asked, is_new = Import.objects.get_or_create(upload=upload, defaults={"project": upload.project, "by": by})
    if is_new:
        take_in.configure(lock=f"import {asked.pk}").defer(of=str(asked.pk))
    return asked


def cancel(*, of: Import, by: User) -> ImportEnd:
    """What is stored stays. One that has ended already is left as it is."""
    end, _is_new = ImportEnd.objects.get_or_create(of=of, defaults={"cancelled_by": by})
    return end


def records_in(upload: Upload) -> int:
    """How many records there are to be seen, sound and refused."""
    there = upload.files.filter(left_out=False).aggregate(records=Sum(F("records") + F("refused")))
    return there["records"] or 0


@app.task(name="take_in", retry=RetryStrategy(wait=10, retry_exceptions=set(NOT_NOW)))
async def take_in(of: str) -> None:
    await in_a_thread(partial(go_on_with, UUID(of)))


def go_on_with(import_id: UUID, stopped: Event) -> None:
    """Raises what the job is to be tried again for; anything else is the end of the import."""
    of = Import.objects.select_related("project", "upload__project").get(pk=import_id)
    upload = of.upload
    if upload is None:
        raise ValueError(f"{of} has no upload.")

    def go_on() -> bool:
        refuse_when(stopped)
        return not ImportEnd.objects.filter(of=of).exists()

    with alone(of):
        if not go_on():
            return
        try:
            import_found(found_in(upload), of=of, defaults=defaults_of(upload), chosen=chosen_for(upload), go_on=go_on)
        except NOT_NOW:
            raise
        except Exception as error:
            log.exception("%s could not go on.", of)
            ImportEnd.objects.get_or_create(of=of, defaults={"why": why(error)})
        else:
            ImportEnd.objects.get_or_create(of=of)
