"""What an export can be written as, by name: one module a format."""

from newsreview.exports.formats import attributions, native, paragraphs, spans_csv
from newsreview.exports.formats.format import Format

FORMATS: dict[str, Format] = {
    module.FORMAT.name: module.FORMAT for module in (native, attributions, paragraphs, spans_csv)
}
