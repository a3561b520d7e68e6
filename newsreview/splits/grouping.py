"""Which articles must stay on one side of a split: those that tell the same thing, or quote the same lines.

Articles are tied by their story, by their address, by a paragraph that they share, by being the same text throughout,
and by being near-copies, which is found elsewhere. Whoever is tied to somebody is in their group, however long the
chain. docs/releases.md states the rules.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby, pairwise
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from newsreview.offsets import paragraphs
from newsreview.word_runs import digest

# A paragraph says something of its own from this length on, in bytes of UTF-8: “Leave a comment” does not, and a
# Chinese sentence has as much to say in a third of the characters.
LONG = 60
# What more articles than this share, and more than one in a hundred, is what outlets print beneath everything.
FEW = 20
ONE_IN = 100
TRACKING = "utm_"
NUMBER_BITS = 32


class Tie(NamedTuple):
    """Between two articles, by their numbers."""

    one: int
    other: int
    by: str
    """story, url, text, copy or paragraph."""


class Grouping:
    """Takes articles one by one; of their texts it keeps eight bytes a paragraph."""

    def __init__(self) -> None:
        self._ties: list[Tie] = []
        self._first: dict[tuple[str, str | int], int] = {}
        self._paragraphs: list[int] = []
        self._parents: list[int] = []

    def add(self, *, story: str, url: str, text: str) -> int:
        """The article's number."""
        number = len(self._parents)
        self._parents.append(number)
        said = [squeezed(text[paragraph.start : paragraph.end]) for paragraph in paragraphs(text)]
        keys: dict[str, str | int] = {"story": story, "url": address(url), "text": digest("\n".join(said))}
        for by, key in keys.items():
            if key:
                self._tie(self._first.setdefault((by, key), number), number, by)
        long = {digest(words) for words in said if len(words.encode()) >= LONG}
        self._paragraphs += [known << NUMBER_BITS | number for known in long]
        return number

    def tie_copies(self, one: int, other: int) -> None:
        """Of articles that were added, by their numbers."""
        self._tie(one, other, "copy")

    def groups(self) -> list[list[int]]:
        """Every article in one; each group in the order in which its articles came, and so are the groups."""
        for sharing in self._shared():
            for one, other in pairwise(sharing):
                self._tie(one, other, "paragraph")
        together = defaultdict[int, list[int]](list)
        for number in range(len(self._parents)):
            together[self._root(number)].append(number)
        return list(together.values())

    def chain(self, start: int, ends: Iterable[int]) -> list[Tie]:
        """The ties that lead from an article to the nearest of these, once it is known who is together."""
        wanted, neighbours = set(ends), self._neighbours
        ways: dict[int, list[Tie]] = {start: []}
        waiting = deque([start])
        while waiting:
            here = waiting.popleft()
            if here in wanted:
                return ways[here]
            for tie in neighbours[here]:
                there = tie.other if tie.one == here else tie.one
                if there not in ways:
                    ways[there] = [*ways[here], Tie(here, there, tie.by)]
                    waiting.append(there)
        return []

    @cached_property
    def _neighbours(self) -> defaultdict[int, list[Tie]]:
        found = defaultdict[int, list[Tie]](list)
        for tie in self._ties:
            found[tie.one].append(tie)
            found[tie.other].append(tie)
        return found

    def _shared(self) -> Iterator[Sequence[int]]:
        """Of each paragraph that several articles have, and not too many, their numbers."""
        self._paragraphs.sort()
        few = max(FEW, len(self._parents) // ONE_IN)
        for _known, places in groupby(self._paragraphs, key=lambda place: place >> NUMBER_BITS):
            numbers = [place & (1 << NUMBER_BITS) - 1 for place in places]
            if 1 < len(numbers) <= few:
                yield numbers

    def _root(self, number: int) -> int:
        while self._parents[number] != number:
            self._parents[number] = number = self._parents[self._parents[number]]
        return number

    def _tie(self, one: int, other: int, by: str) -> None:
        """Only what joins two groups is noted: there is one chain from an article to another."""
        first, second = sorted((self._root(one), self._root(other)))
        if first != second:
            self._parents[second] = first
            self._ties.append(Tie(one, other, by))


def squeezed(words: str) -> str:
    return " ".join(words.split())


def address(url: str) -> str:
    """What two links to one page have in common: not the scheme, “www.”, a last slash, the place in the page, nor what
    says by which way the reader came."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    asked = [
        (key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not key.startswith(TRACKING)
    ]
    place = f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}"
    return f"{place}?{urlencode(asked)}" if asked else place
