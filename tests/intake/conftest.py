"""Folders of files to import, and a place for raw files that each test has to itself."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from newsreview.accounts.models import User
from newsreview.intake.bringing_marks import Summary as MarkedSummary
from newsreview.intake.bringing_marks import import_marked
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


@pytest.fixture
def bring_marks(project: Project, manager: User, tmp_path: Path) -> Callable[..., MarkedSummary]:
    """Writes a file of this format, and imports it."""

    def run(form: str, data: bytes | object, into: Project = project, **options: Any) -> MarkedSummary:
        path = tmp_path / "marked.json"
        path.write_bytes(data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode())
        return import_marked(path=path, form=form, project=into, by=manager, **options)

    return run
