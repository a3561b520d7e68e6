"""What a version of a model marked, held against what is settled in the same articles.

Settled is what was adjudicated, else the only set of the article that was accepted. Nobody's roles are known here.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from newsreview.agreement import scoring
from newsreview.agreement.counting import Counts, Key
from newsreview.agreement.readings import Reading
from newsreview.agreement.scoring import MEASURES, WRONG, Share, labels_in, share
from newsreview.annotation.model_versions import ModelVersion, Prediction
from newsreview.annotation.models import AnnotationSet, Submission
from newsreview.corpus.models import Article
from newsreview.offsets import paragraphs
from newsreview.review.keeping import AT_ONCE, Sets, count_more
from newsreview.review.reading import read

BATCH = 200
WORST = 50
Shares = dict[str, Share]


class Settled(NamedTuple):
    """A set that counts as the right answer, and the article it is about."""

    task: UUID
    annotation_set: UUID
    version: int
    kind: str
    labels_asked: list[str]
    article: UUID
    outlet: str | None
    story: str | None


class Beside(NamedTuple):
    """What the model marked in an article, and what is settled there."""

    predicted: UUID
    settled: Settled

    @property
    def sets(self) -> Sets:
        """At their versions; what a model marked never changes."""
        return (self.predicted, 1), (self.settled.annotation_set, self.settled.version)

    def readings(self, readings: Mapping[UUID, Reading]) -> tuple[Reading, Reading]:
        """Of labels that were not asked for, nothing was settled."""
        model, settled = readings[self.predicted], readings[self.settled.annotation_set]
        return model.only(self.settled.labels_asked), settled.only(self.settled.labels_asked)


class Passage(NamedTuple):
    """A paragraph, by its number, and how many differences begin in it."""

    beside: Beside
    paragraph: int
    differences: int


@dataclass(frozen=True)
class Score:
    """By now; asked again, more is counted until all is."""

    articles: int
    """That the model has marked."""
    settled: int
    """Of which so many are settled."""
    counts: Sequence[tuple[Beside, Counts]]

    @property
    def counted(self) -> int:
        return len(self.counts)

    @property
    def complete(self) -> bool:
        return self.counted == self.settled

    @cached_property
    def sums(self) -> Counter[Key]:
        return summed(counts for _, counts in self.counts)

    @property
    def together(self) -> Shares:
        return shares(self.sums)

    @property
    def by_label(self) -> dict[str, Shares]:
        return {label: shares(self.sums, label) for label in sorted(labels_in(self.sums))}

    @property
    def by_outlet(self) -> dict[str, Shares]:
        return self.by(lambda settled: settled.outlet)

    @property
    def by_story(self) -> dict[str, Shares]:
        return self.by(lambda settled: settled.story)

    def by(self, name: Callable[[Settled], str | None]) -> dict[str, Shares]:
        """By the name, sorted; blank is none."""
        groups = defaultdict[str, list[Counts]](list)
        for beside, counts in self.counts:
            groups[name(beside.settled) or ""].append(counts)
        return {group: shares(summed(groups[group])) for group in sorted(groups)}

    def worst(self, readable: Collection[UUID]) -> list[Passage]:
        """In these tasks, the paragraphs with the most differences; the first in the order of tasks where as many."""
        passages = (
            Passage(beside, key[1], int(times))
            for beside, counts in self.counts
            if beside.settled.task in readable
            for key, times in counts.items()
            if key[0] == WRONG
        )
        return nsmallest(
            WORST, passages, key=lambda each: (-each.differences, each.beside.settled.task, each.paragraph)
        )


def score_of(version: ModelVersion, *, at_once: int = AT_ONCE) -> Score:
    predicted = dict(Prediction.objects.filter(model_version=version).values_list("task", "annotation_set"))
    besides = [Beside(predicted[settled.task], settled) for settled in settled_where(version)]
    kept = count_more(f"score-{version.pk}", {each.sets: each for each in besides}, counted, at_once=at_once)
    return Score(len(predicted), len(besides), [(each, kept[each.sets][0]) for each in besides if each.sets in kept])


def settled_where(version: ModelVersion) -> Iterator[Settled]:
    """Of each article that this version marked, what is settled, if anything is."""
    of_people = Q(kind=AnnotationSet.Kind.PERSON, submissions__acceptance__isnull=False)
    rows = (
        AnnotationSet.objects.held()
        .with_version()
        .filter(
            of_people | Q(kind=AnnotationSet.Kind.ADJUDICATED),
            task__in=Prediction.objects.filter(model_version=version).values("task"),
            submissions__in=Submission.objects.standing(),
        )
        .order_by("task", "pk")
        .values_list(  # type: ignore[misc]  # with_version() annotates it
            "task",
            "pk",
            "version",
            "kind",
            "submissions__labels_asked",
            "task__article",
            "task__article__outlet__name",
            "task__article__story__name",
        )
    )
    for _task, of_one in groupby(map(Settled._make, rows), key=lambda row: row.task):
        accepted = list(of_one)
        adjudicated = [row for row in accepted if row.kind == AnnotationSet.Kind.ADJUDICATED]
        if len(found := adjudicated or accepted) == 1:
            yield found[0]


def counted(besides: Sequence[Beside]) -> Iterator[list[Counts]]:
    for first in range(0, len(besides), BATCH):
        batch = besides[first : first + BATCH]
        readings = read([annotation_set for each in batch for annotation_set, _version in each.sets])
        articles = Article.objects.filter(pk__in=[each.settled.article for each in batch])
        texts = dict(articles.values_list("pk", "text"))
        for each in batch:
            yield [scoring.score(*each.readings(readings), paragraphs(texts[each.settled.article]))]


def summed(counted: Iterable[Counts]) -> Counter[Key]:
    """Without what is counted by paragraph, which is of one article alone."""
    sums = Counter[Key]()
    for counts in counted:
        sums.update({key: times for key, times in counts.items() if key[0] != WRONG})
    return sums


def shares(counts: Mapping[Key, float], label: str | None = None) -> Shares:
    return {name: share(counts, measure, label) for name, measure in MEASURES.items()}
