"""spaCy's own training files: a Doc an answer, its spans under doc.spans["sc"] for a spancat component."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from newsreview.exports.formats.format import Blocks, FolderFormat
from newsreview.exports.formats.leaving_out import Note, complete_sets, listing
from newsreview.exports.formats.rows import whereabouts
from newsreview.native_format import AnnotationSet, Article, read

if TYPE_CHECKING:  # spaCy is an extra, and takes seconds to load
    from spacy.language import Language
    from spacy.tokens import Doc

SPANS_KEY = "sc"  # where spaCy's spancat looks
DOCS_IN_A_FILE = 500  # a DocBin is in memory until it is written
CUTS_A_TOKEN = "it begins or ends inside one of spaCy's tokens"  # noqa: S105 -- no secret
MANY_LANGUAGES = "xx"


def fill(blocks: Blocks, folder: Path) -> None:
    """A folder of files for each split, as spaCy's own reader takes them."""
    with ExitStack() as stack:
        note = stack.enter_context(listing(folder))
        shelves: dict[str, Shelf] = {}
        for article in read(blocks).articles:
            split = article.split or "train"
            if split not in shelves:
                shelves[split] = Shelf(folder / split)
                stack.callback(shelves[split].put_away)
            for doc in docs(article, note):
                shelves[split].add(doc)


class Shelf:
    """Files of so many docs each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = 0
        self.docs: list[Doc] = []
        folder.mkdir()

    def add(self, doc: "Doc") -> None:
        self.docs.append(doc)
        if len(self.docs) == DOCS_IN_A_FILE:
            self.put_away()

    def put_away(self) -> None:
        from spacy.tokens import DocBin  # an extra

        if self.docs:
            self.files += 1
            DocBin(docs=self.docs, store_user_data=True).to_disk(self.folder / f"{self.files:04}.spacy")
            self.docs = []


def docs(article: Article, note: Note) -> Iterator["Doc"]:
    for annotation_set in complete_sets(article, note):
        doc = pipeline(article.language or "").tokenizer(article.text)
        doc.spans[SPANS_KEY] = []
        for span in annotation_set.spans:
            tokens = doc.char_span(span.start, span.end, label=span.label, span_id=span.id)
            if tokens is None:
                note(article, annotation_set, CUTS_A_TOKEN, span)
            else:
                doc.spans[SPANS_KEY].append(tokens)
        doc.user_data |= whereabouts(article, annotation_set) | {"links": links(annotation_set)}
        yield doc


def links(annotation_set: AnnotationSet) -> list[list[str]]:
    """Each as its label and the ids of the spans at its ends."""
    return [[link.label, link.from_span, link.to_span] for link in annotation_set.links]


@cache
def pipeline(tag: str) -> "Language":
    """A tokenizer of the language, else of many: spaCy does not know all, and wants further libraries for some."""
    import spacy  # an extra

    try:
        return spacy.blank(tag.split("-", maxsplit=1)[0].lower() or MANY_LANGUAGES)
    except ImportError:
        return spacy.blank(MANY_LANGUAGES)


FORMAT = FolderFormat(
    name="spacy",
    title=_("spaCy: docs with span groups, for spancat"),
    libraries=("spacy",),
    extra="spacy",
    fill=fill,
)
