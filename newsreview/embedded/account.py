"""As whom PostgreSQL's own programs run: as ourselves, or, since they refuse root, as an unprivileged account."""

import os
import pwd
import stat
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypedDict

from newsreview.embedded.errors import AccountUnusableError, ProgramFailedError

# For root: an account which the administrator made for this, else the one every system has.
UNPRIVILEGED = ("newsreview", "nobody")


class Identity(TypedDict, total=False):
    """What subprocess takes to run a program as somebody else."""

    user: int
    group: int
    extra_groups: Sequence[int]


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int
    is_us: bool

    def run(
        self,
        program: Path | str,
        *arguments: Path | str,
        stdin: str = "",
        folder: Path | str = "/",
        environment: Mapping[str, str] = MappingProxyType({}),
        inherit: Sequence[int] = (),
    ) -> None:
        """Run a program as this account. Raises ProgramFailedError with what it printed."""
        try:
            done = subprocess.run(
                [program, *arguments],
                input=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                check=False,
                cwd=folder,
                # Nothing of ours may steer PostgreSQL (PGDATA, PGOPTIONS, LC_ALL with a locale that is not installed).
                env={"PATH": os.defpath, "LC_ALL": "C", **environment},
                umask=0o077,
                pass_fds=inherit,
                # Ctrl-C in the terminal is for the app, which then stops the database in order.
                start_new_session=True,
                **self._identity(),
            )
        except OSError as error:
            raise ProgramFailedError(program=program, code="none", output=error) from error
        if done.returncode:
            raise ProgramFailedError(program=program, code=done.returncode, output=done.stdout.strip())

    def _identity(self) -> Identity:
        return {} if self.is_us else {"user": self.uid, "group": self.gid, "extra_groups": ()}

    def can_run(self, program: Path) -> bool:
        return self._succeeds(program, "--version")

    def can_enter(self, folder: Path) -> bool:
        return self._succeeds("/bin/sh", "-c", 'cd "$1"', "sh", folder)

    def write(self, path: Path, text: str) -> None:
        """Write a file as this account, so that root never writes through a path which another account can bend."""
        self.run("tee", path, stdin=text)

    def make_private_folder(self, path: Path) -> None:
        path.mkdir(mode=0o700)
        if not self.is_us:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def owns_privately(self, folder: Path) -> bool:
        """Whether it is a real folder (no link) of this account which nobody else can enter."""
        try:
            facts = folder.lstat()
        except OSError:
            return False
        return stat.S_ISDIR(facts.st_mode) and facts.st_uid == self.uid and not stat.S_IMODE(facts.st_mode) & 0o077

    def _succeeds(self, program: Path | str, *arguments: Path | str) -> bool:
        try:
            self.run(program, *arguments)
        except ProgramFailedError:
            return False
        return True


def account_for(cluster: Path) -> Account:
    """The account that runs PostgreSQL on a cluster, made already or yet to be. Raises AccountUnusableError."""
    if os.geteuid():
        return _named(pwd_entry(os.geteuid()), is_us=True)
    owner = cluster.stat().st_uid if cluster.is_dir() else 0
    if owner:
        return _named(pwd_entry(owner), is_us=False)
    for name in UNPRIVILEGED:
        try:
            return _checked(_named(pwd.getpwnam(name), is_us=False))
        except KeyError:
            continue
    raise AccountUnusableError(account=" or ".join(UNPRIVILEGED), reason="this system has no such account")


def pwd_entry(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError as error:
        raise AccountUnusableError(account=f"user id {uid}", reason="it has no entry in /etc/passwd") from error


def _named(entry: pwd.struct_passwd, *, is_us: bool) -> Account:
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid, is_us=is_us)


def _checked(account: Account) -> Account:
    try:
        account.run("/bin/sh", "-c", ":")
    except ProgramFailedError as error:
        raise AccountUnusableError(account=account.name, reason="root may not switch to it here") from error
    return account
