"""Building a release: gather, divide, compare with the one before, describe. All of its files are there or none.

Doing it twice does nothing twice: a build that was killed left nothing that counts, and begins again.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any
from uuid import UUID

import msgspec
from django.core.cache import caches
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from newsreview.background import Interrupted, refuse_when
from newsreview.corpus import finding_copies
from newsreview.exports import manifest
from newsreview.exports.card import card
from newsreview.exports.changes import HOW, articles_in, articles_of, compare
from newsreview.exports.choosing import Choices
from newsreview.exports.dividing import certify, divide, moves, sides_of, write_articles, write_splits
from newsreview.exports.formats.format import LibraryMissing
from newsreview.exports.forming import write_formats
from newsreview.exports.gathering import Gathered, gather
from newsreview.exports.models import Outcome, Release
from newsreview.exports.moment import one_moment
from newsreview.exports.records import write
from newsreview.exports.shelving import CARD, MANIFEST, SUMS, Shelf, shelf_of
from newsreview.exports.stopping import NotAnyMore, refuse_who_is_no_manager_now
from newsreview.object_storage import StorageAway

log = logging.getLogger(__name__)

CHANGES = "changes.jsonl"
GATHERED = "gathered.part"
SECONDS_BETWEEN_TELLING = 0.5
MOVES_SHOWN = 100
NOT_NOW = (InterfaceError, OperationalError, StorageAway, Interrupted)
"""The database or the files do not answer, or the worker is to end: the job is tried again."""


def build(release_id: UUID, stopped: Event | None = None) -> None:
    """Raises what the job is to be tried again for; anything else is the release's outcome."""
    release = Release.objects.select_related("project", "outcome").get(pk=release_id)
    if hasattr(release, "outcome"):
        return
    try:
        with shelf_of(release) as shelf:
            made = fill(shelf, release, stopped or Event())
            refuse_who_is_no_manager_now(release.requested_by_id, release.project)
    except NOT_NOW:
        raise
    except Exception as error:
        log.exception("Release %s could not be built.", release)
        Outcome.objects.create(release=release, why=why_not(error))
    else:
        Outcome.objects.create(release=release, manifest=made)


def why_not(error: Exception) -> str:
    """As people are told it; what nobody has foreseen is named by its kind, too."""
    return str(error) if isinstance(error, LibraryMissing | NotAnyMore) else f"{type(error).__name__}: {error}"


def fill(shelf: Shelf, release: Release, stopped: Event) -> dict[str, Any]:
    """Write every file of the release; its manifest."""
    choices = msgspec.convert(release.choices, Choices)
    previous = Release.objects.before(release).standing().order_by("number").last()
    if choices.shares:
        compare_what_is_left(stopped)
    with gathered_in(shelf.folder / GATHERED) as path:
        with one_moment(besides=1) as connections:
            gathered = gather(release.project, choices, path, connections, tell=Telling(release), stopped=stopped)
        content = write_files(shelf, release, gathered)
        shelf.add(SUMS, manifest.sums(shelf.files))
        frozen = list(shelf.files)
        changes = write_changes(shelf, release, gathered, previous) if previous else None
    whole = manifest.of_release(release, timezone.now().isoformat(), content | {"changes": changes})
    shelf.add(CARD, card(whole).encode())
    whole["beside"] = [file._asdict() for file in shelf.files if file not in frozen]
    shelf.add(MANIFEST, manifest.as_file(whole))
    return whole


def compare_what_is_left(stopped: Event) -> None:
    """What has just come in may be a near-copy of what a model has learned from."""
    while finding_copies.take_turn():
        refuse_when(stopped)


@contextmanager
def gathered_in(path: Path) -> Iterator[Path]:
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def write_files(shelf: Shelf, release: Release, gathered: Gathered) -> dict[str, Any]:
    """Those that the digest stands for, so nothing of this release alone; what the manifest says of them."""
    further: dict[str, Any] = {}
    division = divide(gathered, sides_of(last_divided(release)))
    write_articles(gathered, division, shelf)
    write_formats(gathered, division, shelf)
    if gathered.chooser.choices.shares:
        write_splits(gathered, division, shelf)
        further["certificate"] = manifest.certified(certify(gathered, division, shelf))
        further["moved"] = list(moves(gathered, division))[:MOVES_SHOWN]
    return manifest.content(gathered, division, shelf.files) | further


def last_divided(release: Release) -> Release | None:
    """Whose sides are kept: also when it is withdrawn, for models may have learned from it."""
    divided = Release.objects.before(release).built().exclude(choices__shares={})
    return divided.order_by("number").last()


def write_changes(shelf: Shelf, release: Release, gathered: Gathered, previous: Release) -> dict[str, Any]:
    counts, things = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    with shelf.file(CHANGES) as file, ExitStack() as files:
        before = articles_of(previous, files)
        for change in compare(release.project, before, articles_in(gathered.lines())):
            file.write(write(change) + b"\n")
            counts += change.counted()
            things[change.what, change.how[0]] += 1
    labels = sorted({label for label, _how in counts})
    return {
        "since": {"number": previous.number, "name": previous.name, "digest": previous.outcome.manifest["digest"]},
        "articles": {how: things["article", how] for how in HOW[:2]},
        "annotation_sets": {how: things["set", how] for how in HOW[:2]},
        "marks_by_label": {label: {how: counts[label, how] for how in HOW} for label in labels},
    }


class Telling:
    """How far the build is, for whoever looks at its page. Lost without harm."""

    def __init__(self, release: Release) -> None:
        self._key, self._told = progress_key(release), 0.0

    def __call__(self, seen: int, of: int) -> None:
        if seen == of or monotonic() > self._told + SECONDS_BETWEEN_TELLING:
            caches["counts"].set(self._key, (seen, of))
            self._told = monotonic()


def progress_key(release: Release) -> str:
    return f"release-{release.pk}"


def progress(release: Release) -> tuple[int, int] | None:
    """How many of how many articles have been gathered; nothing is known before the first and after a restart."""
    told: tuple[int, int] | None = caches["counts"].get(progress_key(release))
    return told
