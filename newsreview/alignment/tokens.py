"""What is aligned: words, and what stands between them but white space, each with its place."""

import re

from newsreview.offsets import Offsets

# Scripts without spaces: each character is a word.
_CHARACTER = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_CHARACTER}]|[^\W{_CHARACTER}]+|[^\w\s]")
# An agency's straight quotes are an outlet's curly ones.
_ALIKE = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛‹›′", "'") | dict.fromkeys("‐‑‒–—―", "-"))


def tokens(text: str, start: int, end: int) -> list[Offsets]:
    """Of text[start:end], in code points, in their order."""
    return [Offsets(*found.span()) for found in _TOKEN.finditer(text, start, end)]


def normal(words: str) -> str:
    """The same for words that differ only in case, and in which quote marks and dashes were typed."""
    return words.casefold().translate(_ALIKE)
