"""Who speaks when a source is named again: by the last word of the name, or by a pronoun. Pure, and only a proposal.

«Osterby» is who «harbour master Ragnhild Osterby» was, and «she» whoever was named last. Two people of one family name
are told apart by nobody but the annotator, who sees what was filled in.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

# By language; their forms in other cases too, since the words are marked as they stand.
_PRONOUNS = {
    "ar": "هو هي هم هن",
    "de": "er sie ihm ihr ihnen",
    "en": "he she they him her them it",
    "es": "él ella ellos ellas",
    "fr": "il elle ils elles lui",
    "he": "הוא היא הם הן",
    "ru": "он она они",
    "uk": "він вона вони",
}
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_POSSESSIVE = re.compile(r"[’']s?\Z")
_ASIDE = re.compile(r"\([^)]*\)")


class Named(NamedTuple):
    """A source whose name is known: where it begins, its words, and who it is."""

    start: int
    quote: str
    who: str


def who_is(quote: str, start: int, known: Iterable[Named], language: str = "") -> str | None:
    """Who the words at `start`, in code points, name, as far as the sources known already tell."""
    found = sorted(known)
    earlier = [source for source in found if source.start < start]
    if is_pronoun(quote, language):
        return earlier[-1].who if earlier else None
    word = last_word(quote)
    nearest = [*reversed(earlier), *(source for source in found if source.start >= start)]
    return next((source.who for source in nearest if word and word in ends_of(source)), None)


def is_pronoun(quote: str, language: str = "") -> bool:
    pronouns = _PRONOUNS.get(language[:2].lower(), _PRONOUNS["en"])
    return quote.strip().casefold() in pronouns.split()


def ends_of(source: Named) -> set[str]:
    """The last word as printed, and that of the name: «Osterby, the harbour master» ends in both."""
    return {last_word(source.quote), last_word(_ASIDE.sub(" ", source.who))}


def last_word(words: str) -> str:
    found = _WORD.findall(_POSSESSIVE.sub("", words.strip()))
    return _POSSESSIVE.sub("", found[-1]).casefold() if found else ""
