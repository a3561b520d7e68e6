"""A file beside a training set, with what its format has no place for: nothing goes missing unsaid."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from newsreview.exports.formats.rows import Row, json_lines, marked
from newsreview.native_format import AnnotationSet, Article, Span

NAME = "left_out.jsonl"
DRAFT = "a draft, in which unmarked does not mean no"
BY_A_MODEL = "what a model marked, in which unmarked does not mean no"


class Note(Protocol):
    def __call__(self, article: Article, annotation_set: AnnotationSet, why: str, span: Span | None = None) -> None: ...


@contextmanager
def listing(folder: Path) -> Iterator[Note]:
    """The block is given what it calls for every set or span that it leaves out."""
    with (folder / NAME).open("wb") as file:

        def note(article: Article, annotation_set: AnnotationSet, why: str, span: Span | None = None) -> None:
            row: Row = {"why": why, "article": article.id, "annotation_set": annotation_set.id}
            if span:
                row |= {"id": span.id, "label": span.label, **marked(span)}
            file.writelines(json_lines([row]))

        yield note


def complete_sets(article: Article, note: Note) -> Iterator[AnnotationSet]:
    """Those that can be learnt from by what is not marked, too."""
    for annotation_set in article.annotation_sets:
        if annotation_set.complete:
            yield annotation_set
        else:
            note(article, annotation_set, BY_A_MODEL if annotation_set.kind == "model" else DRAFT)
