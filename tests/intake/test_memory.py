import tracemalloc
from pathlib import Path

from newsreview.intake.importing import import_paths
from newsreview.projects.models import Project

PARAGRAPHS = "\\n".join(["“The gates stood open for half an hour,” said a neighbour of the harbour."] * 200)


def write(path: Path, megabytes: int) -> None:
    with path.open("w") as file:
        for number in range(megabytes * 1_000_000 // len(PARAGRAPHS)):
            file.write(f'{{"text": "Story {number} of {path.stem}\\n{PARAGRAPHS}", "outlet": "Post"}}\n')


def peak(path: Path, project: Project) -> int:
    tracemalloc.start()
    try:
        import_paths(paths=[path], project=project)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_file(folder: Path, project: Project) -> None:
    small, large = folder / "small.jsonl", folder / "large.jsonl"
    write(small, 6)
    write(large, 30)
    assert large.stat().st_size > 30_000_000
    assert peak(large, project) < 1.1 * peak(small, project) < 25_000_000
