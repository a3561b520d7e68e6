"""Finding articles among those that a person sees."""

from typing import NamedTuple

import psycopg
from django.contrib.auth.decorators import login_required
from django.db import OperationalError, connection, transaction
from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Left
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from newsreview import access
from newsreview.corpus.models import Article
from newsreview.corpus.search_models import SavedFilter
from newsreview.projects.models import Task
from newsreview.review.places import STATES, with_state
from newsreview.web.adding import MOST_ADDED
from newsreview.web.excerpts import Piece, excerpt, with_found
from newsreview.web.requests import named, person_of
from newsreview.web.search_form import STATE_NAMES, SearchForm

ROWS = 25
COUNTED = 1_000
LOOKED_THROUGH = 50_000  # characters of a text, for the words around what was found
SECONDS = 5


class Place(NamedTuple):
    """Where the person has the article."""

    task: Task
    states: list[object]


class Found(NamedTuple):
    article: Article
    title: list[Piece]
    excerpt: list[Piece]
    places: list[Place]


class Page(NamedTuple):
    rows: list[Found]
    next_page: object
    """The id after which it begins; None where this is the last one."""
    number: int
    """Of all that are found; COUNTED + 1 where there are more."""


@require_safe
@login_required
def articles(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = SearchForm(person, request.GET)
    page = in_time(request, form) if form.is_valid() else None
    context = {
        "form": form,
        "page": page,
        "saved": SavedFilter.objects.of(person).order_by("name"),
        "projects": access.managed_projects(person).order_by("name", "pk"),
        "most": COUNTED,
        "most_added": MOST_ADDED,
        "waiting": len(form.seen.filter(unindexed__isnull=False).values_list("pk")[: COUNTED + 1]),
        "sees_any": bool(page and page.rows) or form.tasks.exists(),
    }
    return render(request, "articles/page.html", context)


def in_time(request: HttpRequest, form: SearchForm) -> Page | None:
    """None where the database has not done within the time that a person waits; the form says so."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{SECONDS}s"])
            return page_of(request, form)
    except OperationalError as error:
        if not isinstance(error.__cause__, psycopg.errors.QueryCanceled):
            raise
        form.add_error("words", _("This takes too long to look for. Write a rarer word, or choose more below."))
        return None


def page_of(request: HttpRequest, form: SearchForm) -> Page:
    found = form.found()
    after = named(request, "after")
    shown = found.filter(pk__lt=after) if after else found
    rows = list(with_surroundings(shown, form)[: ROWS + 1])
    more = len(rows) > ROWS
    whole = not (more or after)
    number = len(rows) if whole else found.order_by().values("pk")[: COUNTED + 1].count()
    return Page([told(row, form) for row in rows[:ROWS]], rows[ROWS - 1].pk if more else None, number)


def with_surroundings(articles: QuerySet[Article], form: SearchForm) -> QuerySet[Article]:
    """With the tasks and places that the person sees, and the text as far as words are looked for in it."""
    places = Prefetch("slots", with_state(form.searched.slots()), to_attr="seen_places")
    tasks = form.tasks.select_related("project").order_by("pk").prefetch_related(places)
    if form.cleaned_data["words"]:
        articles = articles.annotate(beginning=Left("text", LOOKED_THROUGH))
    return articles.prefetch_related(Prefetch("tasks", tasks, to_attr="seen_tasks"))


def told(article: Article, form: SearchForm) -> Found:
    words = form.cleaned_data["words"]
    around = excerpt(getattr(article, "beginning", ""), words) if words else []
    tasks: list[Task] = getattr(article, "seen_tasks", [])
    tasks.sort(key=lambda task: task.project != form.cleaned_data["project"])  # what is asked for comes first
    return Found(article, with_found(article.headline, words), around, [place_of(task) for task in tasks])


def place_of(task: Task) -> Place:
    states = {slot.state for slot in getattr(task, "seen_places", [])}
    return Place(task, [STATE_NAMES[state] for state in STATES if state in states])
