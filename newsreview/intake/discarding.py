"""Throwing away the files that articles came from, a while after they were brought in. The articles stay as they are.

Nothing is thrown away unless the installation says after how many days (NEWSREVIEW_KEEP_RAW_DAYS).
"""

from datetime import timedelta

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from newsreview.corpus.models import RawFile
from newsreview.intake import keeping
from newsreview.intake.models import Import, RefusedRecord, UploadedFile


@app.periodic(cron="0 4 * * *")  # UTC
@app.task(name="discard_raw_files", queueing_lock="discard_raw_files")
async def discard_raw_files(timestamp: int) -> None:  # noqa: ARG001 -- the moment it belongs to
    await sync_to_async(discard_what_is_old)()


def discard_what_is_old() -> None:
    if settings.KEEP_RAW_DAYS is not None:
        discard(days=settings.KEEP_RAW_DAYS)


def discard(*, days: int) -> int:
    """How many files went: those of imports that all ended more than so many days ago. Doing it again does no harm."""
    before = timezone.now() - timedelta(days=days)
    young = Import.objects.filter(Q(end=None) | Q(end__at__gte=before))
    waiting = UploadedFile.objects.filter(Q(upload__taken_in=None) | Q(upload__taken_in__in=young))
    refused = RefusedRecord.objects.exclude(raw_sha256="")
    in_use = {
        *waiting.exclude(raw_sha256="").values_list("raw_sha256", flat=True),
        *refused.filter(of__in=young).values_list("raw_sha256", flat=True),
        *RawFile.objects.filter(created_at__gte=before).values_list("sha256", flat=True),
    }
    ever = {
        *RawFile.objects.values_list("sha256", flat=True),
        *refused.values_list("raw_sha256", flat=True),
        *UploadedFile.objects.exclude(raw_sha256="").values_list("raw_sha256", flat=True),
    }
    going = (ever - in_use) & keeping.all_there()
    for sha256 in going:
        default_storage.delete(keeping.place(sha256))
    return len(going)
