"""Which headline names a story best: the one that has most in common with the others."""

from collections import Counter
from collections.abc import Sequence

from newsreview.word_runs import words_of


def telling_headline(headlines: Sequence[str]) -> str:
    """Of several as good, the shortest; of those, the first."""
    words = {headline: set(words_of(headline)) for headline in headlines}
    counts = Counter(word for headline in headlines for word in words[headline])

    def told(headline: str) -> float:
        shared = sum(counts[word] - 1 for word in words[headline])
        return shared / (len(words[headline]) + 3)

    return max(headlines, key=lambda headline: (told(headline), -len(headline)), default="")
