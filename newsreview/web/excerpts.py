"""The words around what a search has found, as pieces of text: a page makes marks of them, and nothing here is HTML."""

from itertools import pairwise, takewhile
from typing import NamedTuple

from newsreview.offsets import Offsets
from newsreview.search_words import Query

BEFORE, LONGEST = 80, 280  # code points


class Piece(NamedTuple):
    words: str
    found: bool


def with_found(text: str, query: Query | None) -> list[Piece]:
    """The whole of a text that is short."""
    return pieces(text, list(query.places(text)) if query else [], 0, len(text))


def excerpt(text: str, query: Query) -> list[Piece]:
    """Around the first place that is found; the text's beginning where that lies in the title."""
    places = query.places(text)
    first = next(places, None)
    start = whole_word(text, max(0, first.start - BEFORE)) if first else 0
    end = min(len(text), max(start + LONGEST, first.end if first else 0))
    within = [first, *takewhile(lambda place: place.end <= end, places)] if first else []
    before = [Piece("… ", found=False)] if start else []
    after = [Piece(" …", found=False)] if end < len(text) else []
    return [*before, *pieces(text, within, start, end), *after]


def whole_word(text: str, at: int) -> int:
    """The place behind the next space, if there is one before the words that are looked for."""
    space = text.find(" ", at, at + BEFORE) if at else -1
    return space + 1 if space >= 0 else at


def pieces(text: str, places: list[Offsets], start: int, end: int) -> list[Piece]:
    cuts = sorted({start, end, *(edge for place in places for edge in (place.start, place.end))})
    begins = {place.start for place in places}
    return [Piece(text[one:other], one in begins) for one, other in pairwise(cuts)]
