"""How much a reader takes in at once. What is larger is refused before any work is done on it."""

from django.conf import settings


def article_characters() -> int:
    return settings.MAX_ARTICLE_CHARACTERS


def article_bytes() -> int:
    """The longest article, were every character to take four bytes, and a BOM."""
    return 4 * settings.MAX_ARTICLE_CHARACTERS + 3


def line_bytes() -> int:
    """A line with the longest article, were every character written as \\uXXXX, and its other fields."""
    return 6 * settings.MAX_ARTICLE_CHARACTERS + 100_000


def unpacked_bytes(packed: int) -> int:
    """How many bytes may come out of a file of so many."""
    return min(UNPACKED_BYTES, max(UNPACKED_AT_LEAST, UNPACKED_RATIO * packed))


# A .json file is one value and has to be taken in whole; .jsonl has no such limit.
JSON_FILE_BYTES = 50 * 1024 * 1024
# An HTML tag; what else bounds a page is in `pages`.
TAG_ATTRIBUTES = 1000
# What is packed may come to so many times its size, a small file to some in any case, and a large one to no more.
UNPACKED_RATIO = 200
UNPACKED_AT_LEAST = 16 * 1024 * 1024
UNPACKED_BYTES = 10 * 1024**3
# An archive's files, and the bytes of the list of them, which has to be taken in whole.
ENTRIES = 20_000
LISTING_BYTES = 4 * 1024 * 1024
# 128 MB, what zstd itself unpacks unless told otherwise.
ZSTD_WINDOW_LOG = 27
MANIFEST_BYTES = 50 * 1024 * 1024
# Refusals are counted without end; this many are named.
NAMED_REFUSALS = 10_000
# So many names that are a file's own are counted, fields and labels each, and none that is longer.
NAMED_FIELDS = 100
NAME_CHARACTERS = 200
