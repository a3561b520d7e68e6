"""Room held back for the day on which the disk is full.

PostgreSQL that cannot write its log stops, and cannot start again until it can. Then the ballast is given up, so that
everything can be read, a little be written, and somebody make room. The next start that finds room lays it in again.
"""

import os
import shutil
from pathlib import Path

from newsreview.embedded.folders import CLUSTER

BYTES = 64 * 2**20
CHUNK = 2**20


def lay_in(cluster: Path) -> None:
    """Beside the cluster, unless it lies there or would leave too little."""
    ballast = _ballast(cluster)
    if _lies(ballast) or shutil.disk_usage(cluster).free < 4 * BYTES:
        return
    unfinished = ballast.with_name(f"{ballast.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            _fill(file.fileno())
        unfinished.rename(ballast)
    except OSError:  # whoever was quicker with the room that was left: the desk runs without
        unfinished.unlink(missing_ok=True)


def give_up(cluster: Path) -> bool:
    """Whether there was any."""
    try:
        _ballast(cluster).unlink()
    except FileNotFoundError:
        return False
    return True


def _lies(ballast: Path) -> bool:
    """With blocks of the disk's own: a copy of the folder may have a file there that takes no room."""
    return ballast.exists() and ballast.stat().st_blocks * 512 >= BYTES


def _ballast(cluster: Path) -> Path:
    return cluster.with_name(f"{CLUSTER}.ballast")


def _fill(descriptor: int) -> None:
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, BYTES)
        return
    for _ in range(BYTES // CHUNK):  # macOS
        os.write(descriptor, bytes(CHUNK))
