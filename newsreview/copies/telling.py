"""What of an article is its own to tell: not the lines around it, nor lists of captions, nor what stands in many.

Crawled pages carry all of these, and two articles of one outlet often share more of them than of any news.
"""

from typing import NamedTuple

from newsreview.offsets import paragraphs
from newsreview.word_runs import digest, runs_of, words_of

# In words. “Read more” and “Photo: A. Brandt” tell nothing.
LEAST = 8
# A gallery arrives as one paragraph with all its captions. Where little else is told, it is an article without
# paragraphs.
MOST = 400
LEAST_BESIDE = 100


class Told(NamedTuple):
    """A paragraph that tells something, in words; start and end are the paragraph's in the text, in code points."""

    words: list[str]
    start: int
    end: int

    def key(self, outlet: str) -> int:
        """What the paragraph is known by within its outlet: a whole number of 64 bits, with its sign."""
        return digest(f"{outlet} {' '.join(self.words)}") - (1 << 63)


def told(text: str) -> list[Told]:
    found = [Told(words_of(text[start:end]), start, end) for _number, start, end in paragraphs(text)]
    found = [each for each in found if len(each.words) >= LEAST]
    short = [each for each in found if len(each.words) <= MOST]
    return short if sum(len(each.words) for each in short) >= LEAST_BESIDE else found


def runs_told(paragraphs: list[Told]) -> set[int]:
    """Runs of five words within paragraphs: where an agency's text is cut into others, these stay."""
    return set[int]().union(*(runs_of(each.words) for each in paragraphs))
