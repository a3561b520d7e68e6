"""What a project's work has come to, in counts that add up: never by person.

Places are counted at tasks (an article for one person each), and sets once they are handed in.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, F, QuerySet, Sum
from django.utils import timezone

from newsreview.agreement.counting import Key, Thing
from newsreview.agreement.disagreeing import Kind
from newsreview.annotation.decisions import Decision
from newsreview.annotation.models import AnnotationSet, AnnotationSetQuerySet, Edit, Span, Submission
from newsreview.projects.models import Slot, SlotQuerySet, Task
from newsreview.review.models import Thread
from newsreview.review.places import STATES, with_state
from newsreview.review.tables import SHARES, Choice

Counts = list[tuple[str, int]]

DAYS = (2, 4, 7, 14)
MINUTES = (2, 5, 10, 20, 40)
WEEKS = 12  # that are told one by one

# Links that the app made by itself, as they were made; whether each still stands, and whether a person has touched it.
INFERRED = """
SELECT count(link.id) FILTER (WHERE link.origin = 'inferred'),
       count(link.id) FILTER (WHERE link.origin <> 'inferred'),
       count(*) FILTER (WHERE link.id IS NULL)
  FROM (
    SELECT DISTINCT (change ->> 'id')::uuid AS id
      FROM annotation_edit edit
     CROSS JOIN LATERAL jsonb_array_elements(edit.changes) change
     WHERE edit.annotation_set_id = ANY (%(sets)s)
       AND change ->> 'object' = 'link' AND change -> 'before' = 'null'
       AND change -> 'after' ->> 'origin' = 'inferred'
  ) made
  LEFT JOIN annotation_link link ON link.id = made.id
"""


@dataclass(frozen=True)
class Work:
    """The work at some tasks."""

    tasks: QuerySet[Task]

    @property
    def sets(self) -> AnnotationSetQuerySet:
        """What people have handed in: asked for within each question, however many they are."""
        return AnnotationSetQuerySet(AnnotationSet).by_people().held().handed_in().filter(task__in=self.tasks)

    def progress(self) -> Counts:
        """Places by their state."""
        places = with_state(SlotQuerySet(Slot).filter(task__in=self.tasks))
        found = dict(places.order_by().values_list(F("state")).annotate(n=Count("pk")))
        return [(name, found.get(name, 0)) for name in STATES]

    def outlets(self) -> Counts:
        """Articles by their outlet; without a name where there is none."""
        by_name = self.tasks.order_by("article__outlet__name").values_list("article__outlet__name")
        return [(name or "", n) for name, n in by_name.annotate(n=Count("pk"))]

    def waiting(self) -> list[int]:
        """Sets that wait for their review, by how many days they have: less than each of DAYS, and more."""
        standing = Submission.objects.standing().filter(annotation_set__in=self.sets, acceptance=None)
        now = timezone.now()
        days = ((now - at).total_seconds() / 86_400 for at in standing.values_list("at", flat=True))
        return in_steps(days, DAYS)

    def minutes(self) -> list[int]:
        """Sets by the time that people were at work on them: less than each of MINUTES, more, and not measured."""
        spent = Edit.objects.filter(annotation_set__in=self.sets, milliseconds__isnull=False).order_by()
        sums = spent.values_list("annotation_set").annotate(ms=Sum("milliseconds")).values_list("ms", flat=True)
        measured = in_steps((ms / 60_000 for ms in sums), MINUTES)
        return [*measured, self.sets.count() - sum(measured)]

    def labels(self) -> Counts:
        """Spans by their label, the most frequent first."""
        spans = Span.objects.filter(annotation_set__in=self.sets).order_by()
        found = dict(spans.values_list("label__key").annotate(n=Count("pk")))
        return sorted(found.items(), key=lambda row: (-row[1], row[0]))

    def inferred_links(self) -> tuple[int, int, int]:
        """As the app made them, changed by a person, undone."""
        with connection.cursor() as cursor:
            cursor.execute(INFERRED, {"sets": list(self.sets.values_list("pk", flat=True))})
            kept, changed, undone = cursor.fetchone()
        return kept, changed, undone

    def rules(self) -> Counts:
        """Rules of the guideline by how often a change was asked for or settled by them, the most cited first."""
        cited = Counter[str]()
        for reasons in (Thread.objects, Decision.objects):
            given = reasons.filter(annotation_set__task__in=self.tasks).exclude(rule="").order_by()
            cited.update(dict(given.values_list("rule").annotate(n=Count("pk"))))
        return sorted(cited.items(), key=lambda row: (-row[1], row[0]))


def disagreements(choice: Choice) -> Counts:
    """What has to be decided between each two people, by its kind."""
    pairs = choice.between_two()
    return [(kind.value, int(pairs.column(in_question(kind)).sum())) for kind in Kind]


def in_question(kind: Kind) -> Callable[[Key], bool]:
    return lambda key: key[0] == Thing.DISAGREEMENTS and key[2] == kind.value


class Agreed(NamedTuple):
    """How alike each two people have marked what they both handed in."""

    articles: int
    spans: int
    overlap: int
    """Spans of which the other has one of the same label in the same place."""
    exact: int
    """Spans of which the other has the very same."""

    @property
    def overlap_f1(self) -> float | None:
        return self.overlap / self.spans if self.spans else None

    @property
    def exact_f1(self) -> float | None:
        return self.exact / self.spans if self.spans else None


def agreed(choice: Choice) -> Agreed:
    pairs = choice.between_two()
    overlap, spans = choice.counts_of(SHARES["overlap_f1"], pairs)
    exact, _ = choice.counts_of(SHARES["exact_f1"], pairs)
    return Agreed(choice.articles, spans, overlap, exact)


def agreed_by_week(choice: Choice) -> list[tuple[date | None, Agreed]]:
    """By the Monday of the week in which the later of two handed in: the last WEEKS, and without one all before."""
    weeks = list(choice.by_week.items())
    before = tuple(chain.from_iterable(each.rows for _, each in weeks[:-WEEKS]))
    earlier = [(None, agreed(replace(choice, rows=before)))] if before else []
    return [*earlier, *((monday, agreed(each)) for monday, each in weeks[-WEEKS:])]


def in_steps(values: Iterable[float], steps: Sequence[int]) -> list[int]:
    """How many lie below each step, and how many above the last; what lies on one is above it."""
    found = Counter(bisect_right(steps, value) for value in values)
    return [found[place] for place in range(len(steps) + 1)]
