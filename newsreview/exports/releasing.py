"""Asking for a release, building it in the background, and withdrawing it."""

from functools import partial
from uuid import UUID

import msgspec
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from newsreview.accounts.models import User
from newsreview.annotation.refusals import Conflict, Unacceptable
from newsreview.background import in_a_thread
from newsreview.exports.building import NOT_NOW, build
from newsreview.exports.choosing import Choices
from newsreview.exports.formats import FORMATS
from newsreview.exports.formats.format import LibraryMissing
from newsreview.exports.models import Release, Withdrawal
from newsreview.projects.models import Project


@transaction.atomic
def request_release(*, project: Project, by: User, name: str, notes: str = "", choices: Choices) -> Release:
    """It gets the next number of its project, and is built as soon as those before it are. Raises Conflict and
    Unacceptable."""
    Project.objects.select_for_update().get(pk=project.pk)
    refuse_what_cannot_be_made(name, choices)
    refuse_a_name_that_is_taken(project, name)
    last = Release.objects.filter(project=project).aggregate(last=Max("number"))["last"] or 0
    chosen = msgspec.to_builtins(choices)
    release = Release.objects.create(
        project=project, number=last + 1, name=name, notes=notes, choices=chosen, requested_by=by
    )
    # One after another: the later one is compared with the earlier one, and keeps its sides.
    build_release.configure(lock=f"releases of {project.pk}").defer(release=str(release.pk))
    return release


def refuse_what_cannot_be_made(name: str, choices: Choices) -> None:
    if not name.strip():
        raise Unacceptable("Give the release a name.")
    try:
        for form in choices.formats:
            FORMATS[form].refuse_without_libraries()
    except LibraryMissing as error:
        raise Unacceptable(str(error)) from error


def refuse_a_name_that_is_taken(project: Project, name: str) -> None:
    """A release that failed keeps its own too: what was asked for is never changed."""
    taken = Release.objects.filter(project=project, name=name).with_end().first()
    if taken and taken.has_failed:
        raise Conflict(
            _("There is a release “%(name)s” already, which could not be built: choose another name.") % {"name": name}
        )
    if taken:
        raise Conflict(_("There is a release “%(name)s” already: choose another name.") % {"name": name})


@app.task(name="build_release", retry=RetryStrategy(wait=10, retry_exceptions=set(NOT_NOW)))
async def build_release(release: str) -> None:
    await in_a_thread(partial(build, UUID(release)))


@transaction.atomic
def withdraw(*, release: Release, by: User, why: str) -> Withdrawal:
    """Say that it should not be used any more, and why. Raises Conflict, and Unacceptable without a reason."""
    standing = Release.objects.select_for_update(of=("self",)).with_end().get(pk=release.pk)
    if not standing.is_built:
        raise Conflict("Only a release that is built can be withdrawn.")
    if standing.is_withdrawn:
        raise Conflict("This release is withdrawn already.")
    if not why.strip():
        raise Unacceptable("Say why the release is withdrawn.")
    return Withdrawal.objects.create(release=release, by=by, why=why)
