"""Tables of agreement in words: for the page, and as records for a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsreview.accounts.models import User
from newsreview.corpus.models import Outlet
from newsreview.projects.models import Project
from newsreview.review.passages import BEHIND
from newsreview.review.tables import Choice, Figure, Pair
from newsreview.web.agreement_filters import NO_OUTLET, Filters, as_pair
from newsreview.web.naming_labels import Names

Words = str | Promise
DAY = "j M Y"
# Name, and what it is the share of; docs/agreement.md defines them.
FIGURES: dict[str, tuple[Words, Words]] = {
    "found": (gettext_lazy("Found"), gettext_lazy("spans of which the other has one in the same place")),
    "label": (gettext_lazy("Label"), gettext_lazy("spans found by both that have the same label")),
    "boundary": (gettext_lazy("Boundary"), gettext_lazy("… of which that begin and end at the same letter")),
    "attribute": (gettext_lazy("Attribute"), gettext_lazy("questions answered alike")),
    "link": (gettext_lazy("Link"), gettext_lazy("links between spans that both have found, which both have")),
    "overlap_f1": (gettext_lazy("F1 overlap"), gettext_lazy("spans with the same label in the same place")),
    "exact_f1": (gettext_lazy("F1 exact"), gettext_lazy("spans with the same label, begin and end")),
    "link_f1": (gettext_lazy("F1 links"), gettext_lazy("links that the other has too")),
    "alpha_paragraphs": (gettext_lazy("α paragraphs"), gettext_lazy("Krippendorff’s, nominal: labels on a paragraph")),
    "kappa_paragraphs": (gettext_lazy("κ paragraphs"), gettext_lazy("Cohen’s: the same, for one pair of people")),
    "alpha_characters": (gettext_lazy("α characters"), gettext_lazy("Krippendorff’s, nominal: labels on a character")),
    "kappa_characters": (gettext_lazy("κ characters"), gettext_lazy("Cohen’s: the same, for one pair of people")),
}
# Name of the table, and of its first column.
TABLES: dict[str, tuple[Words, Words]] = {
    "label": (gettext_lazy("By label"), gettext_lazy("Label")),
    "pair": (gettext_lazy("By pair of people"), gettext_lazy("Two people")),
    "outlet": (gettext_lazy("By outlet"), gettext_lazy("Outlet")),
    "week": (gettext_lazy("By week"), gettext_lazy("Week from")),
}


@dataclass(frozen=True)
class Cell:
    figure: Figure
    passages: str
    """The query for what it is low for."""

    @property
    def name(self) -> Words:
        return FIGURES[self.figure.key][0]

    @property
    def means(self) -> Words:
        return FIGURES[self.figure.key][1]


class Row(NamedTuple):
    name: str
    query: str
    """Of the page that shows nothing else."""
    articles: int
    cells: list[Cell]


class Option(NamedTuple):
    value: str
    name: str


@dataclass(frozen=True)
class Choices:
    """What there is to choose from, by name."""

    label: list[Option]
    pair: list[Option]
    outlet: list[Option]
    week: list[Option]

    @classmethod
    def of(cls, project: Project, everything: Choice) -> "Choices":
        names = Names.of_version(project.label_set_version_id)
        labels = [key for key in names.labels if key in everything.labels]
        labels += sorted(everything.labels - names.labels.keys())
        people = {person.pk: str(person) for person in User.objects.filter(pk__in=set().union(*everything.pairs))}
        outlets = dict(Outlet.objects.filter(pk__in=filter(None, everything.outlets)).values_list("pk", "name"))
        without = [Option(NO_OUTLET, _("no outlet"))] if None in everything.outlets else []
        return cls(
            [Option(key, names.label(key)) for key in labels],
            by_name(Option(as_pair(pair), spoken(pair, people)) for pair in everything.pairs),
            by_name(Option(str(key), name) for key, name in outlets.items()) + without,
            [Option(monday.isoformat(), date_format(monday, DAY)) for monday in everything.by_week],
        )


def by_name(options: Iterable[Option]) -> list[Option]:
    return sorted(options, key=lambda option: option.name.casefold())


def spoken(pair: Pair, people: dict[UUID, str]) -> str:
    one, other = sorted(people[person] for person in pair)
    return _("%(one)s and %(other)s") % {"one": one, "other": other}


def cells(chosen: Choice, filters: Filters, **row: str) -> list[Cell]:
    """Each leads to the passages behind it: of a κ, α or F1, everything that differs."""
    return [
        Cell(figure, filters.query(**row, by="", figure=figure.key if figure.key in BEHIND else ""))
        for figure in chosen.figures()
    ]


def table(chosen: Choice, filters: Filters, choices: Choices) -> list[Row]:
    """A row for each label, pair or outlet of what is chosen."""
    by = filters.by
    rows = []
    for option in getattr(choices, by):
        if getattr(filters, by) in {"", option.value}:
            this = {by: option.value}
            part = Filters(**this).choose(chosen)
            rows.append(Row(option.name, filters.query(**this), part.articles, cells(part, filters, **this)))
    return rows


def records(table: list[Row], by: str) -> Iterator[list[str | float | None]]:
    """In plain figures: nothing is rounded, and intervals and counts are columns of their own."""
    columns = ("", "_low", "_high", "_part", "_whole")
    yield [f"by_{by}", "articles", *(f"{figure}{column}" for figure in FIGURES for column in columns)]
    for row in table:
        record: list[str | float | None] = [row.name, row.articles]
        for cell in row.cells:
            value, interval = cell.figure.estimate
            record += [value, *(interval or (None, None)), cell.figure.part, cell.figure.whole]
        yield record
