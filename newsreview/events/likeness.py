"""How likely two articles tell of one event: the more, the more rare words and names they share.

Each article is a direction in the space of all words, where a word counts by how few articles have it (the inverse
document frequency of K. Spärck Jones, 1972); how alike two are is the cosine between them. Groups grow by the mean of
it, as in the tracking of topics (J. Allan, “Topic Detection and Tracking”, 2002).
"""

from collections.abc import Mapping
from math import log, sqrt
from typing import NamedTuple

from newsreview.events.telling import EventWords

# A name is taken to be rare until the articles show that it is not, any other word to be common until they show that it
# is rare: so a few articles can be told apart too.
ARTICLES_WITHOUT_A_NAME = 500
ARTICLES_WITH_A_WORD = 50
NAME = 1.5
HEADLINE = 1.5
LEAST = 0.01

# Days between two articles of one event.
MOST_DAYS = 4
# Judged by hand on 2,500 articles of a hundred outlets; where a day is not known, words alone have to say it.
ENOUGH = 0.2
ENOUGH_WITHOUT_DAYS = 0.33
# A near-copy, in units of what is enough.
COPY = 2.0


class Direction(NamedTuple):
    weights: dict[int, float]
    length: float
    day: int | None
    """Counted from any day; none where it is not known when the article was published."""

    def heaviest(self, most: int) -> list[int]:
        """The words that say most, in the same order each time."""
        return sorted(self.weights, key=lambda word: (-self.weights[word], word))[:most]


def direction(told: EventWords, day: int | None, *, counts: Mapping[int, int], articles: int) -> Direction:
    """`counts` says in how many of the articles a word is."""
    weights = {}
    for word in told.words:
        count = max(1, counts.get(word, 1))
        if word in told.names:
            weight = NAME * log((articles + ARTICLES_WITHOUT_A_NAME) / count)
        else:
            weight = log((articles + ARTICLES_WITH_A_WORD) / (count + ARTICLES_WITH_A_WORD))
        weights[word] = max(weight, LEAST) * (HEADLINE if word in told.headline else 1)
    return Direction(weights, sqrt(sum(weight * weight for weight in weights.values())), day)


def closeness(one: Direction, other: Direction, *, are_copies: bool = False) -> float:
    """In units of what is enough to tell of one event; 0 where too many days lie between."""
    if one.day is not None and other.day is not None:
        if abs(one.day - other.day) > MOST_DAYS:
            return 0.0
        enough = ENOUGH
    else:
        enough = ENOUGH_WITHOUT_DAYS
    return max(_cosine(one, other) / enough, COPY if are_copies else 0.0)


def _cosine(one: Direction, other: Direction) -> float:
    if not (one.length and other.length):
        return 0.0
    shared = one.weights.keys() & other.weights.keys()
    return sum(one.weights[word] * other.weights[word] for word in shared) / (one.length * other.length)
