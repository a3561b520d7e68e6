"""A cluster that an older PostgreSQL made: found, and run by its own programs for as long as it takes to read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from newsreview.embedded.account import account_for
from newsreview.embedded.errors import (
    ClusterBusyError,
    NothingToUpgradeError,
    OldProgramsMissingError,
    StartFailedError,
)
from newsreview.embedded.folders import CLUSTER, MAJOR, cluster_in, flush, holds_cluster, older_cluster, version_of
from newsreview.embedded.locks import held_alone, held_alone_now
from newsreview.embedded.postmaster import find_postmaster
from newsreview.embedded.programs import major_of
from newsreview.embedded.roles import OWNER
from newsreview.embedded.supervising import Cluster, Progress, halt, launch

# Where systems put the programs of one version beside those of another.
INSTALLED = ("/usr/lib/postgresql/{}/bin", "/usr/pgsql-{}/bin", "/opt/homebrew/opt/postgresql@{}/bin")


@dataclass(frozen=True)
class Older:
    folder: Path
    major: int
    programs: Path


@contextmanager
def older(data_dir: Path, *, programs: Path | None) -> Iterator[Older]:
    """The older cluster of a data folder that has none of ours yet, while nobody else may start either of them.

    Raises NothingToUpgradeError, OldProgramsMissingError, and ClusterBusyError while the old app uses it.
    """
    with held_alone(data_dir / f"{CLUSTER}.lock"):
        if holds_cluster(cluster_in(data_dir)):
            raise NothingToUpgradeError(folder=data_dir, reason=f"it has {CLUSTER}, which is of PostgreSQL {MAJOR}")
        link = older_cluster(data_dir)
        if link is None:
            raise NothingToUpgradeError(folder=data_dir, reason="it has no cluster of another version")
        folder = link.resolve()
        with held_alone(data_dir / f"{link.name}.lock"), held_alone_now(data_dir / f"{link.name}.users") as unused:
            if not unused:
                raise ClusterBusyError(folder=folder, reason="the app of before works with it. Stop that first")
            major = int(version_of(folder))
            yield Older(folder, major, programs_of(folder, major, programs))


@contextmanager
def running(cluster: Older, *, progress: Progress) -> Iterator[Cluster]:
    """Its server, run by its own programs; one that a killed upgrade has left is stopped first."""
    account = account_for(cluster.folder)
    halt(cluster.folder, account, cluster.programs)
    launch(cluster.folder, account, cluster.programs, progress)
    try:
        postmaster = find_postmaster(cluster.folder)
        if postmaster is None or postmaster.socket_dir is None:
            raise StartFailedError(folder=cluster.folder, reason="it ended again at once.", log="")
        yield Cluster(cluster.folder.parent, postmaster.socket_dir, OWNER, postmaster.pid)
    finally:
        halt(cluster.folder, account, cluster.programs)


def programs_of(folder: Path, major: int, given: Path | None) -> Path:
    """The folder of `postgres` and `pg_ctl` of this major: as given, else kept from before, else as installed."""
    kept = sorted(folder.parent.glob(f"bin-{major}.*/*/pginstall/bin"), reverse=True)
    candidates = [given] if given else [*kept, *(Path(place.format(major)) for place in INSTALLED)]
    account = account_for(folder)
    for candidate in candidates:
        if major_of(candidate / "postgres") == major and account.can_run(candidate.absolute() / "postgres"):
            return candidate.absolute()
    looked = ", ".join(map(str, candidates))
    reason = f"{account.name} cannot run it from {looked}" if given else f"there is none in {looked}"
    raise OldProgramsMissingError(folder=folder, found=major, reason=reason)


def take_the_place(made: Path, data_dir: Path) -> None:
    """The cluster that was made elsewhere on this disk, and stopped, becomes the one of the data folder: at once."""
    made.rename(data_dir / CLUSTER)
    flush(data_dir)
