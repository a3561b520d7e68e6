"""As whom backups are made and restored."""

import getpass
from typing import Any

import pytest

from newsreview.backups.errors import BackupError, who_runs_this
from newsreview.backups.owner import the_server


def test_role_of_the_app_is_not_taken_for_the_owner(settings: Any) -> None:
    settings.EXPORT_ROLE, settings.DATABASE_OWNER = "newsreview_export", {}
    with pytest.raises(BackupError, match="Set DATABASE_OWNER_URL for this command"):
        the_server()

    settings.DATABASE_OWNER = {"USER": "the_owner", "PASSWORD": "its own"}
    assert (the_server().user, the_server().password) == ("the_owner", "its own")


def test_one_role_for_everything_is_the_owner(settings: Any) -> None:
    settings.EXPORT_ROLE, settings.DATABASE_OWNER = "", {}
    assert the_server().user == settings.DATABASES["default"]["USER"]


def test_who_runs_a_command_is_said_where_the_system_refuses() -> None:
    assert who_runs_this(PermissionError(13, "Permission denied")) == f" This runs as {getpass.getuser()}."
    assert who_runs_this(OSError(5, "Input/output error")) == ""
