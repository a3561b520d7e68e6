"""The app's own format, from which all others are made: everything, as it was marked. docs/export-format.md."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from newsreview.exports.formats.format import Blocks, FileFormat


def convert(blocks: Blocks) -> Iterator[bytes]:
    return iter(blocks)


FORMAT = FileFormat(
    name="jsonl",
    title=_("JSON Lines: everything, one article a line"),
    ending=".jsonl",
    media_type="application/x-ndjson",
    convert=convert,
)
