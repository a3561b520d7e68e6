"""A project in one of the formats: as blocks of a file, or as a folder."""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path

from newsreview.exports import exporting
from newsreview.exports.formats.format import FileFormat, FolderFormat
from newsreview.exports.saving import folder_whole_or_not_at_all
from newsreview.projects.models import Project

Watching = Callable[[Iterator[bytes]], Iterator[bytes]]


def blocks(project: Project, form: FileFormat, watching: Watching = iter) -> Generator[bytes]:
    """The file in blocks, while `watching` sees the blocks of the app's own format which it is made from."""
    form.refuse_without_libraries()
    with closing(exporting.stream(project)) as native:
        yield from form.convert(watching(native))


def fill(project: Project, form: FolderFormat, folder: Path, watching: Watching = iter) -> None:
    """Make the folder, which appears when it is whole."""
    form.refuse_without_libraries()
    with folder_whole_or_not_at_all(folder) as growing, closing(exporting.stream(project)) as native:
        form.fill(watching(native), growing)
