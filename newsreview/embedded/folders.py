"""Where everything of the embedded PostgreSQL lies.

    <data folder>/
        pg18/            the cluster, 0700, of the account that runs PostgreSQL; its log/ is inside
        pg18.init/       a cluster being made; renamed when whole
        pg18.lock        held while somebody makes, starts or stops the cluster
        pg18.users       held, shared, by every process that uses it
        pg18.keep        there when it stays up without users
        pg18.ballast     room held back for the day on which the disk is full
        pg18.sockets     names the folder of the socket, when the path above would be too long for one
        bin-18.6.3/      PostgreSQL's programs, for an account that cannot reach the virtual environment
        pg17/            the cluster of an older version, kept by `database upgrade`
        upgrading/       a data folder in itself, in which `database upgrade` makes the new cluster

As root, when the account that runs PostgreSQL may not enter the data folder, `pg18` is a link to a folder of our own
under /var/lib/newsreview, which then holds the cluster, its socket note and the programs. Nobody's modes are changed.
"""

import os
import tempfile
from pathlib import Path

import platformdirs

from newsreview.embedded.account import Account
from newsreview.embedded.errors import (
    ClusterDamagedError,
    ClusterForeignError,
    ClusterUnreachableError,
    DataFolderUnusableError,
)

MAJOR = 18
PORT = 5432
CLUSTER = f"pg{MAJOR}"
ROOT_DATA_DIR = Path("/var/lib/newsreview")
# sockaddr_un holds 108 bytes on Linux and 104 on macOS, the ending NUL included.
LONGEST_SOCKET_PATH = 100


def default_data_dir() -> Path:
    """NEWSREVIEW_DATA_DIR, else /var/lib/newsreview for root, else the place the system has for a person's data."""
    if named := os.environ.get("NEWSREVIEW_DATA_DIR"):
        return Path(named).expanduser().absolute()
    return ROOT_DATA_DIR if os.geteuid() == 0 else platformdirs.user_data_path("newsreview", appauthor=False)


def make_data_dir(data_dir: Path) -> Path:
    """Make the data folder where it is missing, private; return it absolute and without links.

    A folder made for root can be passed through by others, since PostgreSQL runs as one of them; what lies in it is
    private by itself. Folders that were there stay as they are.
    """
    data_dir = data_dir.expanduser().resolve()
    is_root = os.geteuid() == 0
    try:
        missing = [folder for folder in (data_dir, *data_dir.parents) if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir(mode=0o700, exist_ok=True)
            if folder != data_dir or is_root:
                folder.chmod(0o711 if folder == data_dir else 0o755)
        if is_root and data_dir == ROOT_DATA_DIR:
            data_dir.chmod(data_dir.stat().st_mode | 0o011)
    except OSError as error:
        raise DataFolderUnusableError(folder=data_dir, reason=error.strerror) from error
    return data_dir


def cluster_in(data_dir: Path) -> Path:
    """The cluster's folder, made already or yet to be, without links."""
    return (data_dir / CLUSTER).resolve()


def holds_cluster(cluster: Path) -> bool:
    try:
        return cluster.is_dir() and any(cluster.iterdir())
    except PermissionError as error:
        raise DataFolderUnusableError(folder=cluster, reason=f"{error.filename}: {error.strerror}") from error


def older_cluster(data_dir: Path) -> Path | None:
    """The newest cluster beside ours that was made by another major version."""
    others = [file.parent for file in sorted(data_dir.glob("pg[1-9][0-9]/PG_VERSION")) if file.parent.name != CLUSTER]
    return others[-1] if others else None


def version_of(cluster: Path) -> str:
    """The major version that wrote it, as it says itself."""
    return (cluster / "PG_VERSION").read_text(errors="replace").strip()


def check_version(data_dir: Path) -> None:
    """Raises ClusterForeignError or ClusterDamagedError unless the folder holds a cluster of ours, or none."""
    cluster = cluster_in(data_dir)
    if not holds_cluster(cluster):
        if (data_dir / CLUSTER).is_symlink() and not cluster.parent.is_dir():
            raise ClusterDamagedError(folder=data_dir / CLUSTER, reason=f"it links to {cluster}, which is gone")
        if other := older_cluster(data_dir):
            raise _foreign(other)
        return
    if not (cluster / "PG_VERSION").is_file():
        raise ClusterDamagedError(folder=cluster, reason="it has no PG_VERSION")
    if version_of(cluster) != str(MAJOR):
        raise _foreign(cluster)


def _foreign(folder: Path) -> ClusterForeignError:
    return ClusterForeignError(folder=folder, found=version_of(folder), wanted=MAJOR)


def settle_place(data_dir: Path, account: Account) -> bool:
    """Decide, once for all, where the cluster lies: in the data folder, else linked from there (then True).

    Raises ClusterUnreachableError when a cluster is there already and the account has been shut out of it since.
    """
    link, cluster = data_dir / CLUSTER, cluster_in(data_dir)
    if account.is_us or account.can_enter(cluster.parent):
        return False
    if link.is_symlink() or holds_cluster(cluster):
        obstacle = next(folder for folder in reversed(cluster.parents) if not account.can_enter(folder))
        raise ClusterUnreachableError(folder=cluster, account=account.name, obstacle=obstacle)
    elsewhere = Path(tempfile.mkdtemp(prefix="linked-", dir=make_data_dir(ROOT_DATA_DIR)))
    elsewhere.chmod(0o711)
    if link.is_dir():
        link.rmdir()
    link.symlink_to(elsewhere / CLUSTER)
    flush(data_dir)
    return True


def settle_socket_dir(cluster: Path, account: Account) -> Path:
    """The cluster itself, or, when that path does not fit a socket, a private folder of an unguessable name."""
    # A comma would separate hosts for the client.
    if _fits(cluster) and "," not in str(cluster):
        return cluster
    note = cluster.parent / f"{CLUSTER}.sockets"
    if note.is_file() and account.owns_privately(noted := Path(note.read_text())):
        return noted
    folder = Path(tempfile.mkdtemp(prefix="newsreview-", dir=_short_folder(account)))
    if not account.is_us:
        os.chown(folder, account.uid, account.gid, follow_symlinks=False)
    note.write_text(str(folder))
    return folder


def _short_folder(account: Account) -> Path:
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", "/nonexistent"))
    candidates = [runtime, Path(tempfile.gettempdir())] if account.is_us else []
    for folder in candidates:
        if _fits(folder / "newsreview-12345678") and os.access(folder, os.W_OK | os.X_OK):
            return folder
    return Path("/tmp")  # noqa: S108  # mkdtemp makes a private folder of a random name in it


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH


def flush(folder: Path) -> None:
    """Make new names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
