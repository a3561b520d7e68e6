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


# A .json file is one value and has to be taken in whole; .jsonl has no such limit.
JSON_FILE_BYTES = 50 * 1024 * 1024
MANIFEST_BYTES = 50 * 1024 * 1024
# Refusals are counted without end; this many are named.
NAMED_REFUSALS = 10_000
