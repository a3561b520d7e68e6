"""A process that exports a project, builds a release or imports a folder, and prints its peak memory in megabytes."""

import resource
import sys
from collections.abc import Callable
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


def bring_in(slug: str, folder: str) -> None:
    from newsreview.intake.importing import import_paths  # needs Django set up
    from newsreview.projects.models import Project

    import_paths(paths=[Path(folder)], project=Project.objects.get(slug=slug))


WHAT: dict[str, Callable[..., None]] = {"export": export, "release": release, "import": bring_in}


def peak_megabytes() -> float:
    status = Path("/proc/self/status")
    if status.exists():  # on Linux getrusage() counts what the process was before it became this program
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


if __name__ == "__main__":
    django.setup()
    WHAT[sys.argv[1]](*sys.argv[2:])
    sys.stdout.write(f"{peak_megabytes():.1f}\n")
