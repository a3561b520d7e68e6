"""What is aligned: words, and what stands between them but white space, each with its place."""

import re
import unicodedata

from newsreview.offsets import Offsets

# Accents, vowel signs and variation selectors: they belong to the character before them, and are no token of their own.
_MARKS = "".join(chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code))[0] == "M")
_JOINERS = "\u200c\u200d"
# Scripts without spaces: each character is a word.
_CHARACTER = "\u3040-\u3098\u309b-\u30ff\u3400-\u9fff\uf900-\ufaff"
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
# An emoji with its skin tone, its tags, and the others that are joined to it, is one sign.
_SIGN = rf"[^\w\s](?:[{_MARKS}\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]|\u200d[^\w\s])*"
_TOKEN = re.compile(
    rf"[{_CHARACTER}][{_MARKS}]*|[^\W{_CHARACTER}](?:[^\W{_CHARACTER}]|[{_MARKS}{_JOINERS}])*|{_FLAG}|{_SIGN}"
)
# An agency's straight quotes are an outlet's curly ones.
_ALIKE = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛‹›′", "'") | dict.fromkeys("‐‑‒–—―", "-"))


def tokens(text: str, start: int, end: int) -> list[Offsets]:
    """Of text[start:end], in code points, in their order."""
    return [Offsets(*found.span()) for found in _TOKEN.finditer(text, start, end)]


def normal(words: str) -> str:
    """The same for words that differ only in case, and in which quote marks and dashes were typed."""
    return words.casefold().translate(_ALIKE)
