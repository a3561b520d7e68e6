"""Adding articles that were found to a project, as tasks."""

from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from newsreview import access
from newsreview.corpus.models import Article
from newsreview.projects import setting_up
from newsreview.projects.models import Project, Task
from newsreview.web.requests import person_of, reading_a_form
from newsreview.web.search_form import SearchForm

MOST_ADDED = 5_000


@require_POST
@login_required
def add(request: HttpRequest) -> HttpResponse:
    """Those that are chosen, or all that the query finds."""
    person = person_of(request)
    project = get_object_or_404(access.managed_projects(person), slug=request.POST.get("project", "").replace("\0", ""))
    form = SearchForm(person, QueryDict(request.POST.get("query", "")))
    outcome = add_to(project, wanted(request, form))
    messages.info(request, outcome.said(everything=request.POST["which"] == "all"))
    return redirect(f"{reverse('articles')}?{form.query}")


@reading_a_form()
def wanted(request: HttpRequest, form: SearchForm) -> QuerySet[Article]:
    which = request.POST["which"]
    if which == "all" and form.is_valid():
        return form.found()
    if which != "chosen":
        raise ValueError(which)
    ids = [UUID(article) for article in request.POST.getlist("articles")[:MOST_ADDED]]
    return form.seen.defer("text", "metadata").filter(pk__in=ids).order_by("-pk")


class Outcome(NamedTuple):
    project: Project
    added: int
    known: int
    """In the project before; MOST_ADDED + 1 where there are more."""
    more: bool
    """Whether there are more to add."""

    def said(self, *, everything: bool) -> str:
        parts = [self.said_added(everything=everything), self.said_known()]
        if self.more:
            parts.append(_("More are found than are added at once: add again for the next."))
        return " ".join(part for part in parts if part)

    def said_added(self, *, everything: bool) -> str:
        if self.added:
            told = ngettext(
                "%(n)d article is added to %(project)s.", "%(n)d articles are added to %(project)s.", self.added
            )
            return told % {"n": self.added, "project": self.project}
        if self.known:
            return _("Nothing is added.")
        if everything:
            return _("Nothing is found, so nothing is added.")
        return _("Nothing is added: choose articles first.")

    def said_known(self) -> str:
        if self.known > MOST_ADDED:
            return _("More than %(most)d were there already.") % {"most": MOST_ADDED}
        if self.known:
            return ngettext("%(n)d was there already.", "%(n)d were there already.", self.known) % {"n": self.known}
        return ""


def add_to(project: Project, found: QuerySet[Article]) -> Outcome:
    there = Exists(Task.objects.filter(project=project, article=OuterRef("pk")))
    known = found.filter(there).order_by().values("pk")[: MOST_ADDED + 1].count()
    new = list(found.filter(~there).select_related(None).only("pk")[: MOST_ADDED + 1])
    # In the order in which they came in, as their tasks are to be taken.
    made = setting_up.add_tasks(project=project, articles=reversed(new[:MOST_ADDED]))
    return Outcome(project, len(made), known, more=len(new) > MOST_ADDED)
