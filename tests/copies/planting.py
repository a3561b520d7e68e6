"""Made-up outlets that print one another's articles: lightly edited, cut to a third, their paragraphs merged.

Around its own text every article has what crawled pages have: captions, a gallery in one paragraph, what the outlet
prints beneath everything, and now and then background that the outlet has printed before.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

WORDS = 4_000
ONE_COPY_IN = 8
SHORT = ["Read more", "Photo: A. Brandt", "Advertisement", "Hide Caption 3 of 12", "Share this"]


@dataclass(frozen=True)
class Printed:
    outlet: str
    own: list[str]
    """The paragraphs of the news itself."""
    text: str
    """As it was crawled."""


@dataclass
class Outlet:
    name: str
    footer: list[str]
    background: list[str]
    gallery: str


@dataclass
class Press:
    seed: int
    outlets: int
    random: Random = field(init=False)
    words: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.words = ["".join(self.random.choices("aeioubdklmnprst", k=6)) for _ in range(WORDS)]

    def printed(self, articles: int) -> Iterator[Printed]:
        """One in eight repeats an earlier one, of another outlet for the most part."""
        outlets = [self._outlet(f"Outlet {number}") for number in range(self.outlets)]
        originals: list[list[str]] = []
        for number in range(articles):
            outlet = self.random.choice(outlets)
            if number and self.random.randrange(ONE_COPY_IN) == 0:
                own = self._copied(self.random.choice(originals))
            else:
                own = self._paragraphs(self.random.randint(6, 18))
                originals.append(own)
            yield Printed(outlet.name, own, self._crawled(own, outlet))

    def _outlet(self, name: str) -> Outlet:
        return Outlet(name, self._paragraphs(2), self._paragraphs(6), self._said(600))

    def _paragraphs(self, number: int) -> list[str]:
        return [self._said(self.random.randint(20, 60)) for _ in range(number)]

    def _said(self, words: int) -> str:
        return " ".join(self.random.choices(self.words, k=words)).capitalize() + "."

    def _copied(self, own: list[str]) -> list[str]:
        ways = self.random.choice(
            [[self._edited], [self._cut], [self._merged], [self._cut, self._edited, self._merged]]
        )
        for way in ways:
            own = way(own)
        return own

    def _edited(self, own: list[str]) -> list[str]:
        """One word in forty is another."""
        return [" ".join(self._edited_word(word) for word in paragraph.split()) for paragraph in own]

    def _edited_word(self, word: str) -> str:
        return self.random.choice(self.words) if self.random.randrange(40) == 0 else word

    def _cut(self, own: list[str]) -> list[str]:
        start = self.random.choice([0, 0, 1])
        return own[start : start + max(2, len(own) // 3)]

    def _merged(self, own: list[str]) -> list[str]:
        return [" ".join(own[start : start + 2]) for start in range(0, len(own), 2)]

    def _crawled(self, own: list[str], outlet: Outlet) -> str:
        lines = list(own)
        if self.random.randrange(10) == 0:
            lines += self.random.sample(outlet.background, 4)
        if self.random.randrange(10) == 0:
            lines.insert(1, outlet.gallery)
        for _ in range(self.random.randrange(4)):
            lines.insert(self.random.randint(0, len(lines)), self.random.choice(SHORT))
        return "\n\n".join([*lines, *outlet.footer]) + "\n"
