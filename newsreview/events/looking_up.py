"""Under which keys an article is kept, so that others of the same days which share rare words are found unread."""

from collections.abc import Iterable

from newsreview.events.likeness import MOST_DAYS, Direction
from newsreview.events.telling import number

KEPT = 24
LOOKED_FOR = 48
# Of two articles of one event, nearly all share as many of these.
LEAST_SHARED = 2

ALWAYS = "always"
UNKNOWN = "unknown"


def keys_of(article: Direction) -> list[int]:
    """For those that know their days, and for those that do not."""
    when = UNKNOWN if article.day is None else str(article.day // MOST_DAYS)
    return sorted({_key(word, at) for word in article.heaviest(KEPT) for at in (when, ALWAYS)})


def looked_for(article: Direction) -> list[int]:
    """Of others. Without a day of its own it may be of any."""
    words = article.heaviest(LOOKED_FOR)
    return sorted({_key(word, at) for word in words for at in _whens(article.day)})


def _whens(day: int | None) -> Iterable[str]:
    if day is None:
        return (ALWAYS,)
    some = day // MOST_DAYS
    return (*map(str, range(some - 1, some + 2)), UNKNOWN)


def _key(word: int, when: str) -> int:
    return number(f"{word} {when}")
