"""The figures of agreement as tables: of everything that is chosen, and taken apart by label, pair of people, outlet.

Words for people are left to whoever shows a table; here a figure is known by its key.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from newsreview.agreement import figures
from newsreview.agreement.counting import Of, Thing
from newsreview.agreement.figures import Estimate, Share, alpha_of, kappa_of, part_and_whole, share
from newsreview.agreement.tallying import Tally, tally
from newsreview.review.comparing import Compared, week_of

Pair = tuple[UUID, UUID]
NOTHING = Estimate(None, None)

SHARES: dict[str, Share] = {
    "found": figures.FOUND,
    "label": figures.LABEL,
    "boundary": figures.BOUNDARY,
    "attribute": figures.ATTRIBUTE,
    "link": figures.LINK,
    "overlap_f1": figures.OVERLAP_F1,
    "exact_f1": figures.EXACT_F1,
    "link_f1": figures.LINK_F1,
}


class Figure(NamedTuple):
    key: str
    estimate: Estimate
    part: int | None = None
    whole: int | None = None
    """Of a share: what was counted."""


@dataclass(frozen=True)
class Choice:
    """Some of what was compared, and what is wanted of it."""

    compared: Sequence[Compared]
    tally: Tally
    """A row for each of what was compared, whatever is chosen."""
    rows: tuple[int, ...]
    label: str | None = None
    pair: Pair | None = None

    def of(self, wanted: Callable[[Compared], bool]) -> "Choice":
        return replace(self, rows=tuple(row for row in self.rows if wanted(self.compared[row])))

    def of_label(self, label: str) -> "Choice":
        return replace(self, label=label)

    def of_pair(self, pair: Pair) -> "Choice":
        return replace(self.of(lambda each: each.people == pair), pair=pair)

    def of_outlet(self, outlet: UUID | None) -> "Choice":
        return self.of(lambda each: each.outlet == outlet)

    def of_week(self, monday: date) -> "Choice":
        return self.by_week.get(monday) or replace(self, rows=())

    @property
    def articles(self) -> int:
        return len({self.compared[row].task for row in self.rows})

    @cached_property
    def pairs(self) -> list[Pair]:
        """In no order that says anything."""
        return sorted({(each.people[0], each.people[1]) for each in self.shown() if len(each.people) == 2})

    @cached_property
    def outlets(self) -> set[UUID | None]:
        return {each.outlet for each in self.shown()}

    @cached_property
    def by_week(self) -> dict[date, "Choice"]:
        """By the Monday of the week in which the last of those compared handed in, the earliest first."""
        rows = defaultdict[date, list[int]](list)
        for row in self.rows:
            rows[week_of(self.compared[row].at)].append(row)
        return {monday: replace(self, rows=tuple(rows[monday])) for monday in sorted(rows)}

    @property
    def labels(self) -> set[str]:
        """All labels of anything that was counted, whatever is chosen."""
        return {str(key[1]) for key in self.tally.keys if isinstance(key[0], Thing)}

    def shown(self) -> Iterable[Compared]:
        return (self.compared[row] for row in self.rows)

    def figures(self) -> list[Figure]:
        two = self.between_two()
        all_people = two if self.pair else self.stories(lambda each: each.everybody)
        one_pair = len(self.pairs) == 1
        found = [self.share_of(key, figure, two) for key, figure in SHARES.items()]
        for name, unit in (("paragraphs", Of.PARAGRAPHS), ("characters", Of.CHARACTERS)):
            found.append(Figure(f"alpha_{name}", alpha_of(all_people, unit, self.label)))
            found.append(Figure(f"kappa_{name}", kappa_of(two, unit, self.label) if one_pair else NOTHING))
        return found

    def between_two(self) -> Tally:
        return self.stories(lambda each: len(each.people) == 2)

    def stories(self, wanted: Callable[[Compared], bool]) -> Tally:
        chosen = self.of(wanted)
        return self.tally.only(chosen.rows).summed([each.story for each in chosen.shown()])

    def share_of(self, key: str, figure: Share, stories: Tally) -> Figure:
        return Figure(key, share(stories, figure, self.label), *self.counts_of(figure, stories))

    def counts_of(self, figure: Share, stories: Tally) -> tuple[int, int]:
        """Part and whole of a share."""
        part, whole = part_and_whole(stories, figure, self.label).sum(axis=0)
        return int(part), int(whole)


def everything(compared: Sequence[Compared]) -> Choice:
    return Choice(compared, tally(each.counts for each in compared), tuple(range(len(compared))))
