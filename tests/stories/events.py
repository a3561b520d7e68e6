"""Made-up events, each told by some outlets in words of their own; people of earlier events come up again in later
ones, and articles that nobody else tells stand between them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

START = datetime(2026, 5, 1, 8, tzinfo=UTC)
OUTLETS = [f"Outlet {number}" for number in range(12)]


class World:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.common = [self._word() for _ in range(600)]
        self.often = [1 / rank for rank in range(1, 601)]
        self.beats = [[self._word() for _ in range(120)] for _ in range(6)]
        self.known = [self._word().capitalize() for _ in range(60)]

    def articles(self, events: int, *, dated: bool = True) -> Iterator[tuple[int, dict[str, Any]]]:
        """The number of its event, and what is known of each article; shuffled within some days."""
        coming = [pair for event in range(events) for pair in self._event(event, dated=dated)]
        at = {id(pair[1]): number // 4 + self.random.random() * 20 for number, pair in enumerate(coming)}
        yield from sorted(coming, key=lambda pair: at[id(pair[1])])

    def _event(self, event: int, *, dated: bool) -> Iterator[tuple[int, dict[str, Any]]]:
        beat = self.random.choice(self.beats)
        subject = self.random.sample(beat, 25)
        names = [self._word().capitalize() for _ in range(4)] + self.random.sample(self.known, 2)
        day = START + timedelta(days=event // 3)
        for outlet in self.random.sample(OUTLETS, self.random.choice([1, 1, 2, 3, 4, 5])):
            title = " ".join([*self.random.sample(names, 2), *self.random.sample(subject, 3)])
            text = "\n".join(self._paragraph(names, subject, beat) for _ in range(7))
            when = day + timedelta(hours=self.random.randrange(48)) if dated else None
            yield event, {"outlet": outlet, "title": title, "text": f"{text}\n", "published_at": when}

    def _paragraph(self, names: list[str], subject: list[str], beat: list[str]) -> str:
        return " ".join(self._sentence(names, subject, beat) for _ in range(3))

    def _sentence(self, names: list[str], subject: list[str], beat: list[str]) -> str:
        words = self.random.choices(self.common, self.often, k=10)
        words += self.random.sample(names, self.random.randrange(3)) + self.random.sample(subject, 2)
        words += [self.random.choice(beat), self.random.choice(self.known)]
        self.random.shuffle(words)
        return f"{self.random.choice(self.common).capitalize()} {' '.join(words)}."

    def _word(self) -> str:
        return "".join(self.random.choices("aeioubdklmnprst", k=self.random.randrange(4, 9)))


def report(seed: int, articles: int) -> list[dict[str, Any]]:
    """So many articles of different outlets about one event."""
    told: dict[int, list[dict[str, Any]]] = {}
    for event, each in World(seed).articles(30):
        told.setdefault(event, []).append(each)
    return max(told.values(), key=len)[:articles]
