"""Dealing tasks out, taking them back, handing drafts on. What is refused for one row does not stop the rest."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from newsreview import access
from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet, Submission
from newsreview.annotation.refusals import Conflict, Refusal
from newsreview.backoffice import scopes
from newsreview.backoffice.confirming import Confirmed, Done, Question
from newsreview.notices import telling
from newsreview.projects.models import Task

# Handed in, and not reopened since.
SUBMITTED = Exists(Submission.objects.standing().filter(annotation_set=OuterRef("pk")))


class Person(Question):
    person = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Person"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = team(self.by)


def team(by: User) -> QuerySet[User]:
    """Whoever is at work in the projects that this person manages, and this person."""
    members = scopes.memberships(by).values("person")
    return (
        (User.objects.filter(pk__in=members) | User.objects.filter(pk=by.pk)).filter(is_active=True).order_by("email")
    )


def refuse_outsider(person: User) -> Callable[[Task], None]:
    """A check of many tasks that asks `access` once."""
    projects = {*access.annotated_projects(person).values_list("pk", flat=True)}

    def check(task: Task) -> None:
        if task.project_id not in projects:
            told = _("%(person)s does not annotate in %(project)s. Give them a role there first.")
            raise Conflict(told % {"person": person, "project": task.project})

    return check


def drafts_of(tasks: QuerySet[Any]) -> QuerySet[AnnotationSet]:
    return (
        AnnotationSet.objects.by_people().held().filter(task__in=tasks.order_by().values("pk")).order_by("task", "id")
    )


def each(rows: Iterable[Any], act: Callable[[Any], object]) -> Done:
    done = Done()
    for row in rows:
        try:
            act(row)
        except Refusal as refusal:
            done.refused.append((row, str(refusal)))
        else:
            done.changed.append(row)
    return done


def hand_on(sets: Iterable[AnnotationSet], to: User, by: User) -> Done:
    check = refuse_outsider(to)

    def act(annotation_set: AnnotationSet) -> None:
        check(annotation_set.task)
        with transaction.atomic():
            handed_on = taking.hand_on(annotation_set=annotation_set, by=by, to=to.pk).edit.annotation_set
            telling.dealt_out([handed_on], project=annotation_set.task.project, by=by)

    return each(sets, act)


def take_back(sets: Iterable[AnnotationSet], by: User) -> Done:
    return each(sets, lambda annotation_set: taking.take_back(annotation_set=annotation_set, by=by))


def deal_out_tasks(by: User, tasks: QuerySet[Any], answers: dict[str, Any]) -> Done:
    person = answers["person"]
    check = refuse_outsider(person)

    def act(task: Task) -> None:
        check(task)
        with transaction.atomic():
            telling.dealt_out([taking.deal_out(task=task, person=person, by=by)], project=task.project, by=by)

    return each(tasks, act)


def with_names(sets: QuerySet[AnnotationSet]) -> QuerySet[AnnotationSet]:
    """What a line about a set says, without the article's text."""
    named = sets.select_related("task__project", "task__article", "person")
    return named.defer("task__article__text", "task__article__metadata")


def tell_tasks(tasks: QuerySet[Any]) -> Iterable[str]:
    count = tasks.count()
    yield ngettext("%(count)d task is chosen.", "%(count)d tasks are chosen.", count) % {"count": count}
    yield from tell_sets(drafts_of(tasks))


def tell_sets(sets: QuerySet[Any]) -> Iterable[str]:
    held = sets.filter(pk__in=AnnotationSet.objects.by_people().held().values("pk"))
    drafts, submitted = held.exclude(SUBMITTED).count(), held.filter(SUBMITTED).count()
    yield ngettext("People hold %(count)d draft of them.", "People hold %(count)d drafts of them.", drafts) % {
        "count": drafts
    }
    if submitted:
        yield ngettext(
            "%(count)d is submitted, and stays with its person.",
            "%(count)d are submitted, and stay with their people.",
            submitted,
        ) % {"count": submitted}


TASK_ACTIONS = (
    Confirmed("deal_out", gettext_lazy("Deal out to a person…"), deal_out_tasks, tell_tasks, Person),
    Confirmed(
        "take_back",
        gettext_lazy("Take back from whoever has it…"),
        lambda by, tasks, _answers: take_back(with_names(drafts_of(tasks)), by),
        tell_tasks,
    ),
    Confirmed(
        "hand_on",
        gettext_lazy("Hand the drafts on to a person…"),
        lambda by, tasks, answers: hand_on(with_names(drafts_of(tasks)), answers["person"], by),
        tell_tasks,
        Person,
    ),
)
SET_ACTIONS = (
    Confirmed(
        "take_back",
        gettext_lazy("Take back from its person…"),
        lambda by, sets, _answers: take_back(with_names(sets), by),
        tell_sets,
    ),
    Confirmed(
        "hand_on",
        gettext_lazy("Hand on to a person…"),
        lambda by, sets, answers: hand_on(with_names(sets), answers["person"], by),
        tell_sets,
        Person,
    ),
)
