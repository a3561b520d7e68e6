"""What an export can be written as, by name: one module a format."""

from newsreview.exports.formats import (
    attributions,
    conll,
    doccano,
    hugging_face,
    label_studio,
    native,
    paragraphs,
    spacy_docs,
    spans_csv,
    web_annotation,
)
from newsreview.exports.formats.format import Format

MODULES = (
    native,
    attributions,
    paragraphs,
    spans_csv,
    hugging_face,
    spacy_docs,
    conll,
    label_studio,
    doccano,
    web_annotation,
)
FORMATS: dict[str, Format] = {module.FORMAT.name: module.FORMAT for module in MODULES}
FURTHER = {name: form for name, form in FORMATS.items() if form is not native.FORMAT}
"""What is made from the app's own format, which a release has in any case."""
