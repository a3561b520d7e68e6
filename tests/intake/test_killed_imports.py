"""D10: an import whose worker is killed, again and again, comes to what an undisturbed one does."""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from random import Random
from threading import Event
from time import sleep

import pytest
from django.db import connection

from newsreview.accounts.models import User
from newsreview.annotation.models import Span
from newsreview.corpus.models import Article, RawFile
from newsreview.intake.models import Import, ImportQuerySet
from newsreview.intake.taking_in import ask_for_import, go_on_with
from newsreview.intake.uploading import start_upload
from newsreview.projects.models import Project, Task
from newsreview.projects.setting_up import create_project

pytestmark = pytest.mark.django_db(transaction=True)
RECORDS = 3000
LONGEST = 0.25  # seconds from the beginning of the work to the killing

RUN = """
import sys, django
django.setup()
from django.conf import settings
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
settings.STORAGES["default"]["OPTIONS"]["location"] = sys.argv[2]
from threading import Event
from uuid import UUID
from newsreview.intake import batches
from newsreview.intake.taking_in import go_on_with
batches.MOST_RECORDS = 50
connection.ensure_connection()
print("on", flush=True)
go_on_with(UUID(sys.argv[3]), Event())
"""


def raw() -> bytes:
    """Sound lines and bad ones, some of them twice, and some that are marked."""
    lines = [f'{{"text": "text {n % 2900} {"x" * 400}", "outlet": "Post"}}' for n in range(RECORDS)]
    lines[7::50] = ["oops"] * len(lines[7::50])
    lines[11::300] = [line.replace("}", ', "label": [[0, 4, "source"]]}') for line in lines[11::300]]
    return "\n".join(lines).encode()


def asked(project: Project, by: User) -> Import:
    return ask_for_import(upload=start_upload(project=project, by=by, files=[("a.jsonl", BytesIO(raw()))]), by=by)


def killed_once(of: Import, raw_folder: Path, seconds: float) -> bool:
    """Whether there was something left to be killed."""
    arguments = [sys.executable, "-c", RUN, connection.settings_dict["NAME"], str(raw_folder), str(of.pk)]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    with subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE) as worker:
        assert worker.stdout
        assert worker.stdout.readline() == b"on\n"
        sleep(seconds)
        over = worker.poll() is not None
        worker.kill()  # nothing, where it is over: it may have met the lock of the one before
    return not over


def come_to(of: Import) -> tuple[object, ...]:
    done = ImportQuerySet(Import).with_totals().get(pk=of.pk)
    counts = (done.state, done.seen_in_all, done.imported_in_all, done.present_in_all, done.refused_in_all)
    refused = list(done.refused_records.values_list("number", "line", "reason", "byte_start", "byte_end"))
    tasks = Task.objects.filter(project=of.project).values_list("article__text", flat=True)
    marked = Span.objects.filter(annotation_set__task__project=of.project).values_list("quote", flat=True)
    return counts, refused, sorted(tasks), (done.sets_in_all, list(marked))


@pytest.mark.parametrize("kills", [10, pytest.param(50, marks=pytest.mark.faults)])
def test_a_worker_that_is_killed_at_random_moments_loses_and_doubles_nothing(
    raw_folder: Path, project: Project, manager: User, kills: int
) -> None:
    random = Random(kills)
    of = asked(project, manager)
    left = [killed_once(of, raw_folder, random.uniform(0, LONGEST * 10 / kills)) for _ in range(kills)]
    go_on_with(of.pk, Event())
    disturbed = come_to(of)
    texts = sorted(Article.objects.values_list("text", flat=True))
    assert left[0]
    assert RawFile.objects.count() == 1

    undisturbed = asked(create_project(slug="other"), manager)
    go_on_with(undisturbed.pk, Event())

    counts, *rest = come_to(undisturbed)
    assert counts == ("finished", RECORDS, 0, 2940, 60)
    assert rest[-1] == (10, ["text"] * 10)
    assert disturbed[1:] == tuple(rest)
    assert disturbed[0] == ("finished", RECORDS, len(texts), 2940 - len(texts), 60)
    assert sorted(Article.objects.values_list("text", flat=True)) == texts == sorted(set(texts))
