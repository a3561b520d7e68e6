"""The queue: what a person has in hand, what is free, what they handed in."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsreview import access
from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet, AnnotationSetQuerySet, Span
from newsreview.projects.models import Task
from newsreview.review.models import Acceptance, Thread
from newsreview.web.practising import is_offered
from newsreview.web.requests import person_of

ROWS = 50


def own_rows(person: User) -> AnnotationSetQuerySet:
    """The sets a person holds, drafts first, the latest first among them.

    Each with its number of spans, and the first mark of which a change is asked.
    """
    spans = Span.objects.filter(annotation_set=OuterRef("pk")).order_by().values("annotation_set")
    asked = Thread.objects.open().filter(annotation_set=OuterRef("pk"), asks_for_change=True).order_by("start")
    count = Subquery(spans.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return (
        access.own_sets(person)
        .held()
        .with_submitted()
        .annotate(span_count=Coalesce(count, 0), asked_of=Subquery(asked.values("object_id")[:1]))
        .select_related("task__article__outlet", "task__article__story", "task__project")
        .defer("task__article__text", "task__article__metadata")
        .order_by(F("submitted"), "-id")
    )


def to_review(person: User) -> AnnotationSetQuerySet:
    """What others have handed in and nobody has accepted, the longest waiting first."""
    accepted = Acceptance.objects.filter(submission__annotation_set=OuterRef("pk"), submission__reopening=None)
    waiting = access.reviewed_sets(person).filter(~Exists(accepted)).order_by("id")
    return waiting.select_related("task__article__outlet", "task__article__story", "task__project", "person").defer(
        "task__article__text", "task__article__metadata"
    )


def free_tasks(person: User, after: UUID | None = None) -> QuerySet[Task]:
    """Tasks that nobody holds, in their order, from after the one named."""
    held = AnnotationSet.objects.by_people().held().filter(task=OuterRef("pk"))
    free = Task.objects.filter(~Exists(held), project__in=access.annotated_projects(person)).order_by("id")
    return free.filter(pk__gt=after) if after else free


def first_rows(tasks: QuerySet[Task], many: int) -> QuerySet[Task]:
    """The first of the tasks, with what a list shows of their articles."""
    # Chosen before anything is joined: else the articles of all that is passed over would be read too.
    return (
        Task.objects.filter(pk__in=tasks.values("pk")[:many])
        .select_related("article__outlet", "article__story", "project")
        .defer("article__text", "article__metadata")
        .order_by("id")
    )


def named_task(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("after", ""))
    except ValueError:
        return None


@require_safe
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    after = named_task(request)
    free = list(first_rows(free_tasks(person, after), ROWS + 1))
    context = {
        "own": list(own_rows(person)[:ROWS]),
        "free": free[:ROWS],
        "reviews": list(to_review(person)[:ROWS]),
        "next_page": free[ROWS - 1].pk if len(free) > ROWS else None,
        "paged": after is not None,
        "practice_offered": is_offered(request, person),
        "manages": access.managed_projects(person).exists(),
    }
    return render(request, "queue/page.html", context)
