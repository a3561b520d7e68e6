"""A disk of a few hundred megabytes, which can be filled."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MEGABYTE = 2**20
HOW_TO_GET_ONE = "A small disk is a tmpfs, and mounting one needs root. Run `make faults` as root, in a container say: "


class SmallDisk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def filler(self) -> Path:
        return self.folder / "filler"

    def fill(self) -> None:
        """To the last byte."""
        with self.filler.open("ab") as file:
            for chunk in (MEGABYTE, 4096):
                while shutil.disk_usage(self.folder).free >= chunk:
                    os.posix_fallocate(file.fileno(), file.seek(0, os.SEEK_END), chunk)

    def make_room(self) -> None:
        self.filler.unlink()


@contextmanager
def small_disk(megabytes: int) -> Iterator[SmallDisk]:
    folder = Path(tempfile.mkdtemp(prefix="nr-disk-")).resolve()
    options = f"size={megabytes}m,mode=0711"
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, text=True, check=False
    )
    if done.returncode:
        folder.rmdir()
        pytest.fail(HOW_TO_GET_ONE + done.stderr)
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
        folder.rmdir()
