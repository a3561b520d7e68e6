"""A process that exports a project, or builds a release, and prints how much memory it took at most, in megabytes."""

import resource
import sys
from pathlib import Path
from uuid import UUID

import django


def export(slug: str) -> None:
    from newsreview.exports.exporting import stream  # needs Django set up
    from newsreview.projects.models import Project

    for _block in stream(Project.objects.get(slug=slug)):
        pass


def release(pk: str) -> None:
    from newsreview.exports.building import build  # needs Django set up

    build(UUID(pk))


def peak_megabytes() -> float:
    status = Path("/proc/self/status")
    if status.exists():  # on Linux getrusage() counts what the process was before it became this program
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


if __name__ == "__main__":
    django.setup()
    {"export": export, "release": release}[sys.argv[1]](sys.argv[2])
    sys.stdout.write(f"{peak_megabytes():.1f}\n")
