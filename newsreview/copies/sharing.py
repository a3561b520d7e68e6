"""Which sentences of an article another has too."""

from collections.abc import Iterable
from enum import StrEnum

from newsreview.word_runs import runs

MOSTLY = 0.5


class Sharing(StrEnum):
    SAME = "same"
    """Word for word, whatever stands between the words."""
    EDITED = "edited"
    """At least half of it, in runs of five words."""
    OWN = "own"


def sharing(these: Iterable[str], those: Iterable[str]) -> list[Sharing]:
    """Of each of these sentences, whether it is among those, or in a longer one of them."""
    theirs = set[int]().union(*map(runs, those))
    return [_sharing(runs(sentence), theirs) for sentence in these]


def _sharing(sentence: set[int], theirs: set[int]) -> Sharing:
    both = len(sentence & theirs)
    if both and both == len(sentence):
        return Sharing.SAME
    return Sharing.EDITED if both and both >= MOSTLY * len(sentence) else Sharing.OWN
