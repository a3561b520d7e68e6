"""What a project's managers look at: how far the work is, what waits, and what people disagree on. Nobody is ranked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from newsreview import access
from newsreview.agreement.disagreeing import Kind
from newsreview.corpus.models import Outlet
from newsreview.labels.comparing import wordings
from newsreview.projects.models import Project, Task
from newsreview.review.keeping import known
from newsreview.review.overview import DAYS, MINUTES, Agreed, Work, agreed, agreed_by_week, disagreements
from newsreview.review.tables import Choice, everything
from newsreview.web.agreement_filters import Filters
from newsreview.web.agreement_tables import DAY
from newsreview.web.charts import Chart, Row, in_words
from newsreview.web.csv_files import as_csv
from newsreview.web.naming_labels import Names
from newsreview.web.requests import person_of


class Desk:
    """One project's work, as far as its outlet was chosen; a method for each chart."""

    def __init__(self, request: HttpRequest, slug: str) -> None:
        projects = access.managed_projects(person_of(request)).select_related("label_set_version__label_set")
        self.project: Project = get_object_or_404(projects, slug=slug)
        self.filters = Filters(outlet=Filters.read(request).outlet)
        self.work = Work(self.filters.tasks(Task.objects.filter(project=self.project)))

    def progress(self) -> Chart:
        names = {
            "open": _("open"),
            "in_hand": _("in hand"),
            "waiting": _("waiting for review"),
            "accepted": _("accepted"),
        }
        rows = [(names[state], count) for state, count in self.work.progress()]
        means = _("Each article is counted once for each person who is to annotate it.")
        return Chart.of_counts("progress", _("How far the work is"), means, _("State"), rows)

    def waiting(self) -> Chart:
        names = steps(DAYS, _("less than %d days"), _("%d to %d days"), _("%d days and more"))
        rows = list(zip(names, self.work.waiting(), strict=True))
        means = _("Sets that were handed in and not accepted, by how long ago.")
        return Chart.of_counts("waiting", _("Waiting for review"), means, _("Since"), rows)

    def minutes(self) -> Chart:
        names = steps(MINUTES, _("less than %d minutes"), _("%d to %d minutes"), _("%d minutes and more"))
        rows = list(zip((*names, _("not measured")), self.work.minutes(), strict=True))
        means = _("Sets that were handed in, by the time that somebody was at work on them.")
        return Chart.of_counts("minutes", _("Time per article"), means, _("Time"), rows)

    def labels(self) -> Chart:
        names = Names.of_version(self.project.label_set_version_id)
        rows = [(names.label(key), count) for key, count in self.work.labels()]
        return Chart.of_counts("labels", _("Labels"), _("Spans in what was handed in."), _("Label"), rows)

    def outlets(self) -> Chart:
        rows = [(name or _("no outlet"), count) for name, count in self.work.outlets()]
        return Chart.of_counts("outlets", _("Outlets"), _("Articles of the project."), _("Outlet"), rows)

    def inferred(self) -> Chart:
        names = (_("left as they were made"), _("changed by a person"), _("undone"))
        rows = list(zip(names, self.work.inferred_links(), strict=True))
        means = _("Links that the app made by itself in what was handed in, and what became of them.")
        return Chart.of_counts("inferred", _("Inferred links"), means, _("What became of them"), rows)

    def disagreements(self) -> Chart:
        names = {
            Kind.LABEL: _("another label"),
            Kind.MISSING: _("marked by one only"),
            Kind.BOUNDARY: _("another boundary"),
            Kind.ATTRIBUTE: _("another answer"),
            Kind.LINK: _("another link"),
            Kind.ARTICLE_LABEL: _("another answer for the article"),
        }
        rows = [(names[Kind(kind)], count) for kind, count in disagreements(self.compared)]
        means = _("What there was to decide between each two people, as far as agreement has been counted.")
        return Chart.of_counts("disagreements", _("Where we disagree"), means, _("What differs"), rows)

    def agreement(self) -> Chart:
        weeks = [self.week(monday, found) for monday, found in agreed_by_week(self.compared)]
        together = agreement_row(_("Together"), agreed(self.compared))
        means = _(
            "Spans of each two people, by the week in which the later of them handed in: the bar is overlap F1, its"
            " solid part exact F1. As far as agreement has been counted."
        )
        heads = [_("Week from"), _("Articles"), _("Spans"), _("F1 overlap"), _("F1 exact")]
        return Chart("agreement", _("Agreement over time"), means, heads, weeks, together, 1 if weeks else 0)

    def week(self, monday: date | None, found: Agreed) -> Row:
        """Its figures are those of the page of agreement when it is asked for this week."""
        if monday is None:
            return agreement_row(_("before"), found)
        query = replace(self.filters, week=monday.isoformat()).query(by="")
        page = reverse("project-agreement", args=[self.project.slug])
        return agreement_row(date_format(monday, DAY), found)._replace(leads_to=page + query)

    @cached_property
    def compared(self) -> Choice:
        """What is chosen of all that people have handed in for the same articles, as far as it has been counted."""
        return self.filters.choose(everything(known(self.project, at_once=0).compared))

    def rules(self) -> Chart:
        words = wordings(self.project.label_set_version.guideline)
        rows = [(f"{rule} {words.get(rule, '')}".strip(), count) for rule, count in self.work.rules()]
        means = _("Rules by which a change was asked for, or a disagreement settled.")
        return Chart.of_counts("rules", _("Rules most cited"), means, _("Rule"), rows)


def agreement_row(name: str, found: Agreed) -> Row:
    overlap, exact = found.overlap_f1, found.exact_f1
    articles = ngettext("%(n)d article", "%(n)d articles", found.articles) % {"n": found.articles}
    figures = {"overlap": in_words(overlap), "exact": in_words(exact), "articles": articles}
    said = _("%(overlap)s, exact %(exact)s · %(articles)s") % figures
    return Row(name, [found.articles, found.spans, overlap, exact], said, [overlap or 0, exact or 0])


def steps(at: tuple[int, ...], below: str, between: str, above: str) -> list[str]:
    return [below % at[0], *(between % pair for pair in pairwise(at)), above % at[-1]]


CHARTS: dict[str, Callable[[Desk], Chart]] = {
    "progress": Desk.progress,
    "waiting": Desk.waiting,
    "minutes": Desk.minutes,
    "labels": Desk.labels,
    "outlets": Desk.outlets,
    "inferred": Desk.inferred,
    "agreement": Desk.agreement,
    "disagreements": Desk.disagreements,
    "rules": Desk.rules,
}


@require_safe
@login_required
def dashboard(request: HttpRequest, slug: str) -> HttpResponse:
    desk = Desk(request, slug)
    of_project = Task.objects.filter(project=desk.project, article__outlet=OuterRef("pk"))
    context: dict[str, Any] = {
        "project": desk.project,
        "filters": desk.filters,
        "outlets": Outlet.objects.filter(Exists(of_project)).order_by("name"),
        "charts": [chart(desk) for chart in CHARTS.values()],
        "here": desk.filters.query(by=""),
    }
    return render(request, "dashboard/page.html", context)


@require_safe
@login_required
def dashboard_csv(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One chart's table, with the filters of the page."""
    desk = Desk(request, slug)
    if key not in CHARTS:
        raise Http404
    chart = CHARTS[key](desk)
    return as_csv(f"{slug}-{key}.csv", chart.records)
