"""What can go wrong with a backup. The message is what an administrator reads.

BackupError
├── NotABackup
├── Damaged
├── FromNewerCode
├── FromNewerServer
├── NotTheSame
├── NoRoom
├── ProgramsMissing
├── ProgramFailed
├── MayNotMakeDatabases
├── AtWork
├── InUse
└── NotEmpty
"""

import errno
import getpass
from pathlib import Path


class BackupError(Exception):
    """A backup was not made, or not restored. Nothing that was there before has changed."""


class NotABackup(BackupError):
    """The file is something else."""


class Damaged(BackupError):
    """The file is not as it was written; the message names the member."""


class FromNewerCode(BackupError):
    """The backup holds what this newsreview does not know."""


class FromNewerServer(BackupError):
    """The backup is of a newer PostgreSQL than the one it would be restored to."""


class NotTheSame(BackupError):
    """What was restored differs from what the backup was made of."""


class NoRoom(BackupError):
    """The disk is too full."""


class ProgramsMissing(BackupError):
    """There is no pg_dump or pg_restore that is new enough."""


class ProgramFailed(BackupError):
    """One of PostgreSQL's programs, or a command of ours, ended badly."""


class MayNotMakeDatabases(BackupError):
    """The owner's role lacks CREATEDB."""


class AtWork(BackupError):
    """Another backup or restore is under way."""


class InUse(BackupError):
    """Somebody works with the database that is to be replaced."""


class NotEmpty(BackupError):
    """There is something that the restored desk would take the place of."""


def in_words(size: float) -> str:
    """A number of bytes, as people say it."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


def refuse_without_room(folder: Path, *, needed: int, free: int, what: str) -> None:
    if free < needed:
        raise NoRoom(
            f"There is too little room in {folder}: {what} needs about {in_words(needed)}, {in_words(free)} are free. "
            "Make room, or choose another disk."
        )


def who_runs_this(error: OSError) -> str:
    """A sentence more where the system has something against the account."""
    return f" This runs as {getpass.getuser()}." if isinstance(error, PermissionError) else ""


def is_full(error: OSError) -> bool:
    return error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
