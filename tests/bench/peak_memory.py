"""A process that exports a project and prints how much memory it took at most, in megabytes."""

import resource
import sys
from pathlib import Path

import django


def main(slug: str) -> None:
    django.setup()
    from newsreview.exports.exporting import stream  # needs Django set up
    from newsreview.projects.models import Project

    for _block in stream(Project.objects.get(slug=slug)):
        pass
    sys.stdout.write(f"{peak_megabytes():.1f}\n")


def peak_megabytes() -> float:
    status = Path("/proc/self/status")
    if status.exists():  # on Linux getrusage() counts what the process was before it became this program
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


if __name__ == "__main__":
    main(sys.argv[1])
