"""What a project's managers look at: how far the work is, what waits, and what people disagree on. Nobody is ranked."""

import csv
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from newsreview import access
from newsreview.corpus.models import Outlet
from newsreview.labels.comparing import wordings
from newsreview.projects.models import Project, Task
from newsreview.review.keeping import known
from newsreview.review.overview import DAYS, MINUTES, Work, disagreements
from newsreview.review.tables import everything
from newsreview.web.agreement_filters import Filters
from newsreview.web.charts import Chart
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
        return Chart("progress", _("How far the work is"), means, _("State"), rows)

    def waiting(self) -> Chart:
        names = steps(DAYS, _("less than %d days"), _("%d to %d days"), _("%d days and more"))
        rows = list(zip(names, self.work.waiting(), strict=True))
        means = _("Sets that were handed in and not accepted, by how long ago.")
        return Chart("waiting", _("Waiting for review"), means, _("Since"), rows)

    def minutes(self) -> Chart:
        names = steps(MINUTES, _("less than %d minutes"), _("%d to %d minutes"), _("%d minutes and more"))
        rows = list(zip((*names, _("not measured")), self.work.minutes(), strict=True))
        means = _("Sets that were handed in, by the time that somebody was at work on them.")
        return Chart("minutes", _("Time per article"), means, _("Time"), rows)

    def labels(self) -> Chart:
        names = Names.of_version(self.project.label_set_version_id)
        rows = [(names.label(key), count) for key, count in self.work.labels()]
        return Chart("labels", _("Labels"), _("Spans in what was handed in."), _("Label"), rows)

    def outlets(self) -> Chart:
        rows = [(name or _("no outlet"), count) for name, count in self.work.outlets()]
        return Chart("outlets", _("Outlets"), _("Articles of the project."), _("Outlet"), rows)

    def inferred(self) -> Chart:
        names = (_("left as they were made"), _("changed by a person"), _("undone"))
        rows = list(zip(names, self.work.inferred_links(), strict=True))
        means = _("Links that the app made by itself in what was handed in, and what became of them.")
        return Chart("inferred", _("Inferred links"), means, _("What became of them"), rows)

    def disagreements(self) -> Chart:
        names = {
            "found": _("marked by one only"),
            "boundary": _("another boundary"),
            "label": _("another label"),
            "attribute": _("another answer"),
            "link": _("another link"),
        }
        compared = everything(known(self.project, at_once=0).compared)
        chosen = self.filters.choose(compared)
        rows = [(names[key], count) for key, count in disagreements(chosen)]
        means = _("Marks of each two people who handed in the same article, as far as agreement has been counted.")
        return Chart("disagreements", _("Where we disagree"), means, _("What differs"), rows)

    def rules(self) -> Chart:
        words = wordings(self.project.label_set_version.guideline)
        rows = [(f"{rule} {words.get(rule, '')}".strip(), count) for rule, count in self.work.rules()]
        means = _("Rules by which reviewers asked for a change.")
        return Chart("rules", _("Rules most cited"), means, _("Rule"), rows)


def steps(at: tuple[int, ...], below: str, between: str, above: str) -> list[str]:
    return [below % at[0], *(between % pair for pair in pairwise(at)), above % at[-1]]


CHARTS: dict[str, Callable[[Desk], Chart]] = {
    "progress": Desk.progress,
    "waiting": Desk.waiting,
    "minutes": Desk.minutes,
    "labels": Desk.labels,
    "outlets": Desk.outlets,
    "inferred": Desk.inferred,
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
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    disposition = content_disposition_header(as_attachment=True, filename=f"{slug}-{key}.csv")
    response.headers["Content-Disposition"] = disposition or "attachment"
    csv.writer(response).writerows([(chart.head, _("Count")), *chart.rows])
    return response
