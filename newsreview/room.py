"""How much room is left on a disk."""

import shutil
from pathlib import Path

SHORT = 0.85
"""The share in use from which on those who run the desk are told."""
LEAST = 32 * 2**20
"""Bytes. With less left, PostgreSQL may find no room for the next two files of its log, 16 MB each, and stops."""


def share_in_use(folder: Path) -> float:
    """Of what may be used at all: some file systems keep a part for root."""
    disk = shutil.disk_usage(folder)
    return disk.used / (disk.used + disk.free)


def is_short(folder: Path) -> bool:
    return share_in_use(folder) >= SHORT


def is_full(folder: Path) -> bool:
    return shutil.disk_usage(folder).free < LEAST


def megabytes_left(folder: Path) -> int:
    return int(shutil.disk_usage(folder).free // 2**20)
