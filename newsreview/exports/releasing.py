"""Asking for a release, building it in the background, and withdrawing it."""

from uuid import UUID

import msgspec
from asgiref.sync import sync_to_async
from django.db import transaction
from django.db.models import Max
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from newsreview.accounts.models import User
from newsreview.exports.building import AWAY, build
from newsreview.exports.choosing import Choices
from newsreview.exports.models import Release, Withdrawal
from newsreview.projects.models import Project


class CannotRelease(ValueError):
    """Nothing was done; the message says why."""


@transaction.atomic
def request_release(*, project: Project, by: User, name: str, notes: str = "", choices: Choices) -> Release:
    """It gets the next number of its project, and is built as soon as those before it are. Raises CannotRelease."""
    Project.objects.select_for_update().get(pk=project.pk)
    theirs = Release.objects.filter(project=project)
    if theirs.filter(name=name).exists():
        raise CannotRelease(f"There is a release “{name}” already: choose another name.")
    last = theirs.aggregate(last=Max("number"))["last"] or 0
    chosen = msgspec.to_builtins(choices)
    release = Release.objects.create(
        project=project, number=last + 1, name=name, notes=notes, choices=chosen, requested_by=by
    )
    # One after another: the later one is compared with the earlier one, and keeps its sides.
    build_release.configure(lock=f"releases of {project.pk}").defer(release=str(release.pk))
    return release


@app.task(name="build_release", retry=RetryStrategy(max_attempts=12, exponential_wait=2, retry_exceptions=set(AWAY)))
async def build_release(release: str) -> None:
    await sync_to_async(build)(UUID(release))


@transaction.atomic
def withdraw(*, release: Release, by: User, why: str) -> Withdrawal:
    """Say that it should not be used any more, and why. Raises CannotRelease."""
    standing = Release.objects.select_for_update(of=("self",)).with_end().get(pk=release.pk)
    if not standing.is_built:
        raise CannotRelease("Only a release that is built can be withdrawn.")
    if standing.is_withdrawn:
        raise CannotRelease("This release is withdrawn already.")
    if not why.strip():
        raise CannotRelease("Say why the release is withdrawn.")
    return Withdrawal.objects.create(release=release, by=by, why=why)
