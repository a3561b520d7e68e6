"""People who leave the desk, and what becomes of their drafts; and people who come back."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from newsreview.accounts import factors, people
from newsreview.accounts.models import User
from newsreview.accounts.people import CannotLeave
from newsreview.annotation.models import AnnotationSet
from newsreview.backoffice import dealing, scopes
from newsreview.backoffice.confirming import Confirmed, Done, Question
from newsreview.notices.forgetting import forget
from newsreview.projects.models import Project


class Successor(Question):
    person = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        label=gettext_lazy("Hand their drafts on to"),
        help_text=gettext_lazy("Leave it empty to take the drafts back: then anybody may take these articles."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = dealing.team(self.by).exclude(pk__in=self.rows.order_by().values("pk"))


def drafts_of(leaving: QuerySet[Any]) -> QuerySet[AnnotationSet]:
    held = AnnotationSet.objects.by_people().held().exclude(dealing.SUBMITTED)
    return held.filter(person__in=leaving.order_by().values("pk"), task__project__in=Project.objects.all())


def deactivate(by: User, leaving: QuerySet[Any], answers: dict[str, Any]) -> Done:
    done = Done()
    changeable = {
        *scopes.changeable_people(by).filter(pk__in=leaving.order_by().values("pk")).values_list("pk", flat=True)
    }
    for person in leaving:
        if person.pk not in changeable:
            done.refused.append((person, _("They work elsewhere too, or in the back office: ask an administrator.")))
            continue
        try:
            done.refused += let_go(person, answers["person"], by)
        except CannotLeave as refusal:
            done.refused.append((person, str(refusal)))
        else:
            done.changed.append(person)
    return done


@transaction.atomic
def let_go(person: User, successor: User | None, by: User) -> list[tuple[Any, str]]:
    """The drafts that could not be handed on; these stay as they are."""
    people.deactivate(person=person, by=by)
    drafts = dealing.with_names(drafts_of(User.objects.filter(pk=person.pk)))
    return (dealing.hand_on(drafts, successor, by) if successor else dealing.take_back(drafts, by)).refused


def activate(by: User, returning: QuerySet[Any], _answers: dict[str, Any]) -> Done:
    changeable = scopes.changeable_people(by).filter(pk__in=returning.order_by().values("pk"))
    return Done([people.activate(person=person) for person in changeable])


def let_forget(by: User, leaving: QuerySet[Any], _answers: dict[str, Any]) -> Done:
    done = Done()
    for person in leaving:
        if not by.is_superuser:
            done.refused.append((person, _("Only an administrator takes a name away.")))
            continue
        try:
            done.changed.append(forget(person=person))
        except CannotLeave as refusal:
            done.refused.append((person, str(refusal)))
    return done


def tell_forgetting(leaving: QuerySet[Any]) -> Iterable[str]:
    count = leaving.count()
    yield ngettext("%(count)d person is chosen.", "%(count)d people are chosen.", count) % {"count": count}
    yield _("Their name and e-mail address are taken away for good; nobody can bring them back.")
    yield _("What they marked, wrote and decided stays, as that of a former colleague with a number.")


def take_off(_by: User, locked_out: QuerySet[Any], _answers: dict[str, Any]) -> Done:
    return Done([person for person in locked_out if factors.take_off(person=person)])


def tell_locked_out(locked_out: QuerySet[Any]) -> Iterable[str]:
    count = locked_out.count()
    yield ngettext("%(count)d person is chosen.", "%(count)d people are chosen.", count) % {"count": count}
    yield _("Their apps, passkeys and recovery codes stop working: make sure that it is they who ask you.")
    yield _("They sign in with their password, and set up new ones.")


def tell_leaving(leaving: QuerySet[Any]) -> Iterable[str]:
    count, drafts = leaving.count(), drafts_of(leaving).count()
    yield ngettext("%(count)d person is chosen.", "%(count)d people are chosen.", count) % {"count": count}
    yield ngettext("They hold %(count)d draft.", "They hold %(count)d drafts.", drafts) % {"count": drafts}
    yield _("They are signed out at once and cannot sign in. What they submitted stays theirs; nothing is deleted.")


def tell_returning(returning: QuerySet[Any]) -> Iterable[str]:
    count = returning.filter(is_active=False).count()
    yield ngettext("%(count)d person may sign in again.", "%(count)d people may sign in again.", count) % {
        "count": count
    }


ACTIONS = (
    Confirmed("deactivate", gettext_lazy("Deactivate, and hand on their drafts…"), deactivate, tell_leaving, Successor),
    Confirmed("activate", gettext_lazy("Activate again…"), activate, tell_returning),
    Confirmed("forget", gettext_lazy("Take the name away for good…"), let_forget, tell_forgetting),
)
FOR_ADMINISTRATORS = (Confirmed("take_off", gettext_lazy("Take lost second factors off…"), take_off, tell_locked_out),)
