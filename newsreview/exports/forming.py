"""The third step of a release: its articles in the further formats that were chosen, a file each."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from newsreview.exports.dividing import Division, whole
from newsreview.exports.formats import FORMATS
from newsreview.exports.formats.format import OF_THE_SERVER, FileFormat, FolderFormat, Format
from newsreview.exports.gathering import Gathered
from newsreview.exports.packing import pack
from newsreview.exports.shelving import Growing, Shelf


def write_formats(gathered: Gathered, division: Division, shelf: Shelf) -> None:
    for name in gathered.chooser.choices.formats:
        form = FORMATS[name]
        form.refuse_without_libraries(OF_THE_SERVER)
        with shelf.file(form.file_name) as file:
            write_format(form, whole(gathered, division), file, shelf.folder)


def write_format(form: Format, native: Iterator[bytes], file: Growing, beside: Path) -> None:
    if isinstance(form, FileFormat):
        for block in form.convert(native):
            file.write(block)
    elif isinstance(form, FolderFormat):
        with TemporaryDirectory(dir=beside) as folder:
            form.fill(native, Path(folder))
            pack(Path(folder), file)
