"""Dealing out a project's work by hand: who has what, what is open, and what a manager does with the chosen."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from newsreview import access
from newsreview.accounts.models import User
from newsreview.annotation import dealing, taking
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.refusals import Refusal
from newsreview.notices import telling
from newsreview.projects import giving_out
from newsreview.projects.models import Project, Slot, Task
from newsreview.web.queue import ROWS, first_tasks, named_place, place_of, with_names
from newsreview.web.requests import person_of

MOST_AT_ONCE = 500
DRAFTS = Slot.objects.in_hand().filter(person=OuterRef("pk"), project__is_practice=False).order_by().values("person")
IN_HAND = Coalesce(Subquery(DRAFTS.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


class DealingForm(forms.Form):
    tasks = forms.ModelMultipleChoiceField(Task.objects.none(), required=False)
    people = forms.ModelMultipleChoiceField(
        User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("To whom")
    )
    many = forms.IntegerField(min_value=1, max_value=MOST_AT_ONCE, required=False, label=gettext_lazy("How many"))
    priority = forms.TypedChoiceField(
        choices=[("", gettext_lazy("as it is")), *Task.Priority.choices],
        coerce=int,
        required=False,
        label=gettext_lazy("Priority"),
    )
    due_on = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}), label=gettext_lazy("Due"))
    never_due = forms.BooleanField(required=False, label=gettext_lazy("no due date"))

    def __init__(self, project: Project, *args: Any) -> None:
        super().__init__(*args)
        chosen: Any = self.fields["tasks"]
        chosen.queryset = Task.objects.of(project)
        team: Any = self.fields["people"]
        team.queryset = access.annotators_of(project).annotate(in_hand=IN_HAND).order_by("name", "email")
        team.label_from_instance = said_with_work

    def clean(self) -> dict[str, Any]:
        do, given = self.data.get("do"), self.cleaned_data
        if do in {"deal", "share"} and not given.get("people"):
            self.add_error("people", _("Choose somebody to deal to."))
        if do == "share" and "many" not in self.errors and not given.get("many"):
            self.add_error("many", _("Say how many."))
        if do in {"deal", "take-back", "schedule"} and not given.get("tasks"):
            self.add_error("tasks", _("Choose articles first."))
        if do == "schedule" and given.get("due_on") and given.get("never_due"):
            self.add_error("due_on", _("Choose either a due date or none."))
        if do == "schedule" and not self.errors and not when_of(given):
            self.add_error("priority", _("Say how urgent they are, or when they are due."))
        return given


def when_of(given: dict[str, Any]) -> giving_out.When:
    """What is asked to change: what is left empty stays as it is."""
    when = giving_out.When()
    if given["priority"] != "":
        when["priority"] = given["priority"]
    if given["due_on"] or given["never_due"]:
        when["due_on"] = given["due_on"]
    return when


def said_with_work(person: Any) -> str:
    return _("%(person)s, %(n)d in hand") % {"person": person, "n": person.in_hand}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def deal(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    project = get_object_or_404(access.managed_projects(person), slug=slug)
    form = DealingForm(project, request.POST if request.method == "POST" else None)
    act = ACTS.get(request.POST.get("do", ""))
    if act and form.is_valid():
        messages.success(request, act(project, person, form.cleaned_data))
        return redirect(request.get_full_path())
    tasks = list(shown(request, project))
    context = {
        "project": project,
        "form": form,
        "tasks": tasks[:ROWS],
        "everything": "all" in request.GET,
        "next_page": place_of(tasks[ROWS - 1]) if len(tasks) > ROWS else None,
    }
    return render(request, "project/dealing.html", context, status=422 if form.is_bound else 200)


def shown(request: HttpRequest, project: Project) -> QuerySet[Task]:
    """The tasks that have something open, or all, in their turn; with who has them."""
    if "all" in request.GET:
        tasks = Task.objects.of(project).filter(named_place(request, "pk")).order_by("turn", "pk")
        chosen = with_names(Task.objects.filter(pk__in=tasks.values("pk")[: ROWS + 1]))
    else:
        slots = Slot.objects.open().one_to_a_task().filter(named_place(request), project=project)
        chosen = first_tasks(slots.in_turn(), ROWS + 1)
    return chosen.prefetch_related(Prefetch("slots", Slot.objects.select_related("person").order_by("number")))


# What is done with what was chosen: each says what it did -------------------------------------------------------------

Act = Callable[[Project, User, dict[str, Any]], str]


def deal_chosen(project: Project, by: User, given: dict[str, Any]) -> str:
    return deal_to(list(given["people"]), project, [task.pk for task in given["tasks"]], by)


def share_out(project: Project, by: User, given: dict[str, Any]) -> str:
    people = list(given["people"])
    tasks = dealing.next_in_turn(project=project, people=people, many=given["many"], asking=by)
    return deal_to(people, project, tasks, by)


@transaction.atomic
def deal_to(people: list[User], project: Project, tasks: list[UUID], by: User) -> str:
    made = dealing.deal(project=project, tasks=tasks, people=people, by=by)
    telling.dealt_out(made, project=project, by=by)
    return said_dealt(made)


def said_dealt(made: list[AnnotationSet]) -> str:
    if not made:
        return _("Nothing was dealt out: nothing is open that these people have not had.")
    count = len({annotation_set.task_id for annotation_set in made})
    return ngettext("%(n)d article dealt out.", "%(n)d articles dealt out.", count) % {"n": count}


def take_back(_project: Project, by: User, given: dict[str, Any]) -> str:
    count = 0
    for draft in AnnotationSet.objects.by_people().held().filter(task__in=given["tasks"]):
        try:
            taking.take_back(annotation_set=draft, by=by)
        except Refusal:  # submitted: it stays with its person
            continue
        count += 1
    return ngettext("%(n)d draft taken back.", "%(n)d drafts taken back.", count) % {"n": count}


def schedule(project: Project, _by: User, given: dict[str, Any]) -> str:
    tasks = [task.pk for task in given["tasks"]]
    count = giving_out.schedule(project=project, tasks=tasks, **when_of(given))
    return ngettext("%(n)d article set.", "%(n)d articles set.", count) % {"n": count}


ACTS: dict[str, Act] = {"deal": deal_chosen, "share": share_out, "take-back": take_back, "schedule": schedule}
