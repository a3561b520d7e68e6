"""A file a label, one token a line with its BIO tag, for trainers of token classifiers.

Spans of different labels may nest and cross, which tags of one column cannot; so each label has a file of its own.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from newsreview.exports.formats.format import Blocks, FolderFormat
from newsreview.exports.formats.leaving_out import Note, complete_sets, listing
from newsreview.native_format import AnnotationSet, Article, read
from newsreview.offsets import Offsets
from newsreview.sentences import sentences

OVERLAPS = "it overlaps a longer span of its label"
CUTS_A_TOKEN = "it begins or ends inside a token"  # noqa: S105 -- no secret
_TOKEN = re.compile(r"\w+|[^\w\s]")


def fill(blocks: Blocks, folder: Path) -> None:
    export = read(blocks)
    labels = list(export.header.labels("span"))
    files: dict[str, dict[str, BinaryIO]] = {}
    with ExitStack() as stack:
        note = stack.enter_context(listing(folder))
        for article in export.articles:
            split = article.split or ""
            if split not in files:
                files[split] = {label: stack.enter_context(opened(folder / split, label)) for label in labels}
            cut = Cut.of(article)
            for annotation_set in complete_sets(article, note):
                for label, file in files[split].items():
                    file.writelines(written(cut, annotation_set, label, note))


def opened(folder: Path, label: str) -> BinaryIO:
    folder.mkdir(exist_ok=True)
    return (folder / f"{label}.conll").open("wb")


@dataclass(frozen=True)
class Cut:
    """An article in tokens and sentences."""

    article: Article
    tokens: Sequence[Offsets]
    sentences: Sequence[Offsets]

    @classmethod
    def of(cls, article: Article) -> "Cut":
        tokens = [Offsets(*match.span()) for match in _TOKEN.finditer(article.text)]
        return cls(article, tokens, sentences(article.text, 0, len(article.text), article.language or ""))


def written(cut: Cut, annotation_set: AnnotationSet, label: str, note: Note) -> Iterator[bytes]:
    """A line that names the answer, then a block of tokens for each sentence, with an empty line after each."""
    yield f"-DOCSTART-\t{cut.article.id}\t{annotation_set.id}\tO\n\n".encode()
    spans = fitting(cut, annotation_set, label, note)
    for block in blocks_of(cut, spans):
        lines = (
            f"{cut.article.text[token.start : token.end]}\t{token.start}\t{token.end}\t{tag(token, spans, label)}\n"
            for token in block
        )
        yield "".join([*lines, "\n"]).encode()


def fitting(cut: Cut, annotation_set: AnnotationSet, label: str, note: Note) -> list[Offsets]:
    """Where the label's spans stand, in the order of the text, as far as tags can say it."""
    starts, ends = {token.start for token in cut.tokens}, {token.end for token in cut.tokens}
    found: list[Offsets] = []
    alike = (span for span in annotation_set.spans if span.label == label)
    for span in sorted(alike, key=lambda span: (span.start - span.end, span.start)):
        place = Offsets(span.start, span.end)
        if span.start not in starts or span.end not in ends:
            note(cut.article, annotation_set, CUTS_A_TOKEN, span)
        elif any(place.overlaps(longer) for longer in found):
            note(cut.article, annotation_set, OVERLAPS, span)
        else:
            found.append(place)
    return sorted(found)


def blocks_of(cut: Cut, spans: Sequence[Offsets]) -> Iterator[Sequence[Offsets]]:
    """The tokens of each sentence; of several, where a span runs on from one to the next."""
    begin = 0
    ends = [sentence.end for sentence in cut.sentences]
    for at in (end for end in ends if not any(span.start < end < span.end for span in spans)):
        end = bisect_left(cut.tokens, at, key=lambda token: token.start)
        yield cut.tokens[begin:end]
        begin = end


def tag(token: Offsets, spans: Sequence[Offsets], label: str) -> str:
    nearest = bisect_left(spans, token.end, key=lambda span: span.start) - 1
    if nearest < 0 or not spans[nearest].contains(token):
        return "O"
    return f"{'B' if spans[nearest].start == token.start else 'I'}-{label}"


FORMAT = FolderFormat(name="conll", title=_("CoNLL: a file a label, one token a line with its BIO tag"), fill=fill)
