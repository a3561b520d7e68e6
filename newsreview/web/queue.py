"""The queue: what a person has in hand, what is free, what they handed in."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from newsreview import access
from newsreview.accounts.models import User
from newsreview.annotation import taking_next
from newsreview.annotation.models import AnnotationSet, AnnotationSetQuerySet, Span, Submission
from newsreview.projects.models import Project, Slot, SlotQuerySet, Task
from newsreview.review.models import Acceptance, Return, Thread, its_span
from newsreview.web.practising import is_offered
from newsreview.web.requests import person_of

ROWS = 50


def own_work(person: User) -> AnnotationSetQuerySet:
    """The sets a person holds, drafts first, the latest first among them; each with its number of spans."""
    spans = Span.objects.filter(annotation_set=OuterRef("pk")).order_by().values("annotation_set")
    count = Subquery(spans.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return (
        access.own_sets(person)
        .held()
        .with_submitted()
        .annotate(span_count=Coalesce(count, 0))
        .select_related("task__article__outlet")
        .defer("task__article__text", "task__article__metadata")
        .order_by(F("submitted"), "-id")
    )


def own_rows(person: User) -> AnnotationSetQuerySet:
    """Their work, with whether a reviewer has accepted each or given it back, the first span where a change is asked
    for, and whether it is settled with others'."""
    asked = Thread.objects.asking().filter(annotation_set=OuterRef("pk")).order_by("start")
    returned = Return.objects.standing().filter(reopening__submission__annotation_set=OuterRef("pk"))
    settled = access.settled_tasks(person).filter(pk=OuterRef("task"))
    return (
        own_work(person)
        .annotate(asked_of=Subquery(asked.values_list(its_span())[:1]))
        .annotate(returned=Exists(returned), accepted=Exists(accepted()), settled=Exists(settled))
        .select_related("task__article__outlet", "task__article__story", "task__project")
    )


def accepted() -> QuerySet[Acceptance]:
    """Of the set of the query around it, as it stands."""
    return Acceptance.objects.filter(submission__annotation_set=OuterRef("pk"), submission__reopening=None)


def comparable() -> AnnotationSetQuerySet:
    """What somebody else has handed in for the article of the query around it, with labels of the same label set."""
    handed_in = Slot.objects.filter(task=OuterRef("task"), person=OuterRef("person"), heard_at=None)
    same = {name: OuterRef(name) for name in ("task", "label_set_version__label_set")}
    others = AnnotationSetQuerySet(AnnotationSet).by_people().filter(Exists(handed_in), **same)
    return others.exclude(person=OuterRef("person"))


def to_review(person: User) -> list[AnnotationSet]:
    """What others have handed in and nobody has accepted, the longest waiting first.

    What is settled with somebody else's is not: it would be decided twice, and names would be told before.
    """
    accepted = Acceptance.objects.filter(submission=OuterRef("pk"))
    alone = access.colleagues_sets(person).filter(~Exists(comparable()))
    # Ids of submissions are in the order in which they were made: an index gives the first. They are asked for by
    # themselves: joined in the same query, the articles of all that is passed over would be read too.
    standing = Submission.objects.standing().filter(~Exists(accepted), annotation_set__in=alone)
    first = list(standing.order_by("id").values_list("annotation_set", flat=True)[:ROWS])
    sets = AnnotationSetQuerySet(AnnotationSet).select_related(
        "task__article__outlet", "task__article__story", "task__project", "person"
    )
    named = sets.defer("task__article__text", "task__article__metadata").in_bulk(first)
    return [named[set_id] for set_id in first]


def to_adjudicate(person: User) -> QuerySet[Task]:
    """What several have handed in and nobody is at any more, where it is not settled as they have it; in its turn."""
    standing = Submission.objects.standing()
    settled = standing.filter(annotation_set__task=OuterRef("pk"), annotation_set__kind=AnnotationSet.Kind.ADJUDICATED)
    since = standing.filter(annotation_set__task=OuterRef("annotation_set__task"), at__gt=OuterRef("at"))
    coming = Slot.objects.filter(Q(person=None) | Q(heard_at__isnull=False), task=OuterRef("pk"))
    shared = Slot.objects.filter(number__gt=1).values("task")
    unsettled = ~Exists(settled.filter(~Exists(since)))
    waiting = access.adjudicated_tasks(person).filter(unsettled, ~Exists(coming), pk__in=shared)
    return with_names(Task.objects.filter(pk__in=waiting.order_by("turn", "id").values("pk")[:ROWS]))


def free_slots(person: User, projects: Iterable[Project]) -> SlotQuerySet:
    """What the person may take in these projects, in its turn; one slot of each task."""
    return taking_next.open_to(person).one_to_a_task().filter(project__in=projects).in_turn()


def giving(person: User, projects: Iterable[Project]) -> list[Project]:
    """Those of the projects in which the person can have a next article."""
    waiting = taking_next.open_to(person).filter(project=OuterRef("pk"))
    return list(Project.objects.filter(Exists(waiting), pk__in=[project.pk for project in projects]))


def first_tasks(slots: SlotQuerySet, many: int) -> QuerySet[Task]:
    """The tasks of the first of these slots."""
    return with_names(Task.objects.filter(pk__in=slots.values("task")[:many]))


def with_names(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """In their turn, with what a list shows of their articles."""
    named = tasks.select_related("article__outlet", "article__story", "project")
    return named.defer("article__text", "article__metadata").order_by("turn", "id")


def place_of(task: Task) -> str:
    """Where the next page of a list begins, as its address says it."""
    return f"{task.turn}.{task.pk}"


def named_place(request: HttpRequest, key: str = "task") -> Q:
    """What comes later than the place which the address names, if it names one; `key` is the id of the task."""
    turn, _, task = request.GET.get("after", "").partition(".")
    try:
        later = Q(turn__gt=int(turn)) | Q((f"{key}__gt", UUID(task)))
    except ValueError:
        return Q()
    return Q(turn__gte=int(turn)) & later


@require_POST
@login_required
def project_next(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the next article of a project."""
    person = person_of(request)
    project = get_object_or_404(access.open_projects(person), slug=slug)
    mine = taking_next.take_next(project=project, person=person)
    if mine is None:
        messages.info(request, _("Nothing is open to you in %(project)s just now.") % {"project": project})
        return redirect("queue")
    return redirect("task", task_id=mine.task_id)


@require_safe
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    place = named_place(request)
    projects = list(access.open_projects(person))  # named one by one, an index gives what is free in its turn
    reviews = access.reviews(person)
    free = list(first_tasks(free_slots(person, projects).filter(place), ROWS + 1))
    context = {
        "own": list(own_rows(person)[:ROWS]),
        "free": free[:ROWS],
        "reviews": to_review(person) if reviews else [],
        "adjudications": list(to_adjudicate(person)) if reviews else [],
        "next_page": place_of(free[ROWS - 1]) if len(free) > ROWS else None,
        "paged": bool(place),
        "giving": giving(person, projects),
        "practice_offered": is_offered(request, person),
        "manages": access.managed_projects(person).exists,  # asked only where nothing is waiting
    }
    return render(request, "queue/page.html", context)
