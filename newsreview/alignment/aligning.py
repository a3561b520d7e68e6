"""Which words of a later text are those of an earlier one.

Sentence by sentence first. A sentence that each text has once is the same sentence, wherever it stands. One that stands
there several times is known only by its neighbours: it follows on, or comes before, a sentence that is known. Where
neighbours on both sides lay claim to different ones, nobody knows, and it stays unaligned. Between sentences that are
known and stand in the same order, what is left on both sides is compared word by word.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from newsreview.alignment.tokens import normal, tokens
from newsreview.offsets import Offsets

# Comparing word by word takes the product of both lengths; longer passages are taken for rewritten.
MOST_TO_COMPARE = 1_000_000
# Of all passages of two texts together: comparing words that come again and again takes the cube of their number. Prose
# of a thousand words takes a hundredth of it.
MOST_STEPS = 20_000_000

# Of the shorter of two sentences: with less, the one is no edit of the other.
LEAST_IN_COMMON = 0.3

Pair = tuple[int, int]


class Sentence(NamedTuple):
    """Tokens [first, beyond) of its text."""

    first: int
    beyond: int
    words: str
    """In their normal form."""

    @property
    def length(self) -> int:
        """In tokens."""
        return self.beyond - self.first


@dataclass
class Patience:
    """How many steps of comparing are left."""

    steps: int = MOST_STEPS


class Matcher(SequenceMatcher[str]):
    """Which finds the longest runs first, and no more of them when the patience is at its end."""

    def __init__(self, ours: Sequence[str], theirs: Sequence[str], patience: Patience) -> None:
        super().__init__(None, ours, theirs, autojunk=False)
        often = Counter(theirs)
        self.costs = [1 + often[word] for word in ours]
        self.patience = patience

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        self.patience.steps -= sum(self.costs[alo:ahi])
        return super().find_longest_match(alo, ahi, blo, bhi) if self.patience.steps > 0 else Match(alo, blo, 0)


@dataclass(frozen=True)
class Tokenised:
    text: str
    tokens: Sequence[Offsets]
    normal: Sequence[str]
    sentences: Sequence[Sentence]

    def sentence_of(self, token: int) -> int:
        return bisect_right(self.sentences, token, key=beyond)


def beyond(sentence: Sentence) -> int:
    return sentence.beyond


@dataclass(frozen=True)
class Alignment:
    old: Tokenised
    new: Tokenised
    pairs: dict[int, int]
    """The token of the new text for a token of the old one."""
    in_order: Sequence[Pair]
    """Those of them that stand in the same order in both texts, one after the other."""

    @cached_property
    def staying(self) -> frozenset[int]:
        """Tokens of the old text that stand among the same others in the new one."""
        return frozenset(token for token, _ in self.in_order)


def align(earlier: Tokenised, later: Tokenised) -> Alignment:
    same = same_sentences(earlier.sentences, later.sentences)
    pairs = {a: b for i, j in same.items() for a, b in tokens_of(earlier.sentences[i], later.sentences[j])}
    in_order: list[Pair] = []
    patience = Patience()
    chain = [(-1, -1), *longest_chain(sorted(same.items())), (len(earlier.sentences), len(later.sentences))]
    changed = tokens_that_changed(earlier, later), tokens_that_changed(later, earlier)
    for before, after in pairwise(chain):
        between = (slice(one + 1, other) for one, other in zip(before, after, strict=True))
        left, right = ([t for s in side[here] for t in s] for side, here in zip(changed, between, strict=True))
        compared = list(word_by_word(earlier, later, left, right, patience))
        pairs |= compared
        in_order += compared
        if after != chain[-1]:
            in_order += tokens_of(earlier.sentences[after[0]], later.sentences[after[1]])
    return Alignment(earlier, later, pairs, in_order)


def tokenised(text: str, sentences: Sequence[Offsets]) -> Tokenised:
    """`sentences` are those of the text, in their order (sentences.py)."""
    found: list[Offsets] = []
    said: list[str] = []
    of_each: list[Sentence] = []
    for sentence in sentences:
        here = tokens(text, sentence.start, sentence.end)
        words = [normal(token.quote(text)) for token in here]
        of_each.append(Sentence(len(found), len(found) + len(here), " ".join(words)))
        found += here
        said += words
    return Tokenised(text, found, said, of_each)


def tokens_of(one: Sentence, other: Sentence) -> Iterator[Pair]:
    """Of a sentence that both texts have."""
    return zip(range(one.first, one.beyond), range(other.first, other.beyond), strict=True)


def same_sentences(old: Sequence[Sentence], new: Sequence[Sentence]) -> dict[int, int]:
    there = [Counter(sentence.words for sentence in text) for text in (old, new)]
    once = {words for words, n in there[0].items() if n == there[1][words] == 1}
    places = {sentence.words: j for j, sentence in enumerate(new) if sentence.words in once}
    known = {i: places[sentence.words] for i, sentence in enumerate(old) if sentence.words in once}
    claims = list(claimed_by_neighbours(old, new, [*known.items(), (-1, -1), (len(old), len(new))], known))
    claimed_old, claimed_new = defaultdict(set), defaultdict(set)
    for i, j in claims:
        claimed_old[i].add(j)
        claimed_new[j].add(i)
    return known | {i: j for i, j in claims if len(claimed_old[i]) == len(claimed_new[j]) == 1}


def claimed_by_neighbours(
    old: Sequence[Sentence], new: Sequence[Sentence], anchors: Sequence[Pair], known: dict[int, int]
) -> Iterator[Pair]:
    """Sentences that stand in an unbroken row with one that is known; the texts' ends are known."""
    for anchor in anchors:
        for step in (1, -1):
            i, j = anchor[0] + step, anchor[1] + step
            while 0 <= i < len(old) and 0 <= j < len(new) and i not in known and old[i].words == new[j].words:
                yield i, j
                i, j = i + step, j + step


