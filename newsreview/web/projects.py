from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from newsreview import access
from newsreview.accounts.models import User
from newsreview.annotation.models import Submission
from newsreview.projects.models import Project, Task
from newsreview.web.queue import ROWS
from newsreview.web.requests import named, person_of


def with_counts(projects: QuerySet[Project]) -> QuerySet[Project]:
    """How many articles a project has, and how many of them somebody has submitted."""

    def count(tasks: QuerySet[Task]) -> Coalesce:
        per_project = tasks.filter(project=OuterRef("pk")).order_by().values("project").annotate(n=Count("pk"))
        return Coalesce(Subquery(per_project.values("n"), output_field=IntegerField()), 0)

    submitted = Submission.objects.standing().filter(annotation_set__task=OuterRef("pk"))
    return projects.select_related("label_set_version__label_set").annotate(
        task_count=count(Task.objects.all()), submitted_count=count(Task.objects.filter(Exists(submitted)))
    )


def visible(person: User) -> QuerySet[Project]:
    return with_counts(access.visible_projects(person)).order_by("-id")


@require_safe
@login_required
def project_list(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    context = {"projects": visible(person), "may_make": access.may_make_projects(person)}
    return render(request, "project/list.html", context)


@require_safe
@login_required
def project(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    project = get_object_or_404(visible(person), slug=slug)
    seen = access.visible_tasks(person).filter(project=project).order_by("id")
    if after := named(request, "after"):
        seen = seen.filter(pk__gt=after)
    rows = seen.select_related("article__outlet", "article__story").defer("article__text", "article__metadata")
    tasks = list(rows[: ROWS + 1])
    context = {
        "project": project,
        "tasks": tasks[:ROWS],
        "next_page": tasks[ROWS - 1].pk if len(tasks) > ROWS else None,
        "may_manage": access.may_manage(person, project),
        "may_import": access.may_import(person, project),
        "may_compare": access.may_compare(person, project),
        "may_export": access.may_export(person, project),
    }
    return render(request, "project/page.html", context)
