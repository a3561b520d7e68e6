"""A process that reads one file, and prints how many records and refusals came of it, its peak memory and its time."""

import sys
from io import BytesIO
from pathlib import Path
from time import process_time

import django


def main(path: Path) -> None:
    from newsreview.intake.reading import Read, read_file  # needs Django set up
    from tests.bench.peak_memory import peak_megabytes

    before, began, read = peak_megabytes(), process_time(), [0, 0]
    for item in read_file(BytesIO(path.read_bytes()), name=path.name):
        read[not isinstance(item, Read)] += 1
    sys.stdout.write(f"{read[0]} {read[1]} {peak_megabytes() - before:.0f} {process_time() - began:.0f}\n")


if __name__ == "__main__":
    django.setup()
    main(Path(sys.argv[1]))