def longest_chain(pairs: Sequence[Pair]) -> list[Pair]:
    """The most of these pairs, which are in the order of the one text, that are in the order of the other too."""
    ends: list[int] = []  # of chains of each length, the lowest place in the other text where one ends
    last: list[int] = []  # by length, the pair that ends it
    before: list[int | None] = []
    for at, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(last[length - 1] if length else None)
        ends[length : length + 1] = [j]
        last[length : length + 1] = [at]
    chain: list[Pair] = []
    link = last[-1] if last else None
    while link is not None:
        chain.append(pairs[link])
        link = before[link]
    return chain[::-1]


def tokens_that_changed(text: Tokenised, other: Tokenised) -> list[range]:
    """Of each sentence; none of one that stands in the other text too, even where nobody knows which is which."""
    theirs = {sentence.words for sentence in other.sentences}
    return [range(s.first, s.first if s.words in theirs else s.beyond) for s in text.sentences]


def word_by_word(
    earlier: Tokenised, later: Tokenised, left: Sequence[int], right: Sequence[int], patience: Patience
) -> Iterator[Pair]:
    """Of these tokens of both texts."""
    if not left or not right or len(left) * len(right) > MOST_TO_COMPARE:
        return
    ours, theirs = ([text.normal[token] for token in side] for text, side in ((earlier, left), (later, right)))
    blocks = Matcher(ours, theirs, patience).get_matching_blocks()
    pairs = [pair for a, b, size in blocks for pair in zip(left[a : a + size], right[b : b + size], strict=True)]
    yield from without_coincidences(pairs, earlier, later)


def without_coincidences(pairs: Sequence[Pair], earlier: Tokenised, later: Tokenised) -> Iterator[Pair]:
    """Two sentences that share only an “and” and a comma are two sentences."""
    of_each = [(earlier.sentence_of(a), later.sentence_of(b)) for a, b in pairs]
    shared = Counter(of_each)
    for pair, (i, j) in zip(pairs, of_each, strict=True):
        shorter = min(earlier.sentences[i].length, later.sentences[j].length)
        if shared[i, j] >= LEAST_IN_COMMON * shorter:
            yield pair
