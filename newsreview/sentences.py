"""Where sentences end: ICU's rules for the language, and the joins that news needs beside them. Pure.

Computed when a screen needs them and never stored: a better rule changes no data.
"""

import re
from collections.abc import Iterator

from icu4py.breakers import SentenceBreaker

from newsreview.offsets import Offsets

# ICU's own list of abbreviations, asked for by this locale keyword, keeps Mr., No., Jan., U.S. and p.m. whole.
_KEYWORD = "@ss=standard"
_TITLES = (
    "Adm Brig Capt Cdr Cllr Cmdr Col Cpl Dr Drs Fr Gen Gov Hon Insp Jr Lt Maj Messrs Mme Mr Mrs Ms Mx Pres Prof Rep Rev"
    " Sen Sgt Sr St Supt approx al cf ca Mt Ft Art Nos No vs"
)
# A title, the initial of a name, half of an abbreviation.
_STAYS_OPEN = re.compile(rf"(?<![^\s(“‘\"'.-])(?:{'|'.join(_TITLES.split())}|[^\W\d_])\.\s*\Z")
_LONGEST = 12  # code points, of a title with what stands around it
_LIST_NUMBER = re.compile(r"\s*[(\[]?(?:\d{1,3}|[a-z])[.)]\s*")
_BEGINS_LOW = re.compile(r"\s*[,;:–—)\]”’»-]*\s*(?P<letter>[^\W\d_])")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}")


def sentences(text: str, start: int, end: int, language: str = "") -> list[Offsets]:
    """The sentences of text[start:end], in code points; white space between them belongs to none.

    A line feed ends a sentence. Asking once for many paragraphs is much quicker than for each.
    `language` is a BCP 47 tag; without one, or with one that ICU does not know, its root rules apply.
    """
    found: list[Offsets] = []
    at = begin = start
    for piece in _pieces(text[start:end], language):
        at += len(piece)
        if at < end and _joins(text, begin, at, end):
            continue
        if stripped := text[begin:at].strip():
            first = text.index(stripped[0], begin)
            found.append(Offsets(first, first + len(stripped)))
        begin = at
    return found


def _pieces(text: str, language: str) -> Iterator[str]:
    known = _LANGUAGE.match(language)
    return iter(SentenceBreaker(text, (known[0].lower() if known else "en") + _KEYWORD))


def _joins(text: str, begin: int, cut: int, end: int) -> bool:
    """Whether what ICU cut here is one sentence."""
    if text[cut - 1] == "\n":
        return False
    if _LIST_NUMBER.fullmatch(text, begin, cut) or _STAYS_OPEN.search(text, max(begin, cut - _LONGEST), cut):
        return True
    low = _BEGINS_LOW.match(text, cut, end)
    return bool(low and low["letter"].islower())
