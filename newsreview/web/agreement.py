"""What people who have handed in the same articles agree on, and the passages on which they do not."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from newsreview import access
from newsreview.projects.models import Project
from newsreview.review.keeping import known
from newsreview.review.passages import passages
from newsreview.review.tables import everything
from newsreview.web.agreement_filters import Filters
from newsreview.web.agreement_tables import TABLES, Choices, cells, records, table
from newsreview.web.csv_files import as_csv
from newsreview.web.disagreements import as_rows
from newsreview.web.requests import named, person_of


def compared_project(request: HttpRequest, slug: str) -> Project:
    return get_object_or_404(access.compared_projects(person_of(request)), slug=slug)


@require_safe
@login_required
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    project, filters = compared_project(request, slug), Filters.read(request)
    by_now = known(project)
    of_all = everything(by_now.compared)
    chosen, choices = filters.choose(of_all), Choices.of(project, of_all)
    context = {
        "project": project,
        "known": by_now,
        "filters": filters,
        "choices": choices,
        "articles": chosen.articles,
        "overview": cells(chosen, filters),
        "table": table(chosen, filters, choices),
        "tables": [(name, filters.query(by=by), by == filters.by) for by, (name, _head) in TABLES.items()],
        "named": TABLES[filters.by],
        "here": filters.query(),
    }
    return render(request, "agreement/page.html", context)


@require_safe
@login_required
def agreement_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The table that the page shows, with its filters; only when everything is counted."""
    project, filters = compared_project(request, slug), Filters.read(request)
    by_now = known(project)
    if not by_now.complete:
        return redirect("project-agreement", slug=slug)
    of_all = everything(by_now.compared)
    rows = table(filters.choose(of_all), filters, Choices.of(project, of_all))
    return as_csv(f"{slug}-agreement-by-{filters.by}.csv", records(rows, filters.by))


@require_safe
@login_required
def agreement_passages(request: HttpRequest, slug: str) -> HttpResponse:
    project, filters = compared_project(request, slug), Filters.read(request)
    tasks = filters.tasks(access.compared_tasks(person_of(request), project))
    found = passages(tasks, filters.wanted, after=named(request, "after"))
    context = {
        "project": project,
        "filters": filters,
        "rows": as_rows(project, found.passages),
        "next_page": filters.query(by="", after=str(found.go_on_after)) if found.go_on_after else None,
        "back": filters.query(figure=""),
    }
    return render(request, "agreement/passages.html", context)
