"""What an export can be written as, by name: one module a format."""

from newsreview.exports.formats import (
    attributions,
    doccano,
    label_studio,
    native,
    paragraphs,
    spans_csv,
    web_annotation,
)
from newsreview.exports.formats.format import Format

MODULES = (native, attributions, paragraphs, spans_csv, doccano, label_studio, web_annotation)
FORMATS: dict[str, Format] = {module.FORMAT.name: module.FORMAT for module in MODULES}
