"""Where a stretch of an earlier text is in a later one. It is proposed and never certain, and not guessed at all where
the same words could be meant at several places."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from newsreview.alignment.aligning import Alignment, Tokenised
from newsreview.offsets import Offsets

# Of the longer of both stretches, and of what stands around them in their sentences, where less has: less in common is
# another thing said.
ENOUGH_ALIKE = 0.5


class Fate(StrEnum):
    KEPT = "kept"
    """The same words, among the same others."""
    MOVED = "moved"
    """The same words, put somewhere else."""
    CHANGED = "changed"
    """Words that stand for it."""
    LOST = "lost"
    """Gone, rewritten, or nobody knows which it is."""


class Carried(NamedTuple):
    fate: Fate
    place: Offsets | None
    """In the later text; None where it is lost."""


LOST = Carried(Fate.LOST, None)


def carried(span: Offsets, alignment: Alignment) -> Carried:
    """`span` is in code points of the earlier text."""
    old, new = alignment.old, alignment.new
    first = bisect_right(old.tokens, span.start, key=end_of)
    last = bisect_left(old.tokens, span.end, key=start_of) - 1
    if last < first:
        return LOST
    inside = range(first, last + 1)
    begins, ends = place_of_first(first, alignment), place_of_last(last, alignment)
    if begins is None or ends is None or begins > ends:
        return LOST
    there = range(begins, ends + 1)
    found = [alignment.pairs[at] for at in inside if alignment.pairs.get(at) in there]
    if len(found) < ENOUGH_ALIKE * max(len(inside), len(there)) or could_be_another(inside, there, alignment):
        return LOST
    place = Offsets(new.tokens[begins].start, new.tokens[ends].end)
    if found != list(there) or len(found) != len(inside):
        return Carried(Fate.CHANGED, place)
    place = Offsets(place.start + cut(old.tokens[first], new.tokens[begins], span.start), place.end)
    place = Offsets(place.start, place.end - cut(old.tokens[last], new.tokens[ends], span.end, from_end=True))
    place = with_space(
        place, new.text, old.text[span.start : old.tokens[first].start], old.text[old.tokens[last].end : span.end]
    )
    return Carried(Fate.KEPT if alignment.staying.issuperset(inside) else Fate.MOVED, place)


def start_of(token: Offsets) -> int:
    return token.start


def end_of(token: Offsets) -> int:
    return token.end


def place_of_first(token: int, alignment: Alignment) -> int | None:
    """Where the words before it are known, what comes after them stands for it."""
    if token in alignment.pairs:
        return alignment.pairs[token]
    before = alignment.pairs.get(token - 1) if token else -1
    return None if before is None or before + 1 == len(alignment.new.tokens) else before + 1


def place_of_last(token: int, alignment: Alignment) -> int | None:
    if token in alignment.pairs:
        return alignment.pairs[token]
    after = alignment.pairs.get(token + 1) if token + 1 < len(alignment.old.tokens) else len(alignment.new.tokens)
    return after - 1 if after else None


def could_be_another(inside: range, there: range, alignment: Alignment) -> bool:
    """Whether their sentence was changed, and the same words stand in it twice or among others than before."""
    old, new = alignment.old, alignment.new
    here, heard = sentences_around(inside, old), sentences_around(there, new)
    was, becomes = old.normal[here.start : here.stop], new.normal[heard.start : heard.stop]
    if was == becomes:
        return False
    said = old.normal[inside.start : inside.stop]
    return (
        in_other_company(inside, there, here, heard, alignment)
        or stands_twice(said, was)
        or stands_twice(said, becomes)
    )


def sentences_around(stretch: range, text: Tokenised) -> range:
    """The tokens of the sentences in which it begins and ends, and of those between."""
    first, last = (text.sentences[text.sentence_of(at)] for at in (stretch[0], stretch[-1]))
    return range(first.first, last.beyond)


def in_other_company(inside: range, there: range, here: range, heard: range, alignment: Alignment) -> bool:
    beside = [at for at in here if at not in inside]
    known = sum(alignment.pairs.get(at) in heard for at in beside)
    return known < ENOUGH_ALIKE * min(len(beside), len(heard) - len(there))


def stands_twice(words: Sequence[str], among: Sequence[str]) -> bool:
    places = range(len(among) - len(words) + 1)
    found = (at for at in places if among[at] == words[0] and among[at : at + len(words)] == words)
    return len(list(islice(found, 2))) > 1


def cut(old: Offsets, new: Offsets, edge: int, *, from_end: bool = False) -> int:
    """How far into its word a span begins or ends, if the word is as long there."""
    inside = old.end - edge if from_end else edge - old.start
    return inside if inside > 0 and old.length == new.length else 0


def with_space(place: Offsets, text: str, before: str, after: str) -> Offsets:
    """White space that was marked with the words, where it still stands beside them."""
    starts = place.start - len(before)
    start = starts if starts >= 0 and text.startswith(before, starts) else place.start
    return Offsets(start, place.end + len(after) if text.startswith(after, place.end) else place.end)
