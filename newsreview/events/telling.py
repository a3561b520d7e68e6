"""By which words the event that an article tells of is known: those of its headline and of its first paragraphs.

What is reported first is the event; the background comes later, and is the same beneath many events.
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import chain, islice
from typing import NamedTuple

FIRST = 200  # words, without the short ones
LEAST_LETTERS = 3

# Scripts without spaces between words: two characters beside one another stand for a word.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_WORD = re.compile(rf"{_UNSPACED.pattern}|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_BEGINNING = re.compile(r"(?:^|[.?!:…“”\"‘«»])\W*$")
_BEFORE = 4  # characters, which say whether a sentence begins


class EventWords(NamedTuple):
    """Each word is a whole number of 32 bits, with its sign, the same in every process."""

    words: frozenset[int]
    names: frozenset[int]
    """Of the words, those with a capital where no sentence begins, and figures."""
    headline: frozenset[int]


def event_words(headline: str, paragraphs: Iterable[str]) -> EventWords:
    of_headline = {number(word) for word, _is_name in _words(headline)}
    first = list(islice(chain.from_iterable(map(_words, paragraphs)), FIRST))
    names = {number(word) for word, is_name in first if is_name}
    words = of_headline.union(number(word) for word, _is_name in first)
    return EventWords(frozenset(words), frozenset(names), frozenset(of_headline))


def number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=4).digest(), signed=True)


def _words(text: str) -> Iterator[tuple[str, bool]]:
    """Each without case, and whether it is written as a name or a figure. The short ones mostly join others."""
    for found in _WORD.finditer(text):
        word = found.group()
        if _UNSPACED.match(word):
            yield from ((word[at : at + 2], False) for at in range(max(1, len(word) - 1)))
        elif word[0].isdigit():
            yield word, True
        elif len(word) >= LEAST_LETTERS:
            yield word.casefold(), word[0].isupper() and not _begins_a_sentence(text, found.start())


def _begins_a_sentence(text: str, start: int) -> bool:
    return bool(_BEGINNING.search(text[max(0, start - _BEFORE) : start]))
