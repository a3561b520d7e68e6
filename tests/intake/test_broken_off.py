"""Imports that end before their time, while whoever asked waits."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import connection

from newsreview.intake import batches
from newsreview.intake.finding import Found
from newsreview.intake.holding import alone
from newsreview.intake.importing import import_at_once
from newsreview.intake.models import Import, ImportQuerySet
from newsreview.intake.records import Details, Refusal
from newsreview.projects.models import Project


@pytest.mark.parametrize(
    ("broken_off_by", "why"),
    [(KeyboardInterrupt(), "It was broken off."), (RuntimeError("a bug"), "RuntimeError: a bug")],
)
def test_an_import_that_is_broken_off_ends_and_says_why(
    project: Project, broken_off_by: BaseException, why: str
) -> None:
    def found() -> Iterator[Found | Refusal]:
        yield from [Refusal(reason="bad")] * batches.MOST_RECORDS
        raise broken_off_by

    of = Import.objects.create(project=project)
    with pytest.raises(type(broken_off_by)):
        import_at_once(found(), of=of, defaults=Details())
    of.refresh_from_db()
    assert (of.state, of.end.why) == ("failed", why)


BRING = """
import sys, django
django.setup()
from django.conf import settings
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from newsreview.intake.holding import alone
from newsreview.intake.importing import import_at_once
from newsreview.intake.models import Import, ImportQuerySet
from newsreview.intake.records import Details, Refusal
def found():
    yield Refusal(reason="bad")
    print("on", flush=True)
    input()
import_at_once(found(), of=Import.objects.get(pk=sys.argv[2]), defaults=Details())
"""


@pytest.mark.django_db(transaction=True)
def test_an_import_whose_process_is_killed_is_no_longer_under_way(project: Project) -> None:
    def state() -> str:
        return ImportQuerySet(Import).with_totals().get(pk=of.pk).state

    of = Import.objects.create(project=project)
    command = [sys.executable, "-c", BRING, connection.settings_dict["NAME"], str(of.pk)]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTEST_XDIST_WORKER": "brings"}
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as bringing:
        assert bringing.stdout
        assert bringing.stdout.readline() == b"on\n"
        assert state() == "running"
        bringing.kill()
    deadline = time.monotonic() + 30  # until PostgreSQL has noticed
    while state() == "running" and time.monotonic() < deadline:
        time.sleep(0.05)
    assert state() == "broken off"


def test_each_import_has_a_lock_of_its_own(project: Project) -> None:
    imports = [
        Import.objects.create(project=project, pk=UUID(int=n)) for n in (2**128 - 1, 2**63, 2**63 - 2, 2**64 + 1)
    ]
    with alone(imports[0]), alone(imports[2]):
        told = ImportQuerySet(Import).with_totals()
        held = [told.get(pk=each.pk).is_in_hand for each in imports]
    assert held == [True, False, True, False]
    assert [each.is_in_hand for each in told.all()] == [False] * 4
