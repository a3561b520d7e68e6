"""What of a project goes into a release, and what was left out and why."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from newsreview.exports.formats import FURTHER
from newsreview.exports.records import AnnotationSet, Article
from newsreview.splits.dealing import SIDES

# What a set must have come to, at least; and how many of an article's are taken.
SUBMITTED, ACCEPTED, ADJUDICATED = DEGREES = ("submitted", "accepted", "adjudicated")
ALL, FINAL = VOTES = ("all", "final")
MADE_BY_PEOPLE = {"person", "adjudicated"}


def one_of(words: Iterable[str]) -> Meta:
    """For whoever reads a description; what was asked for is checked below."""
    return Meta(extra_json_schema={"enum": list(words)})


class Choices(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was asked for; empty lists of what is in the project choose everything."""

    sets: Annotated[str, one_of(DEGREES)] = ACCEPTED
    votes: Annotated[str, one_of(VOTES)] = FINAL
    labels: list[str] = []
    outlets: list[str] = []
    stories: list[str] = []
    languages: list[str] = []
    shares: dict[str, int] = {}
    """Per cent of each side. Empty: the articles stand in one file."""
    seed: Annotated[int, Meta(ge=0, le=2**31)] = 0
    formats: list[Annotated[str, one_of(FURTHER)]] = []
    """What it is written as besides."""

    def __post_init__(self) -> None:
        if self.sets not in DEGREES or self.votes not in VOTES:
            raise ValueError(f"There is no choice of {self.sets} and {self.votes}.")
        if self.shares and (sum(self.shares.values()) != 100 or not self.shares.keys() <= set(SIDES)):
            raise ValueError("The shares of train, validation and test must make 100 per cent.")
        if any(share < 0 for share in self.shares.values()):
            raise ValueError("A share cannot be less than nothing.")
        if unknown := set(self.formats) - FURTHER.keys():
            raise ValueError(f"There is no format {', '.join(sorted(unknown))}.")
        if len(set(self.formats)) < len(self.formats):
            raise ValueError("A format is named twice.")

    @property
    def sides(self) -> list[str]:
        return [side for side in SIDES if self.shares.get(side)]


class Chooser:
    """Takes a project's articles one by one, and remembers what it left out."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self._labels = set(choices.labels)
        self.articles = Counter[str]()
        """Left out, by reason; so are sets, and marks by their label."""
        self.sets = Counter[str]()
        self.marks = Counter[str]()

    def choose(self, article: Article) -> bool:
        """Whether it is in the release; what is not stays behind in neither it nor its sets."""
        if reason := self._unwanted(article):
            self.articles[reason] += 1
            self.sets["of_another_article"] += len(article.annotation_sets)
            return False
        article.annotation_sets = self._chosen(article.annotation_sets)
        if not article.annotation_sets:
            self.articles["nothing_chosen"] += 1
            return False
        if self._labels:
            for one in article.annotation_sets:
                self._narrow(one)
        return True

    def _unwanted(self, article: Article) -> str | None:
        wanted = self.choices
        for reason, name, names in (
            ("of_another_outlet", article.outlet, wanted.outlets),
            ("of_another_story", article.story, wanted.stories),
            ("in_another_language", article.language, wanted.languages),
        ):
            if names and (name or "") not in names:
                return reason
        return None

    def _chosen(self, sets: Sequence[AnnotationSet]) -> list[AnnotationSet]:
        """Sorted out one reason after the other, so that each set that is left out is counted once."""
        degree = self.choices.sets
        left = self._keep(sets, "not_by_people", [one for one in sets if one.kind in MADE_BY_PEOPLE])
        left = self._keep(left, "draft", [one for one in left if one.complete])
        settled = [one for one in left if one.kind == "adjudicated"]
        if degree == ADJUDICATED and not settled:
            return self._keep(left, "not_adjudicated", [])
        if degree == ACCEPTED:
            left = self._keep(left, "not_accepted", [one for one in left if one in settled or one.accepted_at])
        if self.choices.votes == ALL:
            return left
        return self._final(left, settled)

    def _final(self, left: Sequence[AnnotationSet], settled: Sequence[AnnotationSet]) -> list[AnnotationSet]:
        """What was adjudicated; else the only one that was accepted, else the only one there is."""
        for candidates in (settled, [one for one in left if one.accepted_at], left):
            if len(candidates) == 1:
                return self._keep(left, "vote", candidates)
        return self._keep(left, "undecided", [])

    def _keep(self, sets: Sequence[AnnotationSet], reason: str, kept: Sequence[AnnotationSet]) -> list[AnnotationSet]:
        self.sets[reason] += len(sets) - len(kept)
        return list(kept)

    def _narrow(self, one: AnnotationSet) -> None:
        """To the labels that were chosen. A link needs both its ends."""
        before = Counter(mark.label for mark in one.marks)
        one.labels_asked = [key for key in one.labels_asked if key in self._labels]
        one.spans = [span for span in one.spans if span.label in self._labels]
        there = {span.id for span in one.spans}
        one.links = [
            link for link in one.links if link.label in self._labels and {link.from_span, link.to_span} <= there
        ]
        one.article_labels = [mark for mark in one.article_labels if mark.label in self._labels]
        self.marks += before - Counter(mark.label for mark in one.marks)
