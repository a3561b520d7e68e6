"""What somebody has chosen to see of agreement, as plain parameters of an address."""

from dataclasses import asdict, dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest

from newsreview.projects.models import Task
from newsreview.review.passages import BEHIND, Wanted
from newsreview.review.tables import Choice, Pair

BY = ("label", "pair", "outlet", "week")
NO_OUTLET = "none"


@dataclass(frozen=True)
class Filters:
    """Empty where everything is wanted. What cannot be read chooses nothing."""

    label: str = ""
    pair: str = ""
    """The ids of two people, a comma between them."""
    outlet: str = ""
    week: str = ""
    """Its Monday."""
    figure: str = ""
    by: str = BY[0]

    @classmethod
    def read(cls, request: HttpRequest) -> "Filters":
        given = request.GET
        by, figure = given.get("by", ""), given.get("figure", "")
        return cls(
            label=given.get("label", "").replace("\0", ""),
            pair=given.get("pair", "") if two_people(given.get("pair", "")) else "",
            outlet=given.get("outlet", "") if an_outlet(given.get("outlet", "")) else "",
            week=given.get("week", "") if a_day(given.get("week", "")) else "",
            figure=figure if figure in BEHIND else "",
            by=by if by in BY else BY[0],
        )

    @property
    def narrowed(self) -> bool:
        return bool(self.label or self.pair or self.outlet or self.week)

    def query(self, **changes: str) -> str:
        """The address of the same with other choices; what is not chosen is not in it."""
        return "?" + urlencode({key: value for key, value in (asdict(self) | changes).items() if value})

    def choose(self, everything: Choice) -> Choice:
        chosen = everything.of_label(self.label) if self.label else everything
        if pair := two_people(self.pair):
            chosen = chosen.of_pair(pair)
        if monday := a_day(self.week):
            chosen = chosen.of_week(monday)
        return chosen.of_outlet(self.outlet_id) if self.outlet else chosen

    def tasks(self, tasks: QuerySet[Task]) -> QuerySet[Task]:
        return tasks.filter(article__outlet=self.outlet_id) if self.outlet else tasks

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.figure, self.label or None, two_people(self.pair), a_day(self.week))

    @property
    def outlet_id(self) -> UUID | None:
        return None if self.outlet == NO_OUTLET else UUID(self.outlet)


def as_pair(people: Pair) -> str:
    return f"{people[0]},{people[1]}"


def two_people(pair: str) -> Pair | None:
    try:
        one, other = (UUID(person) for person in pair.split(","))
    except ValueError:
        return None
    return one, other


def an_outlet(outlet: str) -> bool:
    try:
        return outlet == NO_OUTLET or bool(UUID(outlet))
    except ValueError:
        return False


def a_day(day: str) -> date | None:
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None
