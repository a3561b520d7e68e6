"""Five words in a row, as a number: what is compared where texts are."""

import re
from hashlib import blake2b

WORDS = 5
# Scripts without spaces: each character is a word.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")


def words_of(text: str) -> list[str]:
    """In the order of the text, without case and without what stands between them."""
    return _WORD.findall(text.casefold())


def runs(text: str) -> set[int]:
    """Digests of every five words in a row; a shorter text is one run."""
    return runs_of(words_of(text))


def runs_of(words: list[str]) -> set[int]:
    if not words:
        return set()
    starts = range(max(1, len(words) - WORDS + 1))
    return {digest(" ".join(words[start : start + WORDS])) for start in starts}


def digest(words: str) -> int:
    """Eight bytes that stand for the words, the same in every process."""
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest())
