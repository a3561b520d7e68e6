"""What a search finds: words of a text as PostgreSQL keeps them, and what people type, in PostgreSQL's language. Pure.

A word is what stands between spaces and signs, without case and without accents, in every language; it is not
reduced to a stem. In scripts without spaces each character is a word. The same rules cut the text, what is asked for
and the places that are shown as found, so that the three cannot differ.
"""

import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Literal, NamedTuple

from newsreview.offsets import Offsets

# PostgreSQL's own bounds: positions of one word, the last position, and bytes of all words with their positions (1 MB,
# of which some are taken by rounding up). What lies beyond is left out rather than refused.
MOST_PLACES = 256
LAST_PLACE = 16_383
MOST_BYTES = 900_000
LONGEST_WORD = 200  # code points
MOST_ASKED = 30
SHORTEST_BEGINNING = 2

_MARKS = "".join(chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code))[0] == "M")
# Chinese, Japanese, Thai, Lao, Burmese, Khmer.
_ALONE = (
    r"\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0ebd-\u0ec6\u1000-\u102a\u1780-\u17b3"
    r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
)
_LETTER = rf"[^\W_{_ALONE}]"
_WORD = re.compile(rf"[{_ALONE}][{_MARKS}]*|{_LETTER}(?:{_LETTER}|[{_MARKS}])*")
Why = Literal["no word", "too many words", "too short a beginning"]
_TERM = re.compile(r'(?P<no>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


class Unclear(ValueError):
    """Nothing can be looked up; why is one of the words of `Why`."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


class Word(NamedTuple):
    word: str
    """Folded."""
    start: int
    end: int
    """In code points of the text."""


class Term(NamedTuple):
    """Words in a row; of the last one perhaps only the beginning."""

    words: tuple[str, ...]
    begins: bool = False
    wanted: bool = True

    def in_sql(self) -> str:
        last = f"{quoted(self.words[-1])}:*" if self.begins else quoted(self.words[-1])
        row = " <-> ".join([*map(quoted, self.words[:-1]), last])
        return f"({row})" if self.wanted else f"!({row})"

    def stands_in(self, words: Iterable[Word]) -> bool:
        """At their beginning."""
        *whole, last = self.words
        there = [each.word for each in islice(words, len(self.words))]
        if len(there) < len(self.words) or there[:-1] != whole:
            return False
        return there[-1].startswith(last) if self.begins else there[-1] == last


class Query(NamedTuple):
    """One of the lists is to be fulfilled, and of it every term."""

    either: tuple[tuple[Term, ...], ...]

    def in_sql(self) -> str:
        """As PostgreSQL writes a tsquery."""
        return " | ".join("(" + " & ".join(term.in_sql() for term in terms) + ")" for terms in self.either)

    def places(self, text: str) -> Iterator[Offsets]:
        """Where the text has what is wanted, in its order; none lies over another. It is read as far as is asked for,
        and a word with which nothing begins is passed over at once: texts are long, and many are shown."""
        wanted = [term for terms in self.either for term in terms if term.wanted]
        beginnings = tuple(term.words[0] for term in wanted if term.begins and len(term.words) == 1)
        whole = {term.words[0] for term in wanted} - {*beginnings}
        words, ahead = words_of(text), deque[Word]()
        most = max((len(term.words) for term in wanted), default=0)
        ahead.extend(islice(words, most))
        while ahead:
            lengths = [0]
            if ahead[0].word in whole or ahead[0].word.startswith(beginnings):
                lengths += [len(term.words) for term in wanted if term.stands_in(ahead)]
            if length := max(lengths):
                yield Offsets(ahead[0].start, ahead[length - 1].end)
            for _passed in range(max(length, 1)):
                ahead.popleft()
            ahead.extend(islice(words, most - len(ahead)))


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Without case, accents and other marks; wide and joined letters as the usual ones."""
    letters = unicodedata.normalize("NFKD", word).casefold()
    return "".join(islice((letter for letter in letters if letter.isalnum() or is_vowel_sign(letter)), LONGEST_WORD))


def is_vowel_sign(letter: str) -> bool:
    """Of an Indian script or one near it, where marks are vowels and no accents."""
    return "\u0900" <= letter < "\u1ab0" and unicodedata.category(letter)[0] == "M"


def words_of(text: str) -> Iterator[Word]:
    for found in _WORD.finditer(text):
        if word := fold(found[0]):
            yield Word(word, found.start(), found.end())


def vector(*texts: str) -> str:
    """As PostgreSQL writes a tsvector. No row of words goes on from one text to the next."""
    places: dict[str, list[int]] = {}
    place = size = 0
    for text in texts:
        for each in words_of(text):
            place += 1
            known = places.get(each.word)
            if known is None:
                size += len(each.word.encode()) + 8
                if size > MOST_BYTES:
                    continue
                known = places[each.word] = []
            if len(known) < MOST_PLACES and place <= LAST_PLACE and size < MOST_BYTES:
                known.append(place)
                size += 2
        place += 1
    return " ".join(quoted(word) + (":" + ",".join(map(str, at)) if at else "") for word, at in places.items())


def quoted(word: str) -> str:
    """It has letters and digits only."""
    return f"'{word}'"


def read(typed: str) -> Query:
    """Words, all of which are wanted; "words in a row"; -not; or; beginn*.

    Raises Unclear.
    """
    either: list[list[Term]] = [[]]
    for found in _TERM.finditer(typed):
        if found["word"] and found["word"].casefold() == "or" and not found["no"]:
            either.append([])
        elif term := term_of(found):
            either[-1].append(term)
    asked = tuple(tuple(terms) for terms in either if terms)
    refuse_unclear(asked)
    return Query(asked)


def term_of(found: re.Match[str]) -> Term | None:
    typed = found["word"] or found["phrase"] or ""
    words = tuple(each.word for each in words_of(typed))
    return Term(words, begins=typed.endswith("*"), wanted=not found["no"]) if words else None


def refuse_unclear(asked: Iterable[tuple[Term, ...]]) -> None:
    terms = [term for each in asked for term in each]
    if not terms:
        raise Unclear("no word")
    if sum(len(term.words) for term in terms) > MOST_ASKED:
        raise Unclear("too many words")
    if any(term.begins and len(term.words[-1]) < SHORTEST_BEGINNING for term in terms):
        raise Unclear("too short a beginning")
