"""Folders of files to import, and a place for raw files that each test has to itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from newsreview.intake.importing import Summary, import_paths
from newsreview.projects.models import Project


@pytest.fixture(autouse=True)
def raw_folder(settings: Settings, tmp_path: Path) -> Path:
    location = tmp_path / "raw"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": location},
        }
    }
    return location


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    return made


@pytest.fixture
def bring(folder: Path, project: Project) -> Callable[..., Summary]:
    """Writes these files, and imports the folder into the project."""

    def run(files: dict[str, bytes | str] | None = None, **options: Any) -> Summary:
        for name, content in (files or {}).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        everything: dict[str, Any] = {"paths": [folder], "project": project} | options
        return import_paths(**everything)

    return run
