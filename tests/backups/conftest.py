"""Desks to back up and to restore to: data folders of their own, on which this process's backups work."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from newsreview import embedded
from tests.backups.desks import PLACES
from tests.commands.serving import Served, data_folder, manage


@pytest.fixture
def work_on(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Path]:
    """This process's backups are of that data folder from now on, as if NEWSREVIEW_DATA_DIR named it."""

    def begin(folder: Path) -> Path:
        settings.DATA_DIR, settings.BACKUP_DIR, settings.USES_EMBEDDED_DATABASE = folder, folder / "backups", True
        # Django's own connection stays what it is.
        monkeypatch.setitem(settings.DATABASES, "default", embedded.django_settings(folder))
        files = "django.core.files.storage.FileSystemStorage"
        settings.STORAGES = settings.STORAGES | {
            name: {"BACKEND": files, "OPTIONS": {"location": folder / place}} for name, place in PLACES.items()
        }
        return folder

    return begin


@contextmanager
def used(like: Path | None = None) -> Iterator[Path]:
    with data_folder(like=like) as folder:
        yield folder
        embedded.leave(folder)


@pytest.fixture(scope="module")
def shared_desk(first_start: Served) -> Iterator[Path]:
    with used(like=first_start.data_dir) as folder:
        yield folder


@pytest.fixture(scope="module")
def shared_empty() -> Iterator[Path]:
    with used() as folder:
        yield folder


@pytest.fixture
def desk(shared_desk: Path, work_on: Callable[[Path], Path]) -> Path:
    """A desk with the demo. Copying one takes seconds: each test leaves it with the same rows and files."""
    return work_on(shared_desk)


@pytest.fixture
def elsewhere(shared_empty: Path, work_on: Callable[[Path], Path]) -> Path:
    """An empty installation, which stays empty."""
    return work_on(shared_empty)


@pytest.fixture
def own_desk(first_start: Served, work_on: Callable[[Path], Path]) -> Iterator[Path]:
    """A desk with the demo, which a test may spoil."""
    with used(like=first_start.data_dir) as folder:
        yield work_on(folder)


@pytest.fixture(scope="module")
def of_the_demo(shared_desk: Path) -> Iterator[Path]:
    """A backup of a desk with the demo, made once; nobody may change the file."""
    path = Path(tempfile.mkdtemp(prefix="nr-backup-")) / "demo.tar"
    done = manage(shared_desk, "backup", str(path), "--no-verify")
    assert done.returncode == 0, done.stderr
    yield path
    shutil.rmtree(path.parent)


@pytest.fixture
def target() -> Iterator[Path]:
    """Where a backup may be written: nothing is there yet."""
    folder = Path(tempfile.mkdtemp(prefix="nr-backup-"))
    yield folder / "desk.tar"
    shutil.rmtree(folder)
